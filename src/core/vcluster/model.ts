/** Charts and CLI up to 0.19 with values.yaml (`legacy`), or from 0.20 on with vcluster.yaml (`current`). */
export type Generation = 'legacy' | 'current';

export type WorkloadKind = 'StatefulSet' | 'Deployment';

/**
 * - `running`: every control-plane pod that is wanted is ready
 * - `starting`: pods are on their way up, nothing has failed
 * - `pending`: a pod cannot be scheduled, or no pod exists although replicas are wanted
 * - `failing`: a pod crashes, cannot pull its image or its configuration is broken
 * - `terminating`: the workload or its last pods are going away
 * - `paused`: by the CLI or this extension; `sleeping`: by the platform; `workloads-sleeping`: only the synced pods
 * - `scaled-down`: zero replicas, without anybody having paused it
 * - `restoring`: a snapshot is being restored
 * - `unknown`: its pods cannot be read
 */
export type VClusterPhase =
  | 'running'
  | 'starting'
  | 'pending'
  | 'failing'
  | 'terminating'
  | 'paused'
  | 'sleeping'
  | 'workloads-sleeping'
  | 'scaled-down'
  | 'restoring'
  | 'unknown';

export interface VClusterStatus {
  readonly phase: VClusterPhase;
  /** The short reason in kubectl's words, such as `CrashLoopBackOff`; empty when there is nothing to add. */
  readonly reason: string;
  /** The longer message of the pod or condition behind the reason. */
  readonly message?: string;
  /** Milliseconds since the epoch. */
  readonly since?: number;
  /** Who brought it about, where that can be told: `vcluster CLI` or `vCluster Platform`. Whoever pauses leaves the same marks. */
  readonly by?: string;
}

export type ControlPlaneRole = 'syncer' | 'api' | 'controller' | 'scheduler' | 'etcd' | 'coredns' | 'other';

/** One pod of a control plane, as the host sees it. */
export interface ControlPlanePod {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly role: ControlPlaneRole;
  readonly containers: readonly string[];
  readonly ready: number;
  readonly total: number;
  readonly restarts: number;
  readonly phase: 'running' | 'starting' | 'pending' | 'failing' | 'terminating' | 'unknown';
  /** kubectl's STATUS column. */
  readonly reason: string;
  readonly message?: string;
  readonly node?: string;
  readonly createdAt?: number;
}

/** How the API of a vcluster is reached from outside the host cluster. */
export interface Exposure {
  readonly kind: 'ClusterIP' | 'LoadBalancer' | 'NodePort' | 'Ingress';
  /** `https://…` where it is known already. */
  readonly address?: string;
}

/** A vcluster as its host cluster shows it. Plain and immutable; a change makes a new value. */
export interface VCluster {
  /** Stable and unique over all contexts; see `vclusterId`. */
  readonly id: string;
  readonly context: string;
  readonly namespace: string;
  /** The value of the label `release`, not the name of the workload. */
  readonly name: string;
  readonly uid: string;
  readonly generation: Generation;
  /** From the `chart` label, such as `vcluster-k8s` and `0.14.2`. */
  readonly chart?: { readonly name: string; readonly version: string };
  /** The tag of the syncer's image, without a leading `v`; else the chart's version. */
  readonly version?: string;
  readonly image?: string;
  readonly distro?: 'k3s' | 'k0s' | 'k8s' | 'eks';
  readonly kubernetesVersion?: string;
  readonly workload: { readonly kind: WorkloadKind; readonly name: string };
  readonly replicas: { readonly wanted: number; readonly ready: number };
  readonly highlyAvailable: boolean;
  readonly exposure: Exposure;
  /** Milliseconds since the epoch. */
  readonly createdAt?: number;
  readonly status: VClusterStatus;
  /** Whether the kubeconfig's current context points into it. */
  readonly connected: boolean;
  readonly pods: readonly ControlPlanePod[];
}
