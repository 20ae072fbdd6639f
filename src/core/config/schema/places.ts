import { childrenOf, type SchemaNode } from './node.ts';
import { rootOf } from './tables.ts';
import type { Target } from './target.ts';

/** Where in a version each key is, by its name; steps into lists and maps are left out. */
export function placesByKey(target: Target): ReadonlyMap<string, readonly string[]> {
  const places = new Map<string, string[]>();
  const descend = (node: SchemaNode, path: string): void => {
    if (node.item !== undefined) {
      descend(node.item, path);
    }
    for (const child of childrenOf(node, target)) {
      const own = path === '' ? child.key : `${path}.${child.key}`;
      places.set(child.key, [...(places.get(child.key) ?? []), own]);
      descend(child, own);
    }
  };
  descend(rootOf(target), '');
  return places;
}
