import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { parseConfig } from '../document.ts';
import type { ConfigPath } from '../finding.ts';
import type { NodeView } from '../nodeView.ts';

/** Where somebody types in a YAML file. */
export interface Cursor {
  /** The keys and indexes from the root to what is typed; of the map around it for a key. */
  readonly path: ConfigPath;
  /** Whether a key is typed, and not a value. */
  readonly atKey: boolean;
  /** What of it stands before the cursor. */
  readonly typed: string;
  /** The other keys of the map, where a key is typed. */
  readonly beside: readonly string[];
}

/** Gives the values that a text holds. */
type Reader = (text: string) => readonly (NodeView | undefined)[];

type Found = Omit<Cursor, 'typed'>;

const wholeFile: Reader = (text) => [parseConfig(text).view];

/** Stands where the cursor is while the text is parsed; nobody types it. */
const mark = 'vcluster0cursor0mark';

/** Looks at what is written only: what an alias stands for is elsewhere, and may hold itself. */
function find(view: NodeView, node: Node | null, path: ConfigPath): Found | undefined {
  if (isScalar(node)) {
    return String(node.value).includes(mark) ? { path, atKey: false, beside: [] } : undefined;
  }
  if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) {
      const found = find(view, item as Node, [...path, index]);
      if (found !== undefined) {
        return found;
      }
    }
  }
  const entries = isMap(node) ? view.entries(node) : [];
  for (const { key, value } of entries.filter(({ merged }) => !merged)) {
    if (key.includes(mark)) {
      return { path, atKey: true, beside: entries.map((entry) => entry.key).filter((other) => other !== key) };
    }
    const found = find(view, value, [...path, key]);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function markedPath(text: string, read: Reader): Found | undefined {
  for (const view of read(text)) {
    const found = view && find(view, view.root, []);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/**
 * Where the cursor is in a file that is being typed; undefined where that cannot be told, and in comments.
 * @param read finds the values in the text; all of it is values unless told
 */
export function cursorAt(text: string, line: number, character: number, read = wholeFile): Cursor | undefined {
  const lines = text.split('\n');
  const before = (lines[line] ?? '').slice(0, character);
  const typed = /[\w./-]*$/u.exec(before)?.[0] ?? '';
  const lead = before.slice(0, before.length - typed.length);
  if (/(^|\s)#/u.test(lead)) {
    return undefined;
  }
  const asKey = /^\s*(-\s+)*$/u.test(lead);
  const marked = (ending: string): string =>
    [...lines.slice(0, line), `${lead}${mark}${ending}`, ...lines.slice(line + 1)].join('\n');
  const quote = /(["'])$/u.exec(lead)?.[1] ?? '';
  const found = (asKey ? markedPath(marked(': '), read) : undefined) ?? markedPath(marked(quote), read);
  return found && { ...found, typed };
}
