import type { KubeObject } from '../kube/resource.ts';
import { containerMessage, containerState, isTrouble } from './containerState.ts';
import { readInit } from './initStatus.ts';
import type { ControlPlanePod } from './model.ts';
import { count, dig, objects, type Raw, text, time } from './raw.ts';

/** `completed`: ended by itself and well, as the pod of a Job does. */
export type PodPhase = ControlPlanePod['phase'] | 'completed';

export interface PodStatus {
  readonly phase: PodPhase;
  /** kubectl's STATUS column. */
  readonly reason: string;
  readonly message: string | undefined;
  /** kubectl's READY column. */
  readonly ready: number;
  readonly total: number;
  readonly restarts: number;
  /** When the condition `Ready` last changed, in milliseconds since the epoch. */
  readonly since: number | undefined;
}

interface Progress {
  readonly reason: string;
  readonly message: string | undefined;
  readonly trouble: boolean;
  readonly ready: number;
  readonly restarts: number;
}

function condition(pod: KubeObject, type: string): Raw | undefined {
  return objects(dig(pod, 'status', 'conditions')).find((one) => dig(one, 'type') === type);
}

function isTrue(one: Raw | undefined): boolean {
  return dig(one, 'status') === 'True';
}

/** The main containers, last to first, so that the first one with something to say decides. */
function readContainers(pod: KubeObject, before: Progress): Progress {
  let { reason, message, trouble, ready, restarts } = before;
  let running = false;
  for (const status of objects(dig(pod, 'status', 'containerStatuses')).toReversed()) {
    const state = containerState(status);
    restarts += count(dig(status, 'restartCount')) ?? 0;
    trouble ||= isTrouble(state);
    if (state.kind === 'waiting' && state.reason !== '') {
      reason = state.reason;
    } else if (state.kind === 'terminated') {
      reason = state.label;
    } else if (state.kind === 'running' && dig(status, 'ready') === true) {
      running = true;
      ready += 1;
    }
    message = (dig(status, 'ready') === true ? undefined : containerMessage(status, state)) ?? message;
  }
  if (reason === 'Completed' && running) {
    reason = isTrue(condition(pod, 'Ready')) ? 'Running' : 'NotReady';
  }
  return { reason, message, trouble, ready, restarts };
}

function unscheduled(pod: KubeObject): Raw | undefined {
  const scheduled = condition(pod, 'PodScheduled');
  return dig(scheduled, 'status') === 'False' ? scheduled : undefined;
}

function livePhase(pod: KubeObject, progress: Progress, total: number): PodPhase {
  const phase = dig(pod, 'status', 'phase');
  const ready = condition(pod, 'Ready');
  if (phase === 'Succeeded') {
    return 'completed';
  }
  if (phase === 'Failed' || progress.trouble) {
    return 'failing';
  }
  if (phase === 'Pending') {
    return text(dig(pod, 'spec', 'nodeName')) === undefined || unscheduled(pod) ? 'pending' : 'starting';
  }
  if (phase !== 'Running') {
    return 'unknown';
  }
  const allReady = progress.ready === total && total > 0;
  return (ready === undefined ? allReady : isTrue(ready)) ? 'running' : 'starting';
}

/**
 * What `kubectl get pods` shows for a pod, and our own phase for it. The rules of the columns are those of kubectl's
 * printer (k8s.io/kubernetes, pkg/printers/internalversion, `printPod`); nothing that is missing makes it fail.
 */
export function podStatus(pod: KubeObject): PodStatus {
  const statusReason = text(dig(pod, 'status', 'reason'), 100);
  const gated = dig(condition(pod, 'PodScheduled'), 'reason') === 'SchedulingGated';
  const phase = text(dig(pod, 'status', 'phase'), 100) ?? 'Unknown';
  const init = readInit(pod, gated ? 'SchedulingGated' : (statusReason ?? phase));
  const main = objects(dig(pod, 'spec', 'containers'));
  const total = (main.length || objects(dig(pod, 'status', 'containerStatuses')).length) + init.sidecars;
  const begun = !init.initializing || isTrue(condition(pod, 'Initialized'));
  const progress = begun ? readContainers(pod, { ...init, restarts: init.sidecarRestarts }) : init;
  const deleted = text(dig(pod, 'metadata', 'deletionTimestamp')) !== undefined;
  const ended = phase === 'Succeeded' || phase === 'Failed';
  const lost = deleted && statusReason === 'NodeLost';
  return {
    phase: lost ? 'unknown' : deleted ? 'terminating' : livePhase(pod, progress, total),
    reason: lost ? 'Unknown' : deleted && !ended ? 'Terminating' : progress.reason,
    message: text(dig(unscheduled(pod), 'message')) ?? progress.message ?? text(dig(pod, 'status', 'message')),
    ready: progress.ready,
    total,
    restarts: progress.restarts,
    since: time(dig(condition(pod, 'Ready'), 'lastTransitionTime')),
  };
}
