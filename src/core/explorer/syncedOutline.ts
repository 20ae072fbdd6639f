import * as l10n from '@vscode/l10n';
import type { VCluster } from '../vcluster/model.ts';
import { errorMessage, loadingMessage, messageNode } from './messageNode.ts';
import type { TreeNode } from './node.ts';
import { nodeId } from './nodeId.ts';
import { syncedKindNode, syncedNamespaceNode, syncedObjectNode } from './syncedNode.ts';
import type { SyncedKindView, SyncedView } from './view.ts';

/** The number of all synced objects, while every kind is watched and has been counted. */
export function syncedTotal(view: SyncedView | undefined): number | undefined {
  const kinds = view?.kinds ?? [];
  const known = kinds.every(({ count, freshness }) => count !== undefined && freshness.state !== 'idle');
  return kinds.length > 0 && known ? kinds.reduce((sum, { count }) => sum + (count ?? 0), 0) : undefined;
}

/** The kinds of which there are objects, in a fixed order; a kind that cannot be listed says so. */
export function syncedChildren(vcluster: VCluster, view: SyncedView | undefined): readonly TreeNode[] {
  const parent = nodeId('synced', vcluster.context, vcluster.namespace, vcluster.name);
  const kinds = view?.kinds ?? [];
  const shown = kinds.flatMap((kind) => {
    if (kind.count !== undefined) {
      return kind.count > 0 ? [syncedKindNode(vcluster, kind.type, kind.count)] : [];
    }
    if (kind.freshness.state !== 'stale') {
      return [];
    }
    const message = errorMessage(kind.freshness.why);
    return [
      messageNode(
        parent,
        { ...message, code: kind.type.plural, label: l10n.t('{0}: {1}', kind.type.kind, message.label) },
        vcluster.context,
      ),
    ];
  });
  const waiting =
    kinds.some(({ count, freshness }) => count === undefined && freshness.state !== 'stale') || kinds.length === 0;
  if (waiting) {
    return [...shown, messageNode(parent, loadingMessage(), vcluster.context)];
  }
  return shown.length > 0
    ? shown
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
    ? kind.groups.map(({ namespace, items }) => syncedNamespaceNode(vcluster, kind.type, namespace, items.length))
    : kind.groups.flatMap(({ items }) => items.map((item) => syncedObjectNode(vcluster, kind.type, item)));
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
  return kind === undefined ? [] : (group?.items ?? []).map((item) => syncedObjectNode(vcluster, kind.type, item));
}
