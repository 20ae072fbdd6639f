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
}

/** Stands where the cursor is while the text is parsed; nobody types it. */
const mark = 'vcluster0cursor0mark';

function find(
  view: NodeView,
  node: Node | null,
  path: ConfigPath,
): { readonly path: ConfigPath; readonly atKey: boolean } | undefined {
  const target = view.resolve(node);
  if (isScalar(target)) {
    return String(target.value).includes(mark) ? { path, atKey: false } : undefined;
  }
  if (isSeq(target)) {
    for (const [index, item] of target.items.entries()) {
      const found = find(view, item as Node, [...path, index]);
      if (found !== undefined) {
        return found;
      }
    }
  }
  for (const { key, value } of isMap(target) ? view.entries(target) : []) {
    const found = key.includes(mark) ? { path, atKey: true } : find(view, value, [...path, key]);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function markedPath(text: string): { readonly path: ConfigPath; readonly atKey: boolean } | undefined {
  const { view } = parseConfig(text);
  return view && find(view, view.root, []);
}

/** Where the cursor is in a file that is being typed; undefined where that cannot be told, and in comments. */
export function cursorAt(text: string, line: number, character: number): Cursor | undefined {
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
  const found = (asKey ? markedPath(marked(': ')) : undefined) ?? markedPath(marked(quote));
  return found && { ...found, typed };
}
