/** The first index of each name in a list; undefined names are passed over. */
export function firstIndexes(names: readonly (string | undefined)[]): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const [index, name] of names.entries()) {
    if (name !== undefined && !first.has(name)) {
      first.set(name, index);
    }
  }
  return first;
}
