import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeObject } from '../../../src/core/kube/resource.ts';
import type { Seen } from './bench.ts';

interface CapturedWorkload {
  readonly kind: 'StatefulSet' | 'Deployment';
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly replicas: number;
}

/** What the vcluster CLI did to one vcluster on a real API server: its workloads before, paused and resumed, and its requests. */
export interface Captured {
  readonly namespace: string;
  readonly name: string;
  readonly image: string;
  readonly requests: readonly string[];
  readonly before: readonly CapturedWorkload[];
  readonly paused: readonly CapturedWorkload[];
  readonly resumed: readonly CapturedWorkload[];
}

export type CapturedName = 'current' | 'legacy' | 'legacy-ha';

const folder = join(import.meta.dirname, '../../fixtures/lifecycle');

export function captured(name: CapturedName): Captured {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
}

/** The objects of one state, to be created. */
export function objectsOf(
  { namespace, image }: Captured,
  workloads: readonly CapturedWorkload[],
): readonly KubeObject[] {
  return workloads.map(({ kind, name, labels, annotations, replicas }) => {
    const { app = '', release = '' } = labels;
    const selector = { app, release };
    const container = { name: app === 'vcluster' ? 'syncer' : 'main', image };
    return {
      apiVersion: 'apps/v1',
      kind,
      metadata: { name, namespace, labels, annotations },
      spec: {
        replicas,
        selector: { matchLabels: selector },
        template: {
          metadata: { labels: selector },
          spec: { containers: [container], terminationGracePeriodSeconds: 1 },
        },
        ...(kind === 'StatefulSet' ? { serviceName: `${name}-headless`, podManagementPolicy: 'Parallel' } : {}),
      },
    };
  });
}

/** What is compared of one state, by name; the value of the date differs each time and is left out. */
export function stateOf(workloads: readonly CapturedWorkload[]): Readonly<Record<string, Seen>> {
  return withoutDates(
    Object.fromEntries(workloads.map(({ name, replicas, annotations }) => [name, { replicas, marks: annotations }])),
  );
}

/** The same with every date replaced by `date`. */
export function withoutDates(state: Readonly<Record<string, Seen>>): Readonly<Record<string, Seen>> {
  const dated = ([key, value]: [string, string]) => [key, key === 'loft.sh/paused-date' ? 'date' : value];
  return Object.fromEntries(
    Object.entries(state).map(([name, { replicas, marks }]) => [
      name,
      { replicas, marks: Object.fromEntries(Object.entries(marks).map(dated)) },
    ]),
  );
}

/** Those of the requests that change something, as `verb resource/name`. */
export function capturedWrites({ requests }: Captured): readonly string[] {
  return requests
    .filter((one) => /^(patch|delete|create|update) /u.test(one))
    .map((one) => one.replace(/ .*\/namespaces\/[^/]+\//u, ' '));
}

/** The same with the deletions, of which several go out at once, sorted and last, as they come last. */
export function withSortedDeletions(writes: readonly string[]): readonly string[] {
  const isDeletion = (one: string) => /(^| )pods\//u.test(one);
  const first = writes.findIndex(isDeletion);
  return first < 0 ? writes : [...writes.slice(0, first), ...writes.slice(first).toSorted()];
}
