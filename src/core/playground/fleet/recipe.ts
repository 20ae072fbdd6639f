import type { Generation } from '../../vcluster/model.ts';

/** What has become of a vcluster. */
export type FleetState =
  | 'running'
  | 'paused'
  | 'sleeping'
  | 'workloads-sleeping'
  | 'scaled-down'
  | 'pending'
  | 'crashing'
  | 'image-pull';

/** What somebody runs inside a vcluster. */
export interface VirtualApp {
  readonly name: string;
  /** The virtual namespace. */
  readonly namespace: string;
  readonly image: string;
  readonly replicas: number;
  readonly kind: 'Deployment' | 'StatefulSet';
  readonly port?: number;
  readonly service?: 'ClusterIP' | 'NodePort' | 'LoadBalancer';
  /** The host of an Ingress. */
  readonly host?: string;
  /** Whether it uses a ConfigMap `NAME-config` and a Secret `NAME-credentials`. */
  readonly configured?: boolean;
  /** The size of a volume for each replica, such as `10Gi`. */
  readonly storage?: string;
}

/** One vcluster of the sample fleet. */
export interface VClusterRecipe {
  readonly name: string;
  /** The host namespace. */
  readonly namespace: string;
  /** Of chart and syncer. */
  readonly version: string;
  readonly distro: 'k8s' | 'k3s' | 'k0s' | 'eks';
  /** Of the virtual cluster, such as `v1.33.4`. */
  readonly kubernetes: string;
  readonly state: FleetState;
  readonly replicas?: number;
  /** With an etcd of its own, which makes the main workload a Deployment. */
  readonly deployedEtcd?: boolean;
  readonly isolated?: boolean;
  readonly exposure?: 'LoadBalancer' | 'NodePort' | 'Ingress';
  readonly ageDays: number;
  readonly apps: readonly VirtualApp[];
}

/** The generation of a version: `vcluster.yaml` came with 0.20. */
export function generationOf(version: string): Generation {
  return Number(version.split('.')[1] ?? 0) >= 20 ? 'current' : 'legacy';
}

/** Whether its control plane has pods. */
export function isUp({ state }: VClusterRecipe): boolean {
  return !['paused', 'sleeping', 'scaled-down'].includes(state);
}

/** Whether what runs inside it has pods on the host. */
export function hasSyncedPods(recipe: VClusterRecipe): boolean {
  return recipe.state === 'running';
}
