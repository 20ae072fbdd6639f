import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import type { ResourceType } from '../kube/resource.ts';
import type { VCluster } from '../vcluster/model.ts';
import type { TreeNode } from './node.ts';
import { nodeId } from './nodeId.ts';

/** Which of its two sides the nodes below a vcluster show. */
export type Side = 'synced' | 'virtual';

/** What the ids of all nodes of a vcluster begin with. */
export function partsOf({ context, namespace, name }: VCluster): readonly [string, string, string] {
  return [context, namespace, name];
}

/** What all folders below a vcluster share. */
export function folderBase({ id, context }: VCluster): Pick<TreeNode, 'vcluster' | 'context' | 'flags' | 'expandable'> {
  return { vcluster: id, context, flags: [], expandable: true };
}

/** One namespace inside a vcluster, with its objects of one kind on one side. */
export function namespaceFolder(
  side: Side,
  vcluster: VCluster,
  type: ResourceType,
  namespace: string | undefined,
  count: number,
): TreeNode {
  const label = namespace === undefined ? l10n.t('Namespace not recorded') : printable(namespace);
  const title = namespace === undefined ? label : l10n.t('Virtual namespace {0}', label);
  return {
    ...folderBase(vcluster),
    id: nodeId(`${side}-namespace`, ...partsOf(vcluster), type.plural, namespace ?? ''),
    parent: nodeId(`${side}-kind`, ...partsOf(vcluster), type.plural),
    kind: `${side}-namespace`,
    label,
    description: String(count),
    icon: { id: 'symbol-namespace' },
    spoken: count === 1 ? l10n.t('{0}, 1 object', title) : l10n.t('{0}, {1} objects', title, count),
    name: namespace ?? label,
  };
}
