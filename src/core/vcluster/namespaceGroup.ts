/** The objects of one kind in one namespace; undefined where there is none, or where it is not recorded. */
export interface NamespaceGroup<T> {
  readonly namespace: string | undefined;
  readonly items: readonly T[];
}

/** What decides where an object belongs. */
export interface Placement {
  readonly namespace: string | undefined;
  readonly name: string;
  /** Unique, and thus decides between equal names. */
  readonly key: string;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function byNamespace<T>(a: NamespaceGroup<T>, b: NamespaceGroup<T>): number {
  return a.namespace === undefined || b.namespace === undefined
    ? Number(a.namespace === undefined) - Number(b.namespace === undefined)
    : byText(a.namespace, b.namespace);
}

/** Items by namespace, both in the order of their names; those of no namespace come last. */
export function groupItems<T>(items: Iterable<T>, place: (item: T) => Placement): readonly NamespaceGroup<T>[] {
  const groups = new Map<string | undefined, { readonly place: Placement; readonly item: T }[]>();
  for (const item of items) {
    const placed = { place: place(item), item };
    const group = groups.get(placed.place.namespace);
    if (group) {
      group.push(placed);
    } else {
      groups.set(placed.place.namespace, [placed]);
    }
  }
  return [...groups]
    .map(([namespace, members]) => ({
      namespace,
      items: members
        .sort((a, b) => byText(a.place.name, b.place.name) || byText(a.place.key, b.place.key))
        .map(({ item }) => item),
    }))
    .sort(byNamespace);
}
