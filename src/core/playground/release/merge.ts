import { isTree, type Tree } from '../tree.ts';

/** Values over the defaults of a chart, as helm lays them: maps are merged, everything else replaces, null removes. */
export function merged(defaults: Tree, values: Tree): Tree {
  const result: Record<string, unknown> = { ...defaults };
  for (const [key, value] of Object.entries(values)) {
    const before = result[key];
    if (value === null) {
      delete result[key];
    } else if (value !== undefined) {
      result[key] = isTree(before) && isTree(value) ? merged(before, value) : value;
    }
  }
  return result;
}

/** Without members that are undefined, and without objects that are left empty by that. */
export function compacted(tree: Tree): Tree {
  const entries = Object.entries(tree)
    .map(([key, value]) => [key, isTree(value) ? compacted(value) : value] as const)
    .filter(([, value]) => value !== undefined && !(isTree(value) && Object.keys(value).length === 0));
  return Object.fromEntries(entries);
}
