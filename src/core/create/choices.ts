import type { Generation } from '../vcluster/model.ts';
import { newestChartVersion } from './versions.ts';

/** The distros of charts up to 0.19; each has a chart of its own. */
export type LegacyDistro = 'k3s' | 'k0s' | 'k8s' | 'eks';

/**
 * Where the current generation keeps its state. `sqlite` is the chart's default, in a volume of the control plane. `embedded-etcd`
 * and `external-database` need a licence. A data source may hold a password, and becomes part of the values.
 */
export type BackingStore =
  | { readonly kind: 'sqlite' | 'embedded-etcd' | 'deployed-etcd' }
  | { readonly kind: 'external-etcd'; readonly endpoint: string }
  | { readonly kind: 'external-database'; readonly dataSource: string };

/** How its API is reached from outside the host cluster. */
export type ExposureChoice =
  | { readonly kind: 'none' | 'LoadBalancer' | 'NodePort' }
  | { readonly kind: 'Ingress'; readonly host: string; readonly className?: string };

/** The parts of a control plane that can have replicas; see `replicatedParts` for those that a choice has. */
export type Part = 'syncer' | 'api' | 'controller' | 'scheduler' | 'etcd' | 'coredns';

export interface AvailabilityChoice {
  readonly enabled: boolean;
  readonly replicas: Readonly<Record<Part, number>>;
}

export interface IsolationChoice {
  readonly podSecurityStandard: 'none' | 'privileged' | 'baseline' | 'restricted';
  readonly quota: boolean;
  readonly limitRange: boolean;
  readonly networkPolicy: boolean;
  /** Node ports that the quota allows; the chart's default of 0 when left out. */
  readonly nodePorts?: number;
}

export interface StorageChoice {
  /** Real PersistentVolumes in the vcluster are real ones on the host. */
  readonly persistentVolumes: boolean;
  /** Which way StorageClasses are synced; both ways at once is not possible. */
  readonly storageClasses: 'none' | 'toHost' | 'fromHost';
  /** The host's StorageClass for the volume of the control plane; its default class when left out. */
  readonly storageClass?: string;
}

/** `real` are the nodes that run its pods, `all` every node, `labels` those that a label selector finds. */
export type NodesChoice =
  | { readonly kind: 'fake' | 'real' | 'all' }
  | { readonly kind: 'labels'; readonly selector: string };

/** A Service that appears on the other side: `NAMESPACE/NAME`, on the host also a bare name in the vcluster's own namespace. */
export interface ServiceMapping {
  readonly from: string;
  readonly to: string;
}

/** Values from a file, used as they are in place of all options. */
export interface ValuesFile {
  /** What to call it in messages. */
  readonly name: string;
  readonly text: string;
}

/** Everything that is chosen about a new vcluster. Commands, values and manifests are all made from it. */
export interface CreateChoices {
  /** The kubeconfig context of the host cluster. */
  readonly context: string;
  readonly name: string;
  readonly namespace: string;
  readonly generation: Generation;
  readonly chartVersion: string;
  /** Legacy only; k3s when left out. */
  readonly distro?: LegacyDistro;
  /** Current only, such as `v1.33.4`; the chart's own when left out. */
  readonly kubernetesVersion?: string;
  /** Current only. */
  readonly store: BackingStore;
  readonly exposure: ExposureChoice;
  readonly availability: AvailabilityChoice;
  readonly isolation: IsolationChoice;
  readonly storage: StorageChoice;
  readonly nodes: NodesChoice;
  /** Whether pods are scheduled inside the vcluster. */
  readonly scheduler: boolean;
  readonly fromHost: readonly ServiceMapping[];
  readonly fromVirtual: readonly ServiceMapping[];
  readonly connectAfterwards: boolean;
  readonly values?: ValuesFile;
}

/** The namespace that the CLI puts a vcluster in when none is named. */
export function defaultNamespace(name: string): string {
  return `vcluster-${name}`;
}

/** What is chosen when nothing is: the newest chart of the generation with its own defaults. */
export function defaultChoices(context: string, name = '', generation: Generation = 'current'): CreateChoices {
  return {
    context,
    name,
    namespace: defaultNamespace(name),
    generation,
    chartVersion: newestChartVersion(generation),
    ...(generation === 'legacy' ? { distro: 'k3s' } : {}),
    store: { kind: 'sqlite' },
    exposure: { kind: 'none' },
    availability: { enabled: false, replicas: { syncer: 3, api: 3, controller: 3, scheduler: 3, etcd: 3, coredns: 2 } },
    isolation: { podSecurityStandard: 'none', quota: false, limitRange: false, networkPolicy: false },
    storage: { persistentVolumes: false, storageClasses: 'none' },
    nodes: { kind: 'fake' },
    scheduler: false,
    fromHost: [],
    fromVirtual: [],
    connectAfterwards: true,
  };
}

/** Another name; the namespace follows it as long as it is the default for the old one. */
export function renamed(choices: CreateChoices, name: string): CreateChoices {
  const follows = choices.namespace === defaultNamespace(choices.name);
  return { ...choices, name, ...(follows ? { namespace: defaultNamespace(name) } : {}) };
}

/** The other generation: its newest chart, and none of what only the one before has. */
export function withGeneration(choices: CreateChoices, generation: Generation): CreateChoices {
  if (choices.generation === generation) {
    return choices;
  }
  const { distro: _distro, kubernetesVersion: _version, ...rest } = choices;
  return {
    ...rest,
    generation,
    chartVersion: newestChartVersion(generation),
    store: { kind: 'sqlite' },
    ...(generation === 'legacy' ? { distro: 'k3s' } : {}),
  };
}
