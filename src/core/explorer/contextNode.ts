import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import type { Freshness } from '../kube/freshness.ts';
import type { KubeconfigContext } from '../kubeconfig/model.ts';
import { freshnessBadge, freshnessText } from './freshnessText.ts';
import type { NodeIcon, TooltipRow, TreeNode } from './node.ts';
import { nodeId } from './nodeId.ts';

export interface ContextState {
  readonly context: KubeconfigContext;
  readonly freshness: Freshness;
  readonly current: boolean;
  /** The current context points into a vcluster of this host. */
  readonly throughVCluster: boolean;
  readonly pinned: boolean;
  /** The number of vclusters, once it is known. */
  readonly count: number | undefined;
  readonly now: number;
}

function icon({ context, current, throughVCluster }: ContextState): NodeIcon {
  if (context.problem !== undefined) {
    return { id: 'warning', color: 'list.warningForeground' };
  }
  return current || throughVCluster
    ? { id: 'server-environment', color: 'charts.green' }
    : { id: 'server-environment' };
}

/** A host cluster, as one kubeconfig context sees it. */
export function contextNode(state: ContextState): TreeNode {
  const { context, freshness, current, throughVCluster, pinned, count, now } = state;
  const label = printable(context.name);
  const description = [
    current ? l10n.t('current') : throughVCluster ? l10n.t('current, through a vcluster') : '',
    count === undefined ? '' : count === 1 ? l10n.t('1 vcluster') : l10n.t('{0} vclusters', count),
    freshnessText(freshness, now),
  ].filter((part) => part !== '');
  const badge = freshnessBadge(freshness, now);
  return {
    id: nodeId('context', context.name),
    parent: undefined,
    kind: 'context',
    label,
    description: description.join(' · '),
    icon: icon(state),
    expandable: true,
    flags: [current ? 'current' : 'other', pinned ? 'pinned' : 'unpinned'],
    spoken: [l10n.t('Context {0}', label), ...description].join(', '),
    name: context.name,
    context: context.name,
    ...(badge === undefined ? {} : { badge }),
  };
}

/** Where a context leads, without anything secret. */
export function contextTooltip({ context, freshness, now }: ContextState): readonly TooltipRow[] {
  const why = freshness.state === 'stale' || freshness.state === 'polling' ? freshness.why.message : undefined;
  return [
    { label: l10n.t('Context'), value: context.name },
    { label: l10n.t('Server'), value: context.cluster?.server ?? '' },
    { label: l10n.t('User'), value: context.user?.name ?? '' },
    { label: l10n.t('Namespace'), value: context.namespace ?? '' },
    { label: l10n.t('Kubeconfig'), value: context.file },
    { label: l10n.t('Data'), value: freshnessText(freshness, now) },
    { label: l10n.t('Problem'), value: context.problem?.message ?? why ?? '' },
  ];
}
