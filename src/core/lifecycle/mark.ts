import { marks } from '../vcluster/marks.ts';
import type { Generation } from '../vcluster/model.ts';
import { isPaused } from './shape.ts';
import type { Workload } from './workloads.ts';

/** What a JSON merge patch of a workload changes. `null` removes an annotation. */
export interface Change {
  readonly annotations: Readonly<Record<string, string | null>>;
  readonly replicas?: number;
}

/** The time as the CLI of the current generation writes it: the local time with a `Z` behind it. `pausedSince` reads it. */
export function pausedDate(now: number): string {
  return new Date(now - new Date(now).getTimezoneOffset() * 60_000).toISOString();
}

/**
 * What pausing changes of a workload; undefined where it is paused. `fallback` is how many replicas it gets back if it has none
 * now. Since 0.20 the date is written as well.
 */
export function pauseChange(
  workload: Workload,
  { generation, fallback, now }: { readonly generation: Generation; readonly fallback: number; readonly now: number },
): Change | undefined {
  if (isPaused(workload)) {
    return undefined;
  }
  const replicas = workload.replicas || fallback;
  return {
    annotations: {
      [marks.paused]: 'true',
      [marks.pausedReplicas]: String(replicas),
      ...(generation === 'current' ? { [marks.pausedDate]: pausedDate(now) } : {}),
    },
    replicas: 0,
  };
}

/**
 * What resuming changes of a workload; undefined where it carries no mark. Replicas that it has by now stay: an upgrade or a
 * person has set them after it was paused.
 */
export function resumeChange(workload: Workload): Change | undefined {
  if (!workload.paused) {
    return undefined;
  }
  return {
    annotations: { [marks.paused]: null, [marks.pausedReplicas]: null, [marks.pausedDate]: null },
    ...(workload.replicas ? {} : { replicas: workload.pausedReplicas || 1 }),
  };
}
