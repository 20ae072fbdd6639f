import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Figure, median } from './figure.ts';
import { SubjectProcess } from './subjectProcess.ts';

const kinds = 'statefulsets,deployments,pods';

/** Seconds that kubectl takes, its start included, to print the same objects; the output is read and thrown away. */
async function kubectlSeconds(kubectl: string, kubeconfig: string): Promise<number> {
  const started = performance.now();
  const args = ['--kubeconfig', kubeconfig, 'get', kinds, '-A', '-l', 'app=vcluster', '-o', 'json'];
  const child = spawn(kubectl, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.resume();
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) {
    throw new Error(`kubectl ended with ${code}`);
  }
  return (performance.now() - started) / 1000;
}

export interface Cold {
  /** Medians, in seconds. */
  readonly whole: number;
  readonly engine: number;
  readonly kubectl: number;
  /** Bytes of heap that the model takes, engine code included. */
  readonly heap: number;
  readonly vclusters: number;
}

/** Both in turn, so that neither has the warmer server. */
export async function measureCold(
  engineFile: string,
  kubectl: string,
  kubeconfig: string,
  rounds: number,
): Promise<Cold> {
  const [whole, engine, other, heap]: [number[], number[], number[], number[]] = [[], [], [], []];
  let vclusters = 0;
  for (let round = 0; round < rounds; round += 1) {
    other.push(await kubectlSeconds(kubectl, kubeconfig));
    const started = performance.now();
    const subject = new SubjectProcess(engineFile, kubeconfig, 'once');
    const complete = await subject.complete;
    whole.push((performance.now() - started) / 1000);
    await subject.ended();
    engine.push(complete.milliseconds / 1000);
    heap.push(complete.memory.heap - complete.before.heap);
    vclusters = complete.vclusters;
  }
  return { whole: median(whole), engine: median(engine), kubectl: median(other), heap: median(heap), vclusters };
}

export function coldFigures({ whole, engine, kubectl, vclusters }: Cold): readonly Figure[] {
  const n = vclusters.toLocaleString('en');
  return [
    { name: `${n} vclusters: complete model, process start and loading included`, value: whole, unit: 's' },
    { name: `${n} vclusters: complete model, loading the engine included`, value: engine, unit: 's' },
    { name: `${n} vclusters: kubectl get ${kinds} -A -l app=vcluster -o json`, value: kubectl, unit: 's' },
    {
      name: `${n} vclusters: complete model ÷ kubectl`,
      value: whole / kubectl,
      unit: '×',
      ...(vclusters >= 1000 ? { limit: 1.5 } : {}),
      note: 'both from process start, in turn, medians',
    },
  ];
}

/**
 * Whether time and memory grow no faster than the data. What an empty cluster takes is part of both fleets; the figures
 * without it have no limit, since kubectl's, which stands beside it, shows how much of it is the server's.
 */
export function growthFigures(empty: Cold, small: Cold, large: Cold): readonly Figure[] {
  const data = large.vclusters / small.vclusters;
  const growth = (pick: (cold: Cold) => number): number => pick(large) / pick(small) / data;
  const without = (pick: (cold: Cold) => number): number => growth((cold) => pick(cold) - pick(empty));
  const note = `${small.vclusters} and ${large.vclusters} vclusters`;
  return [
    { name: 'growth of time ÷ growth of data', value: growth(({ engine }) => engine), unit: '×', limit: 1, note },
    { name: 'growth of heap ÷ growth of data', value: growth(({ heap }) => heap), unit: '×', limit: 1, note },
    { name: 'growth of time, less that of an empty cluster', value: without(({ engine }) => engine), unit: '×' },
    { name: 'the same of kubectl', value: without(({ kubectl }) => kubectl), unit: '×' },
    { name: 'growth of heap, less that of an empty cluster', value: without(({ heap }) => heap), unit: '×' },
  ];
}
