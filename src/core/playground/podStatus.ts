import type { KubeObject } from '../kube/resource.ts';
import { listAt, numberAt, textAt } from './tree.ts';

/** What kubectl's READY, STATUS and RESTARTS columns show of a pod. */
export interface PodSummary {
  readonly ready: number;
  readonly total: number;
  readonly status: string;
  readonly restarts: number;
}

function stateReason(status: unknown): string | undefined {
  const waiting = textAt(status, 'state', 'waiting', 'reason');
  if (waiting) {
    return waiting;
  }
  const code = numberAt(status, 'state', 'terminated', 'exitCode');
  return code === undefined ? undefined : (textAt(status, 'state', 'terminated', 'reason') ?? `ExitCode:${code}`);
}

function initReason(pod: KubeObject): string | undefined {
  const statuses = listAt(pod, 'status', 'initContainerStatuses');
  const total = listAt(pod, 'spec', 'initContainers').length;
  for (const [index, status] of statuses.entries()) {
    if (numberAt(status, 'state', 'terminated', 'exitCode') === 0) {
      continue;
    }
    const reason = stateReason(status);
    return reason && reason !== 'PodInitializing' ? `Init:${reason}` : `Init:${index}/${total}`;
  }
  return undefined;
}

/** Sums a pod up in kubectl's words. */
export function podSummary(pod: KubeObject): PodSummary {
  const statuses = listAt(pod, 'status', 'containerStatuses');
  const phase = textAt(pod, 'status', 'reason') ?? textAt(pod, 'status', 'phase') ?? 'Unknown';
  const reason = initReason(pod) ?? statuses.map(stateReason).find((one) => one !== undefined) ?? phase;
  return {
    ready: statuses.filter((status) => (status as { ready?: unknown }).ready === true).length,
    total: listAt(pod, 'spec', 'containers').length,
    status: pod.metadata?.deletionTimestamp ? 'Terminating' : reason,
    restarts: statuses.reduce<number>((sum, status) => sum + (numberAt(status, 'restartCount') ?? 0), 0),
  };
}
