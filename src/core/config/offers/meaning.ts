import { isMap, isNode, isSeq, type Node } from 'yaml';
import type { ConfigDocument } from '../document.ts';
import type { ConfigPath, Range } from '../finding.ts';
import { markdownDescription } from '../schema/description.ts';
import { schemaTitle } from '../schema/jsonSchema.ts';
import type { Target } from '../schema/target.ts';
import { wayDown } from '../schema/way.ts';

/** What a key or value is for. */
export interface Meaning {
  /** The key or value. */
  readonly range: Range;
  /** Markdown. */
  readonly text: string;
}

/** A place in a text; both count from 0. */
export interface Place {
  readonly line: number;
  readonly character: number;
}

function holds(range: Range, { line, character }: Place): boolean {
  const afterStart = line > range.line || (line === range.line && character >= range.character);
  const beforeEnd = line < range.endLine || (line === range.endLine && character < range.endCharacter);
  return afterStart && beforeEnd;
}

function find(
  document: ConfigDocument,
  node: Node | null,
  place: Place,
  path: ConfigPath,
): { readonly path: ConfigPath; readonly node: Node } | undefined {
  if (node === null || !holds(document.rangeOfNode(node), place)) {
    return undefined;
  }
  // No further than what is written here: what an alias stands for is elsewhere.
  if (isSeq(node)) {
    const index = node.items.findIndex((item) => isNode(item) && holds(document.rangeOfNode(item), place));
    const item: unknown = node.items[index];
    return isNode(item) ? find(document, item, place, [...path, index]) : undefined;
  }
  if (!isMap(node)) {
    return { path, node };
  }
  for (const { key, keyNode, value, merged } of document.view?.entries(node) ?? []) {
    if (!merged) {
      const found = holds(document.rangeOfNode(keyNode), place)
        ? { path: [...path, key], node: keyNode }
        : find(document, value, place, [...path, key]);
      if (found !== undefined) {
        return found;
      }
    }
  }
  return undefined;
}

/** What the key or value at a place is for, in the words of a version; undefined where nothing is known. */
export function meaningAt(document: ConfigDocument, place: Place, target: Target): Meaning | undefined {
  const found = find(document, document.view?.root ?? null, place, []);
  const way = found && wayDown(found.path, target);
  if (found === undefined || found.path.length === 0 || way === undefined) {
    return undefined;
  }
  // As YAML servers head what they say with the title of the schema.
  const text = `#### ${schemaTitle(target)}\n\n${markdownDescription(way.node, way.around, target)}`;
  return { range: document.rangeOfNode(found.node), text };
}
