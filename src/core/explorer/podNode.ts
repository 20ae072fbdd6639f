import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { age } from '../base/time.ts';
import type { ControlPlanePod, ControlPlaneRole, VCluster } from '../vcluster/model.ts';
import type { NodeIcon, TooltipRow, TreeNode } from './node.ts';
import { nodeId } from './nodeId.ts';

export const podIcons: Readonly<Record<ControlPlanePod['phase'], NodeIcon>> = {
  running: { id: 'pass', color: 'charts.green' },
  starting: { id: 'sync', color: 'charts.blue' },
  pending: { id: 'watch', color: 'charts.yellow' },
  failing: { id: 'error', color: 'charts.red' },
  terminating: { id: 'trash', color: 'charts.orange' },
  unknown: { id: 'question', color: 'disabledForeground' },
};

const roles: Readonly<Record<ControlPlaneRole, string>> = {
  syncer: 'syncer',
  api: 'api',
  controller: 'controller',
  scheduler: 'scheduler',
  etcd: 'etcd',
  coredns: 'CoreDNS',
  other: '',
};

/** The folder of the pods that make up a vcluster's control plane. */
export function controlPlaneNode(vcluster: VCluster): TreeNode {
  const total = vcluster.pods.length;
  const ready = vcluster.pods.filter((pod) => pod.total > 0 && pod.ready === pod.total).length;
  const none = vcluster.status.phase === 'unknown' ? l10n.t('not readable') : l10n.t('no pods');
  const description = total === 0 ? none : l10n.t('{0} of {1} ready', ready, total);
  return {
    id: nodeId('control-plane', vcluster.context, vcluster.namespace, vcluster.name),
    parent: nodeId('vcluster', vcluster.context, vcluster.namespace, vcluster.name),
    kind: 'control-plane',
    label: l10n.t('Control plane'),
    description,
    icon: { id: 'server-process' },
    expandable: true,
    flags: [],
    spoken: l10n.t('Control plane of {0}, {1}', printable(vcluster.name), description),
    name: vcluster.name,
    vcluster: vcluster.id,
    context: vcluster.context,
  };
}

/** How often containers were started again; empty for never. */
export function restartsText(restarts: number): string {
  return restarts === 0 ? '' : restarts === 1 ? l10n.t('1 restart') : l10n.t('{0} restarts', restarts);
}

/** One pod of a control plane, with what `kubectl get pods` would say about it. */
export function podNode(vcluster: VCluster, pod: ControlPlanePod): TreeNode {
  const label = printable(pod.name);
  const ready = `${pod.ready}/${pod.total}`;
  const description = [roles[pod.role], ready, printable(pod.reason), restartsText(pod.restarts)].filter(Boolean);
  return {
    id: nodeId('pod', vcluster.context, vcluster.namespace, vcluster.name, pod.namespace, pod.name),
    parent: nodeId('control-plane', vcluster.context, vcluster.namespace, vcluster.name),
    kind: 'pod',
    label,
    description: description.join(' · '),
    icon: podIcons[pod.phase],
    expandable: false,
    flags: [pod.role, pod.phase],
    spoken: [l10n.t('Pod {0}', label), ...description].join(', '),
    name: pod.name,
    vcluster: vcluster.id,
    context: vcluster.context,
    object: { context: vcluster.context, resource: 'pods', namespace: pod.namespace, name: pod.name },
  };
}

export function podTooltip(pod: ControlPlanePod, now: number): readonly TooltipRow[] {
  return [
    { label: l10n.t('Pod'), value: pod.name },
    { label: l10n.t('Role'), value: roles[pod.role] },
    { label: l10n.t('Status'), value: pod.reason },
    { label: l10n.t('Reason'), value: pod.message ?? '' },
    { label: l10n.t('Containers'), value: pod.containers.join(', ') },
    { label: l10n.t('Ready'), value: `${pod.ready}/${pod.total}` },
    { label: l10n.t('Restarts'), value: String(pod.restarts) },
    { label: l10n.t('Node'), value: pod.node ?? '' },
    { label: l10n.t('Age'), value: pod.createdAt === undefined ? '' : age(now - pod.createdAt) },
  ];
}
