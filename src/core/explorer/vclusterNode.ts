import * as l10n from '@vscode/l10n';
import { type Deniable, denialFlags } from '../access/denial.ts';
import { printable } from '../base/text.ts';
import { age, clockTime } from '../base/time.ts';
import type { VCluster, VClusterPhase } from '../vcluster/model.ts';
import type { TooltipRow, TreeNode } from './node.ts';
import { nodeId } from './nodeId.ts';
import { phaseIcon, statusText } from './phase.ts';

/** Phases from which connecting can lead somewhere: it is up, comes up by itself, or can be resumed first. */
const connectable: ReadonlySet<VClusterPhase> = new Set([
  'running',
  'starting',
  'pending',
  'failing',
  'unknown',
  'workloads-sleeping',
  'paused',
]);

/** What sleeps was put to sleep by the platform, and is left to it. */
const pausable: ReadonlySet<VClusterPhase> = new Set([
  'running',
  'starting',
  'pending',
  'failing',
  'unknown',
  'scaled-down',
]);

/** A way that is open already needs no permission to open one. */
function deniedFlags(denied: readonly Deniable[], through: boolean): readonly string[] {
  return denialFlags(through ? denied.filter((action) => action !== 'connect') : denied);
}

function flagsOf(
  { status: { phase }, generation, connected }: VCluster,
  through: boolean,
  denied: readonly Deniable[],
): readonly string[] {
  return [
    phase,
    generation,
    through ? 'connected' : 'disconnected',
    ...(connected ? ['entered'] : []),
    ...(connectable.has(phase) ? ['connectable'] : []),
    ...(pausable.has(phase) ? ['pausable'] : []),
    ...(phase === 'paused' ? ['resumable'] : []),
    ...deniedFlags(denied, through),
  ];
}

/**
 * A vcluster under its host namespace. `through` says whether it is connected through us. The flag `connected` means that, and
 * `entered` that the kubeconfig's current context points into it, whoever connected. `denied` is what the user surely may not do to it.
 */
export function vclusterNode(vcluster: VCluster, through: boolean, denied: readonly Deniable[]): TreeNode {
  const label = printable(vcluster.name);
  const { wanted, ready } = vcluster.replicas;
  const description = [
    printable(vcluster.version ?? ''),
    statusText(vcluster.status),
    vcluster.highlyAvailable && wanted > 0 ? l10n.t('{0} of {1} ready', ready, wanted) : '',
    vcluster.connected || through ? l10n.t('connected') : '',
  ].filter((part) => part !== '');
  return {
    id: nodeId('vcluster', vcluster.context, vcluster.namespace, vcluster.name),
    parent: nodeId('namespace', vcluster.context, vcluster.namespace),
    kind: 'vcluster',
    label,
    description: description.join(' · '),
    icon: phaseIcon(vcluster.status.phase),
    expandable: true,
    flags: flagsOf(vcluster, through, denied),
    spoken: [l10n.t('vcluster {0}', label), ...description].join(', '),
    name: vcluster.name,
    vcluster: vcluster.id,
    context: vcluster.context,
    phase: vcluster.status.phase,
    object: {
      context: vcluster.context,
      resource: vcluster.workload.kind === 'Deployment' ? 'deployments' : 'statefulsets',
      namespace: vcluster.namespace,
      name: vcluster.workload.name,
    },
  };
}

/** What is known about a vcluster, in the order in which people ask. */
export function vclusterTooltip(vcluster: VCluster, through: boolean, now: number): readonly TooltipRow[] {
  const { status, replicas, exposure, chart, createdAt } = vcluster;
  return [
    { label: l10n.t('vCluster'), value: vcluster.name },
    { label: l10n.t('Status'), value: statusText(status) },
    { label: l10n.t('Reason'), value: status.message ?? '' },
    { label: l10n.t('Since'), value: status.since === undefined ? '' : clockTime(status.since, now) },
    { label: l10n.t('By'), value: status.by ?? '' },
    { label: l10n.t('Host namespace'), value: vcluster.namespace },
    { label: l10n.t('Version'), value: vcluster.version ?? '' },
    { label: l10n.t('Chart'), value: chart === undefined ? '' : `${chart.name} ${chart.version}` },
    {
      label: l10n.t('Configuration'),
      value: vcluster.generation === 'current' ? 'vcluster.yaml' : l10n.t('values.yaml (up to 0.19)'),
    },
    { label: l10n.t('Distro'), value: [vcluster.distro, vcluster.kubernetesVersion].filter(Boolean).join(' ') },
    { label: l10n.t('Workload'), value: `${vcluster.workload.kind} ${vcluster.workload.name}` },
    { label: l10n.t('Replicas'), value: l10n.t('{0} of {1} ready', replicas.ready, replicas.wanted) },
    { label: l10n.t('High availability'), value: vcluster.highlyAvailable ? l10n.t('yes') : l10n.t('no') },
    { label: l10n.t('API'), value: [exposure.kind, exposure.address].filter(Boolean).join(' ') },
    {
      label: l10n.t('Created'),
      value: createdAt === undefined ? '' : l10n.t('{0} ({1} ago)', clockTime(createdAt, now), age(now - createdAt)),
    },
    { label: l10n.t('Connected'), value: vcluster.connected || through ? l10n.t('yes') : l10n.t('no') },
  ];
}
