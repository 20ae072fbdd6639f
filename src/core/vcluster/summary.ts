import type { VCluster, VClusterPhase } from './model.ts';

/** A vcluster as other extensions see it. */
export interface VClusterSummary {
  /** Stable and unique over all contexts. */
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly context: string;
  readonly status: VClusterPhase;
  /** Of the syncer, such as `0.36.1`. */
  readonly version?: string;
  /** ISO 8601, in UTC. */
  readonly createdAt?: string;
  /** Whether the kubeconfig's current context points into it. */
  readonly connected: boolean;
}

/** The public summary of a vcluster. */
export function summarize(vcluster: VCluster): VClusterSummary {
  const { id, name, namespace, context, status, version, createdAt, connected } = vcluster;
  return {
    id,
    name,
    namespace,
    context,
    status: status.phase,
    ...(version === undefined ? {} : { version }),
    ...(createdAt === undefined ? {} : { createdAt: new Date(createdAt).toISOString() }),
    connected,
  };
}
