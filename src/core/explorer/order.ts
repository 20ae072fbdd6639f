import type { VCluster, VClusterPhase } from '../vcluster/model.ts';
import type { SortOrder } from './options.ts';

/** What needs attention comes first. */
const urgency: Readonly<Record<VClusterPhase, number>> = {
  failing: 0,
  pending: 1,
  unknown: 2,
  terminating: 3,
  starting: 4,
  restoring: 5,
  running: 6,
  'workloads-sleeping': 7,
  'scaled-down': 8,
  paused: 9,
  sleeping: 10,
};

const collator = new Intl.Collator('en', { numeric: true });

/** Names in natural order: `vc-2` before `vc-10`. */
export function byName(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** Compares two vclusters; the name decides between equals, so that the order is total and nothing jumps. */
export function compareVClusters(sort: SortOrder): (a: VCluster, b: VCluster) => number {
  return (a, b) => {
    const first =
      sort === 'age'
        ? (b.createdAt ?? 0) - (a.createdAt ?? 0)
        : sort === 'status'
          ? urgency[a.status.phase] - urgency[b.status.phase]
          : 0;
    return first || byName(a.name, b.name) || byName(a.namespace, b.namespace);
  };
}

/** Whether a vcluster belongs under a filter: its name or its namespace contains the text, whatever the case. */
export function matches({ name, namespace }: Pick<VCluster, 'name' | 'namespace'>, filter: string): boolean {
  const text = filter.trim().toLowerCase();
  return text === '' || name.toLowerCase().includes(text) || namespace.toLowerCase().includes(text);
}
