import type { SyncedItem } from './syncedItem.ts';

/** The objects of one kind that came from one virtual namespace; undefined where it is not recorded or there is none. */
export interface SyncedGroup {
  readonly namespace: string | undefined;
  readonly items: readonly SyncedItem[];
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function byName(a: SyncedItem, b: SyncedItem): number {
  return byText(a.virtualName ?? a.hostName, b.virtualName ?? b.hostName) || byText(a.key, b.key);
}

function byNamespace(a: SyncedGroup, b: SyncedGroup): number {
  return a.namespace === undefined || b.namespace === undefined
    ? Number(a.namespace === undefined) - Number(b.namespace === undefined)
    : byText(a.namespace, b.namespace);
}

/** Items by virtual namespace, both in the order of their names; those of no namespace come last. */
export function groupByNamespace(items: Iterable<SyncedItem>): readonly SyncedGroup[] {
  const groups = new Map<string | undefined, SyncedItem[]>();
  for (const item of items) {
    const group = groups.get(item.virtualNamespace);
    if (group) {
      group.push(item);
    } else {
      groups.set(item.virtualNamespace, [item]);
    }
  }
  return [...groups].map(([namespace, members]) => ({ namespace, items: members.sort(byName) })).sort(byNamespace);
}
