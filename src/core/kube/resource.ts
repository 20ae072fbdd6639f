/** One resource of the Kubernetes API, as its paths name it. `group` is empty for the core group. */
export interface ResourceType {
  readonly group: string;
  readonly version: string;
  /** The path segment, such as `statefulsets`. */
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/**
 * An object as it comes off the wire. Nothing is certain about it but that it is a JSON object: servers and
 * users may leave out whatever the types of a client library promise, and times are strings.
 */
export interface KubeObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: ObjectMeta;
  readonly [field: string]: unknown;
}

export interface ObjectMeta {
  readonly name?: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly OwnerReference[];
  readonly [field: string]: unknown;
}

export interface OwnerReference {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly uid?: string;
}

function core(plural: string, kind: string, namespaced = true): ResourceType {
  return { group: '', version: 'v1', plural, kind, namespaced };
}

function grouped(group: string, plural: string, kind: string, namespaced = true): ResourceType {
  return { group, version: 'v1', plural, kind, namespaced };
}

/** The resources that this extension reads, by their plural name. All are `v1` in every Kubernetes since 1.21. */
export const resources = {
  configmaps: core('configmaps', 'ConfigMap'),
  endpoints: core('endpoints', 'Endpoints'),
  events: core('events', 'Event'),
  namespaces: core('namespaces', 'Namespace', false),
  nodes: core('nodes', 'Node', false),
  persistentvolumeclaims: core('persistentvolumeclaims', 'PersistentVolumeClaim'),
  persistentvolumes: core('persistentvolumes', 'PersistentVolume', false),
  pods: core('pods', 'Pod'),
  secrets: core('secrets', 'Secret'),
  serviceaccounts: core('serviceaccounts', 'ServiceAccount'),
  services: core('services', 'Service'),
  daemonsets: grouped('apps', 'daemonsets', 'DaemonSet'),
  deployments: grouped('apps', 'deployments', 'Deployment'),
  statefulsets: grouped('apps', 'statefulsets', 'StatefulSet'),
  cronjobs: grouped('batch', 'cronjobs', 'CronJob'),
  jobs: grouped('batch', 'jobs', 'Job'),
  endpointslices: grouped('discovery.k8s.io', 'endpointslices', 'EndpointSlice'),
  ingresses: grouped('networking.k8s.io', 'ingresses', 'Ingress'),
  networkpolicies: grouped('networking.k8s.io', 'networkpolicies', 'NetworkPolicy'),
  poddisruptionbudgets: grouped('policy', 'poddisruptionbudgets', 'PodDisruptionBudget'),
  priorityclasses: grouped('scheduling.k8s.io', 'priorityclasses', 'PriorityClass', false),
  storageclasses: grouped('storage.k8s.io', 'storageclasses', 'StorageClass', false),
} as const satisfies Record<string, ResourceType>;

/** The plural names of the resources above. */
export type KubeResourceName = keyof typeof resources;

/** The path of a collection, or of one object in it. A cluster-wide collection has no `namespace`. */
export function resourcePath(type: ResourceType, namespace?: string, name?: string): string {
  const root = type.group === '' ? `/api/${type.version}` : `/apis/${type.group}/${type.version}`;
  const scope = type.namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  const object = name === undefined ? '' : `/${encodeURIComponent(name)}`;
  return `${root}${scope}/${type.plural}${object}`;
}

/** `namespace/name`, or the name alone at cluster scope: unique within one resource of one API server. */
export function objectKey(object: KubeObject): string {
  const { namespace, name = '' } = object.metadata ?? {};
  return namespace ? `${namespace}/${name}` : name;
}
