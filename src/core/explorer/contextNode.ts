import * as l10n from '@vscode/l10n';
import { denialFlags } from '../access/denial.ts';
import { printable } from '../base/text.ts';
import type { Freshness } from '../kube/freshness.ts';
import type { KubeconfigContext } from '../kubeconfig/model.ts';
import { freshnessBadge, freshnessText } from './freshnessText.ts';
import { errorMessage } from './messageNode.ts';
import type { NodeIcon, TooltipRow, TreeNode } from './node.ts';
import { nodeId } from './nodeId.ts';

export interface ContextState {
  readonly context: KubeconfigContext;
  readonly freshness: Freshness;
  readonly current: boolean;
  /** The current context points into a vcluster of this host. */
  readonly throughVCluster: boolean;
  readonly pinned: boolean;
  /** Whether it is read-only, or was and may be changed for now; undefined for one that is not protected. */
  readonly protection?: 'locked' | 'unlocked' | undefined;
  /** The user surely may not create a vcluster in any namespace that can be seen. */
  readonly createDenied: boolean;
  /** The vclusters, once they are known: how many there are, and how many of them the filter leaves. */
  readonly count: { readonly all: number; readonly shown: number } | undefined;
  readonly now: number;
}

function icon({ context, freshness, current, throughVCluster }: ContextState): NodeIcon {
  if (context.problem !== undefined) {
    return { id: 'warning', color: 'list.warningForeground' };
  }
  if (freshness.state === 'stale') {
    return { id: 'server-environment', color: 'list.warningForeground' };
  }
  return current || throughVCluster
    ? { id: 'server-environment', color: 'charts.green' }
    : { id: 'server-environment' };
}

function countText(count: ContextState['count']): string {
  if (count === undefined) {
    return '';
  }
  const { all, shown } = count;
  if (shown < all) {
    return l10n.t('{0} of {1} vclusters', shown, all);
  }
  return all === 1 ? l10n.t('1 vcluster') : l10n.t('{0} vclusters', all);
}

/** How fresh the data is; where there is none at all, what keeps it away. */
function stateText({ context, freshness, count, now }: ContextState): string {
  if (context.problem !== undefined) {
    return l10n.t('cannot be used');
  }
  return freshness.state === 'stale' && count === undefined
    ? errorMessage(freshness.why).label
    : freshnessText(freshness, now);
}

/** A host cluster, as one kubeconfig context sees it. */
export function contextNode(state: ContextState): TreeNode {
  const { context, freshness, current, throughVCluster, pinned, count, protection, createDenied } = state;
  const label = printable(context.name);
  const description = [
    current ? l10n.t('current') : throughVCluster ? l10n.t('current, through a vcluster') : '',
    protection === undefined ? '' : protection === 'locked' ? l10n.t('protected') : l10n.t('unlocked for now'),
    countText(count),
    stateText(state),
  ].filter((part) => part !== '');
  const badge = freshnessBadge(freshness, stateText(state));
  return {
    id: nodeId('context', context.name),
    parent: undefined,
    kind: 'context',
    label,
    description: description.join(' · '),
    icon: icon(state),
    expandable: true,
    flags: [
      current ? 'current' : 'other',
      pinned ? 'pinned' : 'unpinned',
      ...(protection === undefined ? [] : [protection]),
      ...denialFlags(createDenied ? ['create'] : []),
    ],
    spoken: [l10n.t('Context {0}', label), ...description].join(', '),
    name: context.name,
    context: context.name,
    ...(badge === undefined ? {} : { badge }),
  };
}

/** An address without the user and password that it may hold. */
function publicAddress(server: string): string {
  return server.replace(/^([a-z][a-z0-9+.-]*:\/\/)?[^/]*@/iu, '$1');
}

/** Where a context leads, without anything secret. */
export function contextTooltip(state: ContextState): readonly TooltipRow[] {
  const { context, freshness } = state;
  const why = freshness.state === 'stale' || freshness.state === 'polling' ? freshness.why.message : undefined;
  return [
    { label: l10n.t('Context'), value: context.name },
    { label: l10n.t('Server'), value: publicAddress(context.cluster?.server ?? '') },
    { label: l10n.t('User'), value: context.user?.name ?? '' },
    { label: l10n.t('Namespace'), value: context.namespace ?? '' },
    { label: l10n.t('Kubeconfig'), value: context.file },
    { label: l10n.t('Data'), value: stateText(state) },
    { label: l10n.t('Problem'), value: context.problem?.message ?? why ?? '' },
  ];
}
