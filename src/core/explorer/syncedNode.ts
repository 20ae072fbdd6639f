import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import type { ResourceType } from '../kube/resource.ts';
import type { VCluster } from '../vcluster/model.ts';
import type { SyncedItem } from '../vcluster/syncedItem.ts';
import { folderBase, partsOf } from './folderNode.ts';
import { freshnessBadge, freshnessText } from './freshnessText.ts';
import { kindIcon, kindLabel } from './kindLook.ts';
import type { NodeIcon, TreeNode } from './node.ts';
import { extendId, nodeId } from './nodeId.ts';
import { podIcons } from './podNode.ts';
import type { SyncedKindView } from './view.ts';

/** The folder of what the syncer copied to the host. `total` is undefined until every kind has been counted. */
export function syncedNode(vcluster: VCluster, total: number | undefined): TreeNode {
  const description = total === undefined ? '' : String(total);
  return {
    ...folderBase(vcluster),
    id: nodeId('synced', ...partsOf(vcluster)),
    parent: nodeId('vcluster', ...partsOf(vcluster)),
    kind: 'synced',
    label: l10n.t('Synced resources'),
    description,
    icon: { id: 'arrow-swap' },
    spoken: [l10n.t('Synced resources of {0}', printable(vcluster.name)), description].filter(Boolean).join(', '),
    name: vcluster.name,
  };
}

/** All synced objects of one kind, once they have been counted. */
export function syncedKindNode(vcluster: VCluster, { type, count, freshness }: SyncedKindView, now: number): TreeNode {
  const label = kindLabel(type);
  const old = freshness.state === 'stale' || freshness.state === 'polling' ? freshnessText(freshness, now) : '';
  const description = [String(count ?? ''), old].filter(Boolean);
  const badge = freshnessBadge(freshness, old);
  return {
    ...folderBase(vcluster),
    id: nodeId('synced-kind', ...partsOf(vcluster), type.plural),
    parent: nodeId('synced', ...partsOf(vcluster)),
    kind: 'synced-kind',
    label,
    description: description.join(' · '),
    icon: kindIcon(type),
    spoken: [l10n.t('{0}, {1} synced', label, count ?? 0), old].filter(Boolean).join(', '),
    name: type.plural,
    ...(badge === undefined ? {} : { badge }),
  };
}

function objectIcon(type: ResourceType, item: SyncedItem): NodeIcon {
  return item.phase === undefined ? kindIcon(type) : podIcons[item.phase];
}

/** What the synced objects of one list share, so that 10,000 of them are quickly made. */
interface SyncedList {
  readonly vcluster: VCluster;
  readonly type: ResourceType;
  readonly parent: string;
  /** The id that those of the objects begin with. */
  readonly prefix: string;
}

/** One synced object by its virtual name, its host name beside it. */
function syncedObjectNode({ vcluster, type, parent, prefix }: SyncedList, item: SyncedItem): TreeNode {
  const { hostName, hostNamespace, virtualName } = item;
  const label = printable(virtualName ?? hostName);
  const description = [
    item.ready ?? '',
    printable(item.status ?? ''),
    virtualName === undefined ? l10n.t('virtual name not recorded') : l10n.t('host: {0}', printable(hostName)),
  ].filter(Boolean);
  return {
    ...folderBase(vcluster),
    id: extendId(prefix, hostNamespace ?? '', hostName),
    parent,
    kind: 'synced-object',
    label,
    description: description.join(' · '),
    icon: objectIcon(type, item),
    expandable: false,
    flags: [type.plural],
    spoken: [`${type.kind} ${label}`, ...description].join(', '),
    name: virtualName ?? hostName,
    object: {
      context: vcluster.context,
      resource: type.plural,
      name: hostName,
      ...(hostNamespace === undefined ? {} : { namespace: hostNamespace }),
    },
  };
}

/** The synced objects of one kind that came from one virtual namespace; `undefined` where that is not recorded, or there is none. */
export function syncedObjectNodes(
  vcluster: VCluster,
  type: ResourceType,
  namespace: string | undefined,
  items: readonly SyncedItem[],
): readonly TreeNode[] {
  const parent = type.namespaced
    ? nodeId('synced-namespace', ...partsOf(vcluster), type.plural, namespace ?? '')
    : nodeId('synced-kind', ...partsOf(vcluster), type.plural);
  const prefix = nodeId('synced-object', ...partsOf(vcluster), type.plural);
  return items.map((item) => syncedObjectNode({ vcluster, type, parent, prefix }, item));
}
