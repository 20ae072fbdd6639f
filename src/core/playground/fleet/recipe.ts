import type { Generation } from '../../vcluster/model.ts';
import type { Tree } from '../tree.ts';

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

/** What keeps a vcluster from harming its neighbours. */
export interface IsolationParts {
  readonly quota: boolean;
  readonly limitRange: boolean;
  readonly networkPolicy: boolean;
  /** Limits that differ from the chart's own. */
  readonly hard?: Tree;
}

/** One vcluster of the sample fleet, or one that was installed. */
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
  /** Where they differ from those of the syncer. */
  readonly partReplicas?: { readonly api?: number; readonly controller?: number; readonly etcd?: number };
  /** With an etcd of its own, which makes the main workload a Deployment. */
  readonly deployedEtcd?: boolean;
  /** With its state outside the cluster: no volume, and the main workload is a Deployment. */
  readonly externalStore?: boolean;
  readonly isolated?: boolean | IsolationParts;
  readonly exposure?: 'LoadBalancer' | 'NodePort' | 'Ingress';
  readonly ingress?: { readonly host?: string; readonly className?: string };
  readonly volume?: { readonly size?: string; readonly className?: string };
  /** Where all images come from in place of their own registries. */
  readonly registry?: string;
  /** Whether it reads nodes and classes of the host. */
  readonly clusterRole?: boolean;
  /** What it is deployed with; made up for the sample fleet. */
  readonly values?: Tree;
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

/** What isolates it; undefined for nothing. */
export function isolationOf({ isolated = false }: VClusterRecipe): IsolationParts | undefined {
  return isolated === true ? { quota: true, limitRange: true, networkPolicy: true } : isolated || undefined;
}
