import * as l10n from '@vscode/l10n';
import { deniedActions, isCreateDenied } from '../access/denial.ts';
import { nothingKnown } from '../access/grants.ts';
import { printable } from '../base/text.ts';
import type { KubeconfigContext } from '../kubeconfig/model.ts';
import { vclusterId } from '../vcluster/id.ts';
import type { VCluster } from '../vcluster/model.ts';
import { type ContextState, contextNode } from './contextNode.ts';
import { hostContexts, virtualTarget } from './contextOrder.ts';
import { hostChildren } from './hostOutline.ts';
import { errorMessage, messageNode } from './messageNode.ts';
import type { TreeNode } from './node.ts';
import { type NodeAddress, nodeId, parseNodeId } from './nodeId.ts';
import { byName, compareVClusters, matches } from './order.ts';
import { statusText } from './phase.ts';
import { controlPlaneNode, podNode } from './podNode.ts';
import { syncedNode } from './syncedNode.ts';
import { syncedChildren, syncedKindChildren, syncedNamespaceChildren, syncedTotal } from './syncedOutline.ts';
import { vclusterNode } from './vclusterNode.ts';
import type { HostView, OutlineState } from './view.ts';
import { virtualContextNode } from './virtualContextNode.ts';
import { virtualNode } from './virtualNode.ts';
import { virtualChildren, virtualFreshness, virtualKindChildren, virtualNamespaceChildren } from './virtualOutline.ts';

function shownCount({ vclusters }: HostView, filter: string): number {
  return filter === '' ? vclusters.size : [...vclusters.values()].filter((one) => matches(one, filter)).length;
}

/** The state of one context, for its node and its tooltip. */
export function contextState(state: OutlineState, context: KubeconfigContext): ContextState {
  const { kubeconfig, options, now } = state;
  const view = state.host(context.name);
  const current = kubeconfig.currentContext;
  return {
    context,
    freshness: view?.freshness ?? { state: 'idle' },
    current: context.name === current,
    throughVCluster: current !== undefined && virtualTarget(kubeconfig, current)?.parent === context.name,
    pinned: options.pinned.includes(context.name),
    protection: options.locked.includes(context.name)
      ? 'locked'
      : options.unlocked.includes(context.name)
        ? 'unlocked'
        : undefined,
    createDenied: isCreateDenied(state.access(context.name) ?? nothingKnown, view?.narrowedTo ?? []),
    count: view?.complete ? { all: view.vclusters.size, shown: shownCount(view, options.filter) } : undefined,
    now,
  };
}

function roots(state: OutlineState): readonly TreeNode[] {
  const problems = state.kubeconfig.files.flatMap(({ path, problem }) =>
    problem === undefined
      ? []
      : [{ ...errorMessage(problem), code: `file-${path}`, fix: { kind: 'kubeconfig', file: path } as const }],
  );
  return [
    ...problems.map((problem) => messageNode(undefined, problem)),
    ...hostContexts(state.kubeconfig, state.options).map((context) => contextNode(contextState(state, context))),
  ];
}

function namespaceChildren(state: OutlineState, context: string, namespace: string): readonly TreeNode[] {
  const grants = state.access(context) ?? nothingKnown;
  return [...(state.host(context)?.vclusters.values() ?? [])]
    .filter((vcluster) => vcluster.namespace === namespace && matches(vcluster, state.options.filter))
    .sort(compareVClusters(state.options.sort))
    .map((vcluster) =>
      vclusterNode(vcluster, state.virtual(vcluster.id) !== undefined, deniedActions(grants, vcluster)),
    );
}

function vclusterChildren(state: OutlineState, vcluster: VCluster): readonly TreeNode[] {
  const { kubeconfig } = state;
  const parent = nodeId('vcluster', vcluster.context, vcluster.namespace, vcluster.name);
  const contexts = kubeconfig.contexts
    .filter(({ name }) => {
      const target = virtualTarget(kubeconfig, name);
      return (
        target?.name === vcluster.name && target.namespace === vcluster.namespace && target.parent === vcluster.context
      );
    })
    .sort((a, b) => byName(a.name, b.name))
    .map(({ name }) =>
      virtualContextNode({ name, parent, current: name === kubeconfig.currentContext, orphan: false }),
    );
  const virtual = state.virtual(vcluster.id);
  return [
    ...contexts,
    controlPlaneNode(vcluster),
    syncedNode(vcluster, syncedTotal(state.synced(vcluster.id))),
    ...(virtual === undefined ? [] : [virtualNode(vcluster, virtualFreshness(virtual), state.now)]),
  ];
}

function controlPlaneChildren(state: OutlineState, vcluster: VCluster): readonly TreeNode[] {
  const pods = [...vcluster.pods, ...(state.synced(vcluster.id)?.coreDns ?? [])];
  if (pods.length > 0) {
    return pods.map((pod) => podNode(vcluster, pod));
  }
  const parent = nodeId('control-plane', vcluster.context, vcluster.namespace, vcluster.name);
  const { status } = vcluster;
  const detail = printable(status.message ?? '');
  return [
    status.phase === 'unknown'
      ? messageNode(
          parent,
          {
            code: 'unknown',
            label: l10n.t('Its pods cannot be read'),
            detail,
            icon: 'warning',
            fix: { kind: 'retry' },
          },
          vcluster.context,
        )
      : messageNode(
          parent,
          { code: 'none', label: l10n.t('No pods'), detail: detail || statusText(status) },
          vcluster.context,
        ),
  ];
}

/** The children of a node inside a vcluster; none once it is not connected any more. */
function virtualInside(state: OutlineState, vcluster: VCluster, { kind, parts }: NodeAddress): readonly TreeNode[] {
  const view = state.virtual(vcluster.id);
  const [, , , plural = '', namespace = ''] = parts;
  if (view === undefined) {
    return [];
  }
  switch (kind) {
    case 'virtual':
      return virtualChildren(vcluster, view, state.now);
    case 'virtual-kind':
      return virtualKindChildren(vcluster, view, plural);
    case 'virtual-namespace':
      return virtualNamespaceChildren(vcluster, view, plural, namespace || undefined);
    default:
      return [];
  }
}

/** The children of a node, from the state alone; of the whole tree for `undefined`. Unknown ids have none. */
export function childrenOf(state: OutlineState, id: string | undefined): readonly TreeNode[] {
  if (id === undefined) {
    return roots(state);
  }
  const address = parseNodeId(id);
  const { kind, parts } = address;
  const [context = '', namespace = '', name = '', resource = '', virtualNamespace = ''] = parts;
  if (kind === 'context') {
    return hostChildren(state, context);
  }
  if (kind === 'namespace') {
    return namespaceChildren(state, context, namespace);
  }
  const vcluster = state.host(context)?.vclusters.get(vclusterId({ context, namespace, name }));
  if (vcluster === undefined) {
    return [];
  }
  switch (kind) {
    case 'vcluster':
      return vclusterChildren(state, vcluster);
    case 'control-plane':
      return controlPlaneChildren(state, vcluster);
    case 'synced':
      return syncedChildren(vcluster, state.synced(vcluster.id), state.now);
    case 'synced-kind':
      return syncedKindChildren(vcluster, state.synced(vcluster.id), resource);
    case 'synced-namespace':
      return syncedNamespaceChildren(vcluster, state.synced(vcluster.id), resource, virtualNamespace || undefined);
    default:
      return virtualInside(state, vcluster, address);
  }
}
