import * as l10n from '@vscode/l10n';
import type { ControlPlanePod, VClusterStatus } from './model.ts';
import type { PodRecord } from './pod.ts';
import { defined } from './raw.ts';
import { roleOrder } from './role.ts';
import type { WorkloadRecord } from './workload.ts';

/** From the worst to the best. */
const severity: readonly ControlPlanePod['phase'][] = [
  'failing',
  'unknown',
  'pending',
  'terminating',
  'starting',
  'running',
];

function ofPod({ pod, since }: PodRecord): VClusterStatus {
  const { phase, reason, message } = pod;
  return defined<VClusterStatus>({ phase, reason: phase === 'running' ? '' : reason, message, since });
}

/** What is wrong with how many pods a workload has, whatever their own state. */
function ofWorkload(workload: WorkloadRecord, active: number): VClusterStatus | undefined {
  const { name, failure, paused } = workload;
  const wanted = workload.replicas ?? 1;
  if (wanted === 0) {
    // Only for components: a main workload without replicas is paused, asleep or scaled down.
    return paused
      ? { phase: 'starting', reason: '', message: l10n.t('{0} is still paused.', name) }
      : { phase: 'pending', reason: '', message: l10n.t('{0} is scaled to zero.', name) };
  }
  if (active >= wanted) {
    return undefined;
  }
  if (failure) {
    return { phase: 'pending', ...failure };
  }
  return active === 0
    ? { phase: 'pending', reason: '', message: l10n.t('{0} has no pods, although {1} are wanted.', name, wanted) }
    : { phase: 'starting', reason: '', message: l10n.t('{0} has {1} of {2} pods.', name, active, wanted) };
}

function isActive({ ended, pod }: PodRecord): boolean {
  return !ended && pod.phase !== 'terminating';
}

/**
 * The pods that count, and what is missing, for one workload: those that ended or are going away count only while no
 * other is there, so that a rolling update or a pod left behind by an eviction is not taken for a failure.
 */
function findings(workload: WorkloadRecord, pods: readonly PodRecord[]): readonly VClusterStatus[] {
  const own = pods.filter(({ pod }) => pod.role === workload.role);
  const active = own.filter(isActive);
  const counted = (active.length > 0 || workload.replicas === 0 ? active : own).map(ofPod);
  // Whose last pod is going away is not also missing one.
  const missing =
    active.length === 0 && own.length > 0 && !workload.failure ? undefined : ofWorkload(workload, active.length);
  return missing ? [missing, ...counted] : counted;
}

function rank({ phase }: VClusterStatus): number {
  return severity.indexOf(phase as ControlPlanePod['phase']);
}

/** The status of a control plane by its pods: the worst decides; among equals the syncer's before that of its components. */
export function podsStatus(workloads: readonly WorkloadRecord[], pods: readonly PodRecord[]): VClusterStatus {
  const ordered = workloads.toSorted((a, b) => roleOrder.indexOf(a.role) - roleOrder.indexOf(b.role));
  const all = ordered.flatMap((workload) => findings(workload, pods));
  const worst = all.reduce<VClusterStatus | undefined>(
    (found, next) => (found === undefined || rank(next) < rank(found) ? next : found),
    undefined,
  );
  if (worst?.phase !== 'running') {
    return worst ?? { phase: 'pending', reason: '' };
  }
  const since = all.reduce((latest, one) => Math.max(latest, one.since ?? 0), 0);
  return since > 0 ? { phase: 'running', reason: '', since } : { phase: 'running', reason: '' };
}
