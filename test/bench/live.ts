import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createFleet } from '../cluster/fleet.ts';
import { runFleetChanges } from '../cluster/fleetChanges.ts';
import type { FleetMember } from '../cluster/fleetMember.ts';
import type { ControlPlane } from '../cluster/host/controlPlane.ts';
import { type Figure, percentile } from './figure.ts';
import { SubjectProcess } from './subjectProcess.ts';

export interface LivePlan {
  readonly restSeconds: number;
  readonly changeSeconds: number;
  readonly rate: number;
}

const MB = 1024 * 1024;

async function childrenOf(pid: number): Promise<number> {
  const tasks = await readdir(`/proc/${pid}/task`);
  const lists = await Promise.all(tasks.map((task) => readFile(`/proc/${pid}/task/${task}/children`, 'utf8')));
  return lists.join(' ').trim().split(/\s+/u).filter(Boolean).length;
}

async function latencies(
  host: ControlPlane,
  subject: SubjectProcess,
  vclusters: readonly FleetMember[],
  { rate, changeSeconds }: LivePlan,
): Promise<{ readonly times: readonly number[]; readonly sent: number }> {
  const epoch = performance.timeOrigin;
  const sentAt = new Map<string, number>();
  const seenAt = new Map<string, number>();
  subject.onSeen = ({ pod, restarts, at }) => {
    const key = `${pod}/${restarts}`;
    if (!seenAt.has(key)) {
      seenAt.set(key, at);
    }
  };
  const sent = await runFleetChanges(host.api, vclusters, {
    rate,
    milliseconds: changeSeconds * 1000,
    onChange: ({ pod, restarts, sentAt: at }) => sentAt.set(`${pod}/${restarts}`, epoch + at),
  });
  await sleep(1500);
  subject.onSeen = () => {};
  const times = [...sentAt].flatMap(([key, at]) => {
    const seen = seenAt.get(key);
    return seen === undefined ? [] : [seen - at];
  });
  return { times, sent };
}

/** What the engine costs while it is live: at rest, under change, and with one large vcluster expanded. */
export async function measureLive(
  engineFile: string,
  host: ControlPlane,
  vclusters: readonly FleetMember[],
  plan: LivePlan,
): Promise<readonly Figure[]> {
  const subject = new SubjectProcess(engineFile, host.kubeconfigPath, 'stay');
  try {
    const complete = await subject.complete;
    await sleep(3000);
    const cpu = await subject.cpu(plan.restSeconds * 1000);
    const children = await childrenOf(subject.pid);
    const { times, sent } = await latencies(host, subject, vclusters, plan);
    const n = complete.vclusters.toLocaleString('en');
    const load = `${plan.rate} changes/s`;
    return [
      { name: `${n} vclusters live, nothing happens: share of a core`, value: cpu * 100, unit: '%', limit: 1 },
      { name: 'child processes at rest', value: children, unit: '', limit: 0 },
      { name: `${load}: change sent to change in the model, median`, value: percentile(times, 50), unit: 'ms' },
      {
        name: `${load}: change sent to change in the model, 95th percentile`,
        value: percentile(times, 95),
        unit: 'ms',
        limit: 100,
        note: `${sent} changes, the API server's own time included`,
      },
      { name: `${load}: changes that never arrived`, value: sent - times.length, unit: '', limit: 0 },
    ];
  } finally {
    await subject.stop();
  }
}

/** What one large vcluster costs in memory, in a process that has done nothing else than to list and expand. */
export async function measureMemory(
  engineFile: string,
  host: ControlPlane,
  syncedPods: number,
): Promise<readonly Figure[]> {
  const { vclusters } = await createFleet(host.api, { vclusters: 1, podsEach: syncedPods, prefix: 'big' });
  const [member] = vclusters;
  const subject = new SubjectProcess(engineFile, host.kubeconfigPath, 'stay');
  try {
    const complete = await subject.complete;
    const memory = await subject.expand(member?.namespace ?? '', member?.name ?? '', syncedPods);
    const n = complete.vclusters.toLocaleString('en');
    return [
      {
        name: `${n} vclusters and one expanded with ${syncedPods.toLocaleString('en')} synced pods: resident memory`,
        value: (memory.rss - complete.before.rss) / MB,
        unit: 'MB',
        limit: 150,
        note: 'above the same process before the engine was loaded, after a collection',
      },
      { name: 'the same, on the heap', value: (memory.heap - complete.before.heap) / MB, unit: 'MB' },
    ];
  } finally {
    await subject.stop();
  }
}
