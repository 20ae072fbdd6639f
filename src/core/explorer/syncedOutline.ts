import * as l10n from '@vscode/l10n';
import type { VCluster } from '../vcluster/model.ts';
import { namespaceFolder } from './folderNode.ts';
import { kindLabel } from './kindLook.ts';
import { errorMessage, loadingMessage, messageNode } from './messageNode.ts';
import type { Fix, TreeNode } from './node.ts';
import { nodeId } from './nodeId.ts';
import { syncedKindNode, syncedObjectNodes } from './syncedNode.ts';
import type { SyncedKindView, SyncedView } from './view.ts';

/** Of no use to count on: it is not there and will not come by itself. */
function isLost({ count, freshness }: SyncedKindView): boolean {
  return count === undefined && freshness.state === 'stale';
}

/** The number of all synced objects, while they are watched and every kind that can be listed has been counted. */
export function syncedTotal(view: SyncedView | undefined): number | undefined {
  const kinds = (view?.kinds ?? []).filter((kind) => !isLost(kind));
  const known = kinds.every(({ count, freshness }) => count !== undefined && freshness.state !== 'idle');
  return kinds.length > 0 && known ? kinds.reduce((sum, { count }) => sum + (count ?? 0), 0) : undefined;
}

function kindProblem(vcluster: VCluster, parent: string, { type, freshness }: SyncedKindView): readonly TreeNode[] {
  if (freshness.state !== 'stale') {
    return [];
  }
  const message = errorMessage(freshness.why);
  const label = l10n.t('{0}: {1}', kindLabel(type), message.label);
  // Other namespaces would not help: what a vcluster syncs lies in its own.
  const fix: Fix = { kind: 'retry' };
  return [messageNode(parent, { ...message, code: type.plural, label, icon: 'warning', fix }, vcluster.context)];
}

/** The kinds of which there are objects, in a fixed order, then those that cannot be listed. */
export function syncedChildren(vcluster: VCluster, view: SyncedView | undefined, now: number): readonly TreeNode[] {
  const parent = nodeId('synced', vcluster.context, vcluster.namespace, vcluster.name);
  const kinds = view?.kinds ?? [];
  const counted = kinds.filter(({ count }) => count !== undefined && count > 0);
  const lost = kinds.filter(isLost);
  const waiting = kinds.length === 0 || kinds.some((kind) => kind.count === undefined && !isLost(kind));
  const nodes = [
    ...counted.map((kind) => syncedKindNode(vcluster, kind, now)),
    ...(waiting ? [messageNode(parent, loadingMessage(), vcluster.context)] : []),
    ...lost.flatMap((kind) => kindProblem(vcluster, parent, kind)),
  ];
  return nodes.length > 0
    ? nodes
    : [messageNode(parent, { code: 'empty', label: l10n.t('Nothing is synced to the host') }, vcluster.context)];
}

function find(view: SyncedView | undefined, plural: string): SyncedKindView | undefined {
  return view?.kinds.find(({ type }) => type.plural === plural);
}

/** The virtual namespaces of one kind, or the objects themselves where the kind has no namespaces. */
export function syncedKindChildren(
  vcluster: VCluster,
  view: SyncedView | undefined,
  plural: string,
): readonly TreeNode[] {
  const kind = find(view, plural);
  if (kind === undefined) {
    return [];
  }
  return kind.type.namespaced
    ? kind.groups.map(({ namespace, items }) => namespaceFolder('synced', vcluster, kind.type, namespace, items.length))
    : kind.groups.flatMap(({ items }) => syncedObjectNodes(vcluster, kind.type, undefined, items));
}

/** The objects of one kind that came from one virtual namespace. */
export function syncedNamespaceChildren(
  vcluster: VCluster,
  view: SyncedView | undefined,
  plural: string,
  namespace: string | undefined,
): readonly TreeNode[] {
  const kind = find(view, plural);
  const group = kind?.groups.find((candidate) => candidate.namespace === namespace);
  return kind === undefined ? [] : syncedObjectNodes(vcluster, kind.type, namespace, group?.items ?? []);
}
