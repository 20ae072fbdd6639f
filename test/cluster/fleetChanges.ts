import { setTimeout as sleep } from 'node:timers/promises';
import type { FleetMember } from './fleetMember.ts';
import type { HostApi } from './host/hostApi.ts';
import { runningStatus } from './podStatus.ts';

/** One restart of a control-plane pod, as written to the API server. Times are `performance.now()`. */
export interface FleetChange {
  readonly member: FleetMember;
  readonly pod: string;
  /** The new count of restarts, by which the change can be known again in a model. */
  readonly restarts: number;
  readonly sentAt: number;
  /** When the API server had answered. */
  readonly answeredAt: number;
}

export interface FleetChangeOptions {
  /** Changes a second. */
  readonly rate: number;
  readonly milliseconds: number;
  readonly onChange?: (change: FleetChange) => void;
}

/** Writes restarts to the pods of running vclusters in turn, at an even rate. Gives how many there were. */
export async function runFleetChanges(
  api: HostApi,
  vclusters: readonly FleetMember[],
  { rate, milliseconds, onChange }: FleetChangeOptions,
): Promise<number> {
  const running = vclusters.filter(({ state, workload }) => state === 'running' && workload === 'StatefulSet');
  const total = Math.round((rate * milliseconds) / 1000);
  const started = performance.now();
  const underWay: Promise<void>[] = [];
  for (let number = 0; number < total; number += 1) {
    const wait = started + (number * 1000) / rate - performance.now();
    if (wait > 0) {
      await sleep(wait);
    }
    const member = running[number % running.length];
    if (member) {
      underWay.push(restart(api, member, 1 + Math.floor(number / running.length), onChange));
    }
  }
  await Promise.all(underWay);
  return underWay.length;
}

async function restart(
  api: HostApi,
  member: FleetMember,
  restarts: number,
  onChange?: (change: FleetChange) => void,
): Promise<void> {
  const sentAt = performance.now();
  const path = `/api/v1/namespaces/${member.namespace}/pods/${member.pod}/status`;
  await api.patch(path, runningStatus(member, restarts));
  onChange?.({ member, pod: member.pod, restarts, sentAt, answeredAt: performance.now() });
}
