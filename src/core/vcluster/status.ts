import * as l10n from '@vscode/l10n';
import type { VClusterStatus } from './model.ts';
import type { NamespaceRecord, SecretRecord } from './objects.ts';
import { pausedSince, secondsSince } from './pausedDate.ts';
import type { PodRecord } from './pod.ts';
import { podsStatus } from './podsStatus.ts';
import { defined } from './raw.ts';
import type { SleepMarks, WorkloadRecord } from './workload.ts';

/** Whether the pods of a namespace are known: all of them, none yet, or never because of a missing permission. */
export type PodAccess =
  | { readonly state: 'known' | 'loading' }
  | { readonly state: 'denied'; readonly message: string };

/** Everything that the status of a vcluster is made from. */
export interface StatusParts {
  readonly main: WorkloadRecord;
  readonly components: readonly WorkloadRecord[];
  readonly pods: readonly PodRecord[];
  readonly podAccess: PodAccess;
  /** The metadata of the Secret `vc-config-NAME`. */
  readonly config?: SecretRecord;
  readonly namespace?: NamespaceRecord;
}

function asleep(phase: 'sleeping' | 'workloads-sleeping', { type, since }: SleepMarks): VClusterStatus {
  return defined<VClusterStatus>({
    phase,
    reason: type ?? '',
    since: secondsSince(since),
    by: 'vCluster Platform',
  });
}

function paused({ main, pods }: StatusParts): VClusterStatus {
  return defined<VClusterStatus>({
    phase: 'paused',
    reason: pods.some(({ pod }) => pod.role === 'syncer') ? 'Terminating' : '',
    since: pausedSince(main.pausedDate, main.createdAt),
  });
}

/** The marks that take a vcluster down on purpose. They hold only while it has no replicas: woken by hand, it is awake. */
function down(parts: StatusParts): VClusterStatus | undefined {
  const { main, pods } = parts;
  if ((main.replicas ?? 0) > 0) {
    return undefined;
  }
  if (main.restoring) {
    return { phase: 'restoring', reason: '', by: 'vcluster CLI' };
  }
  if (main.sleep) {
    return asleep('sleeping', main.sleep);
  }
  if (main.paused) {
    return paused(parts);
  }
  if (main.replicas === undefined) {
    return undefined;
  }
  const left = pods.some(({ pod }) => pod.role === 'syncer');
  return left ? { phase: 'terminating', reason: 'Terminating' } : { phase: 'scaled-down', reason: '' };
}

function going({ main, namespace }: StatusParts): VClusterStatus | undefined {
  return main.terminating || namespace?.terminating
    ? defined<VClusterStatus>({
        phase: 'terminating',
        reason: 'Terminating',
        since: main.terminatingSince,
      })
    : undefined;
}

function up({ main, components, pods, podAccess }: StatusParts): VClusterStatus {
  switch (podAccess.state) {
    case 'denied':
      return { phase: 'unknown', reason: 'Forbidden', message: podAccess.message };
    case 'loading':
      return { phase: main.readyReplicas >= (main.replicas ?? 1) ? 'running' : 'starting', reason: '' };
    case 'known':
      return podsStatus([main, ...components], pods);
  }
}

const marked = new Set<string>(['running', 'starting', 'pending']);

/**
 * The status of a vcluster, from the strongest sign: it is being deleted; it is restoring, put to sleep by the platform,
 * paused or scaled down, none of which has replicas; else its pods, the worst of which decides. Sleeping workloads show
 * only while the control plane itself runs. The CLI looks at the marks first and at the last pod only; see `down` for why not.
 */
export function statusOf(parts: StatusParts): VClusterStatus {
  const fixed = going(parts) ?? down(parts);
  if (fixed) {
    return fixed;
  }
  const status = up(parts);
  if (status.phase === 'running' && parts.config?.sleep) {
    return asleep('workloads-sleeping', parts.config.sleep);
  }
  const stale = parts.main.paused && marked.has(status.phase) && status.message === undefined;
  return stale
    ? { ...status, message: l10n.t('It was paused and then scaled up by hand; the pause mark is still there.') }
    : status;
}
