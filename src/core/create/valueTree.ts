/** Values of a chart: a plain tree. */
export type ValueTree = { readonly [key: string]: unknown };

function isTree(value: unknown): value is ValueTree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The tree without what is undefined and without branches that hold nothing, so that only what was set is left. */
export function compact(tree: ValueTree): ValueTree {
  const entries = Object.entries(tree)
    .map(([key, value]) => [key, isTree(value) ? compact(value) : value] as const)
    .filter(([, value]) => value !== undefined && !(isTree(value) && Object.keys(value).length === 0));
  return Object.fromEntries(entries);
}

/** `{ enabled: true }` for what is on, and nothing for what is off, which is the default. */
export function on(enabled: boolean): ValueTree | undefined {
  return enabled ? { enabled: true } : undefined;
}

/** A list that has something; nothing for an empty one. */
export function some<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}
