import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import type { ResourceType } from '../kube/resource.ts';
import type { VCluster } from '../vcluster/model.ts';
import type { SyncedItem } from '../vcluster/syncedItem.ts';
import type { NodeIcon, TreeNode } from './node.ts';
import { nodeId } from './nodeId.ts';
import { podIcons } from './podNode.ts';

const kindIcons: Readonly<Record<string, string>> = {
  pods: 'package',
  services: 'globe',
  configmaps: 'symbol-property',
  secrets: 'lock',
  persistentvolumeclaims: 'database',
  persistentvolumes: 'database',
  storageclasses: 'layers',
  ingresses: 'link-external',
  endpoints: 'list-flat',
  endpointslices: 'list-flat',
  networkpolicies: 'shield',
  poddisruptionbudgets: 'shield',
  priorityclasses: 'layers',
  serviceaccounts: 'account',
};

function parts(vcluster: VCluster): readonly [string, string, string] {
  return [vcluster.context, vcluster.namespace, vcluster.name];
}

function base(vcluster: VCluster): Pick<TreeNode, 'vcluster' | 'context' | 'flags' | 'expandable'> {
  return { vcluster: vcluster.id, context: vcluster.context, flags: [], expandable: true };
}

/** The folder of what the syncer copied to the host. `total` is undefined until every kind has been counted. */
export function syncedNode(vcluster: VCluster, total: number | undefined): TreeNode {
  const description = total === undefined ? '' : String(total);
  return {
    ...base(vcluster),
    id: nodeId('synced', ...parts(vcluster)),
    parent: nodeId('vcluster', ...parts(vcluster)),
    kind: 'synced',
    label: l10n.t('Synced resources'),
    description,
    icon: { id: 'arrow-swap' },
    spoken: [l10n.t('Synced resources of {0}', printable(vcluster.name)), description].filter(Boolean).join(', '),
    name: vcluster.name,
  };
}

/** All synced objects of one kind. `count` is undefined while it is being counted. */
export function syncedKindNode(vcluster: VCluster, type: ResourceType, count: number | undefined): TreeNode {
  const description = count === undefined ? l10n.t('loading') : String(count);
  return {
    ...base(vcluster),
    id: nodeId('synced-kind', ...parts(vcluster), type.plural),
    parent: nodeId('synced', ...parts(vcluster)),
    kind: 'synced-kind',
    label: type.kind,
    description,
    icon: { id: kindIcons[type.plural] ?? 'symbol-object' },
    spoken: l10n.t('{0}, {1} synced', type.kind, description),
    name: type.kind,
  };
}

/** One namespace inside the vcluster, with the objects of one kind that came from it. */
export function syncedNamespaceNode(
  vcluster: VCluster,
  type: ResourceType,
  namespace: string | undefined,
  count: number,
): TreeNode {
  const label = namespace === undefined ? l10n.t('Namespace not recorded') : printable(namespace);
  return {
    ...base(vcluster),
    id: nodeId('synced-namespace', ...parts(vcluster), type.plural, namespace ?? ''),
    parent: nodeId('synced-kind', ...parts(vcluster), type.plural),
    kind: 'synced-namespace',
    label,
    description: String(count),
    icon: { id: 'symbol-namespace' },
    spoken: l10n.t('Virtual namespace {0}, {1} objects', label, count),
    name: namespace ?? '',
  };
}

function objectIcon(type: ResourceType, item: SyncedItem): NodeIcon {
  return item.phase === undefined ? { id: kindIcons[type.plural] ?? 'symbol-object' } : podIcons[item.phase];
}

/** One synced object by its virtual name, its host name beside it. */
export function syncedObjectNode(vcluster: VCluster, type: ResourceType, item: SyncedItem): TreeNode {
  const label = printable(item.virtualName ?? item.hostName);
  const host = printable(item.hostName);
  const description = [
    item.ready ?? '',
    printable(item.status ?? ''),
    item.virtualName === undefined ? l10n.t('host name') : l10n.t('host: {0}', host),
  ].filter(Boolean);
  const parent = type.namespaced
    ? nodeId('synced-namespace', ...parts(vcluster), type.plural, item.virtualNamespace ?? '')
    : nodeId('synced-kind', ...parts(vcluster), type.plural);
  return {
    ...base(vcluster),
    id: nodeId('synced-object', ...parts(vcluster), type.plural, item.hostNamespace ?? '', item.hostName),
    parent,
    kind: 'synced-object',
    label,
    description: description.join(' · '),
    icon: objectIcon(type, item),
    expandable: false,
    flags: [type.plural],
    spoken: [`${type.kind} ${label}`, ...description].join(', '),
    name: item.virtualName ?? item.hostName,
    object: {
      context: vcluster.context,
      resource: type.plural,
      name: item.hostName,
      ...(item.hostNamespace === undefined ? {} : { namespace: item.hostNamespace }),
    },
  };
}
