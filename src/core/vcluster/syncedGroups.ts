import { groupItems, type NamespaceGroup } from './namespaceGroup.ts';
import type { SyncedItem } from './syncedItem.ts';

/** The objects of one kind that came from one virtual namespace; undefined where it is not recorded or there is none. */
export type SyncedGroup = NamespaceGroup<SyncedItem>;

/** Items by virtual namespace, both in the order of their names; those of no namespace come last. */
export function groupByNamespace(items: Iterable<SyncedItem>): readonly SyncedGroup[] {
  return groupItems(items, ({ virtualNamespace, virtualName, hostName, key }) => ({
    namespace: virtualNamespace,
    name: virtualName ?? hostName,
    key,
  }));
}
