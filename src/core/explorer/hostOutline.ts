import * as l10n from '@vscode/l10n';
import { isCreateDenied } from '../access/denial.ts';
import { nothingKnown } from '../access/grants.ts';
import { printable } from '../base/text.ts';
import { vclusterId } from '../vcluster/id.ts';
import type { VCluster } from '../vcluster/model.ts';
import { findContext, virtualTarget } from './contextOrder.ts';
import { errorMessage, loadingMessage, type Message, messageNode } from './messageNode.ts';
import { namespaceNode } from './namespaceNode.ts';
import type { TreeNode } from './node.ts';
import { nodeId } from './nodeId.ts';
import { byName, compareVClusters, matches } from './order.ts';
import type { HostView, OutlineState } from './view.ts';
import { virtualContextNode } from './virtualContextNode.ts';

/** Up to so many vclusters, all are shown as soon as their host is opened; more than that is for the user to open. */
const expandedLimit = 60;

/** The vclusters under the filter by namespace, the namespaces in the order of their first vcluster. */
function byNamespace(state: OutlineState, view: HostView): ReadonlyMap<string, readonly VCluster[]> {
  const groups = new Map<string, VCluster[]>();
  const { sort, filter } = state.options;
  const compare = compareVClusters(sort);
  const shown = [...view.vclusters.values()].filter((vcluster) => matches(vcluster, filter));
  shown.sort((a, b) => (sort === 'name' ? byName(a.namespace, b.namespace) || compare(a, b) : compare(a, b)));
  for (const vcluster of shown) {
    const group = groups.get(vcluster.namespace);
    if (group === undefined) {
      groups.set(vcluster.namespace, [vcluster]);
    } else {
      group.push(vcluster);
    }
  }
  return groups;
}

/** Contexts that lead into a vcluster of this host that is not there, under the filter. */
function orphans(state: OutlineState, context: string, view: HostView): readonly TreeNode[] {
  const { kubeconfig, options } = state;
  return kubeconfig.contexts.flatMap(({ name }) => {
    const target = virtualTarget(kubeconfig, name);
    if (target?.parent !== context || !matches(target, options.filter)) {
      return [];
    }
    if (view.vclusters.has(vclusterId({ ...target, context }))) {
      return [];
    }
    const current = name === kubeconfig.currentContext;
    return [virtualContextNode({ name, parent: nodeId('context', context), current, orphan: true })];
  });
}

function emptyMessage(state: OutlineState, view: HostView): Message {
  const { filter } = state.options;
  if (filter !== '' && view.vclusters.size > 0) {
    return {
      code: 'filtered',
      label: l10n.t('No vcluster matches “{0}”', printable(filter, 60)),
      fix: { kind: 'clear-filter' },
    };
  }
  return view.narrowedTo === undefined
    ? { code: 'empty', label: l10n.t('No vclusters on this cluster') }
    : { code: 'empty', label: l10n.t('No vclusters in {0}', printable(view.narrowedTo.join(', '), 200)) };
}

function narrowedMessage(namespaces: readonly string[]): Message {
  return {
    code: 'narrowed',
    label: l10n.t('Shows only {0}', printable(namespaces.join(', '), 200)),
    detail: l10n.t('Listing the whole cluster is not permitted.'),
    fix: { kind: 'namespaces' },
  };
}

function namespaceOf(
  state: OutlineState,
  context: string,
  namespace: string,
  vclusters: readonly VCluster[],
  startsExpanded: boolean,
): TreeNode {
  const createDenied = isCreateDenied(state.access(context) ?? nothingKnown, [namespace]);
  return namespaceNode({ context, namespace, vclusters, startsExpanded, createDenied });
}

/** The namespaces without vclusters, where they are asked for, or why they are not there. A filter never matches them. */
function otherNamespaces(state: OutlineState, context: string, view: HostView): readonly TreeNode[] {
  const { allNamespaces, filter } = state.options;
  if (!allNamespaces || filter !== '') {
    return [];
  }
  const id = nodeId('context', context);
  const occupied = new Set([...view.vclusters.values()].map(({ namespace }) => namespace));
  const nodes = (view.namespaces ?? [])
    .filter((name) => !occupied.has(name))
    .sort(byName)
    .map((name) => namespaceOf(state, context, name, [], false));
  if (view.namespacesProblem !== undefined) {
    const label = l10n.t('Other namespaces cannot be listed');
    const message = { ...errorMessage(view.namespacesProblem), code: 'namespaces', label, icon: 'warning' } as const;
    return [...nodes, messageNode(id, { ...message, fix: { kind: 'retry' } }, context)];
  }
  return view.namespaces === undefined
    ? [messageNode(id, { ...loadingMessage(), code: 'namespaces-loading' }, context)]
    : nodes;
}

/** What stands under a host context: its namespaces, or what keeps them from being shown. */
export function hostChildren(state: OutlineState, context: string): readonly TreeNode[] {
  const id = nodeId('context', context);
  const say = (message: Message): TreeNode => messageNode(id, message, context);
  const entry = findContext(state.kubeconfig, context);
  if (entry === undefined) {
    return [];
  }
  if (entry.problem !== undefined) {
    return [say(errorMessage(entry.problem))];
  }
  const view = state.host(context);
  if (view === undefined || !view.complete) {
    const freshness = view?.freshness;
    return [say(freshness?.state === 'stale' ? errorMessage(freshness.why) : loadingMessage())];
  }
  const groups = byNamespace(state, view);
  const startsExpanded = view.vclusters.size <= expandedLimit;
  return [
    ...(view.freshness.state === 'stale' ? [say({ ...errorMessage(view.freshness.why), icon: 'warning' })] : []),
    ...orphans(state, context, view),
    ...(groups.size === 0 ? [say(emptyMessage(state, view))] : []),
    ...[...groups].map(([name, vclusters]) => namespaceOf(state, context, name, vclusters, startsExpanded)),
    ...otherNamespaces(state, context, view),
    ...(view.narrowedTo === undefined ? [] : [say(narrowedMessage(view.narrowedTo))]),
  ];
}
