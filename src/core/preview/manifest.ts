import * as l10n from '@vscode/l10n';
import { isMap, isSeq, type LineCounter, type Node } from 'yaml';
import type { Range } from '../config/finding.ts';
import { rangeBetween } from '../config/linePositions.ts';
import { NodeView } from '../config/nodeView.ts';
import { parseYaml } from '../config/yamlParser.ts';
import { dig, type Raw, text } from '../vcluster/raw.ts';

/** More objects than anybody applies by hand; the rest of a manifest is not looked at. */
const maxObjects = 500;

/** One object of a manifest. */
export interface ManifestObject {
  readonly object: Raw;
  /** Where it stands. */
  readonly range: Range;
  /** Where the value at a JSON pointer stands; of the nearest part above it that is written. */
  at(pointer: string): Range;
}

/** What a manifest holds, and what could not be read of it. */
export interface Manifest {
  readonly objects: readonly ManifestObject[];
  readonly problems: readonly (Range & { readonly message: string })[];
}

function isObject(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Positions in a text. */
class Places {
  readonly #lines: LineCounter;
  readonly #text: string;

  constructor(lines: LineCounter, text: string) {
    this.#lines = lines;
    this.#text = text;
  }

  between(start: number, end: number): Range {
    return rangeBetween(this.#lines, start, end);
  }

  of(node: Node | null): Range {
    const [start, end] = node?.range ?? [0, 0];
    return this.between(start, start + this.#text.slice(start, end).trimEnd().length);
  }
}

/** The node at a pointer and, for one in a map, its key. */
function find(view: NodeView, root: Node | null, pointer: string): Node | null {
  let node = view.resolve(root);
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    const next: Node | null | undefined = isMap(node)
      ? view.entries(node).findLast((entry) => entry.key === key)?.value
      : isSeq(node)
        ? (node.items[Number(key)] as Node | undefined)
        : undefined;
    if (next === undefined || next === null) {
      return node;
    }
    node = view.resolve(next);
  }
  return node;
}

/** The objects in what one YAML document says: itself, or the items of a List. */
function objectsIn(plain: unknown): readonly (readonly [object: Raw, pointer: string])[] {
  if (!isObject(plain)) {
    return [];
  }
  const items = plain['items'];
  return Array.isArray(items) && /List$/u.test(text(plain['kind']) ?? '')
    ? items.flatMap((one: unknown, index) => (isObject(one) ? [[one, `/items/${index}`] as const] : []))
    : [[plain, '']];
}

/**
 * Reads a manifest of any number of YAML or JSON documents. What is wrong with one is said in its place, and the others are
 * read. Never throws.
 */
export function parseManifest(given: string): Manifest {
  const { documents, lines, tooDeep } = parseYaml(given);
  const places = new Places(lines, given);
  if (tooDeep) {
    const message = l10n.t('This is nested too deeply to be read.');
    return { objects: [], problems: [{ ...places.between(0, 0), message }] };
  }
  const objects: ManifestObject[] = [];
  const problems: (Range & { message: string })[] = [];
  for (const document of documents) {
    const view = new NodeView(document, given);
    for (const { pos, message } of document.errors.slice(0, 5)) {
      problems.push({ ...places.between(...pos), message: message.split('\n')[0] ?? message });
    }
    const plain = view.root === null ? null : view.plain(view.root);
    const found = objectsIn(plain);
    if (plain !== null && plain !== undefined && found.length === 0) {
      problems.push({ ...places.of(view.root), message: l10n.t('This is no Kubernetes object.') });
    }
    for (const [object, base] of found) {
      if (text(object['kind']) === undefined || text(dig(object, 'metadata', 'name')) === undefined) {
        // Where a part could not be read, that is what to mend first.
        if (document.errors.length === 0) {
          const message = l10n.t('A Kubernetes object needs “kind” and “metadata.name”.');
          problems.push({ ...firstLine(places.of(find(view, view.root, base))), message });
        }
      } else if (objects.length < maxObjects) {
        const at = (pointer: string): Range => places.of(find(view, view.root, `${base}${pointer}`));
        objects.push({ object, range: at(''), at });
      }
    }
  }
  return { objects, problems };
}

function firstLine(range: Range): Range {
  return range.endLine === range.line ? range : { ...range, endLine: range.line, endCharacter: range.character + 1 };
}
