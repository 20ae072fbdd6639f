import type { ResourceType } from '../kube/resource.ts';

/** A resource that the playground serves, with what discovery says about it. */
export interface Served extends ResourceType {
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  /** Whether `status` is a subresource of its own, so that ordinary writes leave it alone. */
  readonly status: boolean;
  readonly scale: boolean;
  /** Whether metadata.generation counts changes of the spec. */
  readonly generation: boolean;
}

type Trait = 'status' | 'scale' | 'generation' | 'all' | 'cluster';

function served(group: string, kind: string, plural: string, shortNames: string, ...traits: readonly Trait[]): Served {
  const has = (trait: Trait) => traits.includes(trait);
  return {
    group,
    version: 'v1',
    plural,
    kind,
    namespaced: !has('cluster'),
    singular: kind.toLowerCase(),
    shortNames: shortNames.split(' ').filter(Boolean),
    categories: has('all') ? ['all'] : [],
    status: has('status'),
    scale: has('scale'),
    generation: has('generation'),
  };
}

const networking = 'networking.k8s.io';
const rbac = 'rbac.authorization.k8s.io';
const storage = 'storage.k8s.io';

/** Everything that can be stored. All are `v1`, as in every Kubernetes since 1.25. */
export const catalogue: readonly Served[] = [
  served('', 'ConfigMap', 'configmaps', 'cm'),
  served('', 'Endpoints', 'endpoints', 'ep'),
  served('', 'Event', 'events', 'ev'),
  served('', 'LimitRange', 'limitranges', 'limits'),
  served('', 'Namespace', 'namespaces', 'ns', 'cluster', 'status'),
  served('', 'Node', 'nodes', 'no', 'cluster', 'status'),
  served('', 'PersistentVolumeClaim', 'persistentvolumeclaims', 'pvc', 'status'),
  served('', 'PersistentVolume', 'persistentvolumes', 'pv', 'cluster', 'status'),
  served('', 'Pod', 'pods', 'po', 'status', 'all', 'generation'),
  served('', 'ReplicationController', 'replicationcontrollers', 'rc', 'status', 'all', 'scale', 'generation'),
  served('', 'ResourceQuota', 'resourcequotas', 'quota', 'status'),
  served('', 'Secret', 'secrets', ''),
  served('', 'ServiceAccount', 'serviceaccounts', 'sa'),
  served('', 'Service', 'services', 'svc', 'status', 'all'),
  served('apps', 'ControllerRevision', 'controllerrevisions', ''),
  served('apps', 'DaemonSet', 'daemonsets', 'ds', 'status', 'all', 'generation'),
  served('apps', 'Deployment', 'deployments', 'deploy', 'status', 'all', 'scale', 'generation'),
  served('apps', 'ReplicaSet', 'replicasets', 'rs', 'status', 'all', 'scale', 'generation'),
  served('apps', 'StatefulSet', 'statefulsets', 'sts', 'status', 'all', 'scale', 'generation'),
  served('batch', 'CronJob', 'cronjobs', 'cj', 'status', 'all', 'generation'),
  served('batch', 'Job', 'jobs', '', 'status', 'all', 'generation'),
  served('coordination.k8s.io', 'Lease', 'leases', ''),
  served('discovery.k8s.io', 'EndpointSlice', 'endpointslices', '', 'generation'),
  served(networking, 'Ingress', 'ingresses', 'ing', 'status', 'generation'),
  served(networking, 'IngressClass', 'ingressclasses', '', 'cluster', 'generation'),
  served(networking, 'NetworkPolicy', 'networkpolicies', 'netpol', 'generation'),
  served('policy', 'PodDisruptionBudget', 'poddisruptionbudgets', 'pdb', 'status', 'generation'),
  served(rbac, 'ClusterRole', 'clusterroles', '', 'cluster'),
  served(rbac, 'ClusterRoleBinding', 'clusterrolebindings', '', 'cluster'),
  served(rbac, 'Role', 'roles', ''),
  served(rbac, 'RoleBinding', 'rolebindings', ''),
  served('scheduling.k8s.io', 'PriorityClass', 'priorityclasses', 'pc', 'cluster', 'generation'),
  served(storage, 'CSIDriver', 'csidrivers', '', 'cluster'),
  served(storage, 'CSINode', 'csinodes', '', 'cluster'),
  served(storage, 'StorageClass', 'storageclasses', 'sc', 'cluster'),
  served(storage, 'VolumeAttachment', 'volumeattachments', '', 'cluster', 'status'),
  served(
    'apiextensions.k8s.io',
    'CustomResourceDefinition',
    'customresourcedefinitions',
    'crd crds',
    'cluster',
    'status',
    'generation',
  ),
];

/** The kinds that are asked and answered but never stored. */
export const reviews: readonly Served[] = [
  served('authentication.k8s.io', 'SelfSubjectReview', 'selfsubjectreviews', '', 'cluster'),
  served('authentication.k8s.io', 'TokenReview', 'tokenreviews', '', 'cluster'),
  served('authorization.k8s.io', 'LocalSubjectAccessReview', 'localsubjectaccessreviews', ''),
  served('authorization.k8s.io', 'SelfSubjectAccessReview', 'selfsubjectaccessreviews', '', 'cluster'),
  served('authorization.k8s.io', 'SelfSubjectRulesReview', 'selfsubjectrulesreviews', '', 'cluster'),
  served('authorization.k8s.io', 'SubjectAccessReview', 'subjectaccessreviews', '', 'cluster'),
];

const byPath = new Map(
  [...catalogue, ...reviews].map((type) => [`${type.group}/${type.version}/${type.plural}`, type]),
);
const byKind = new Map([...catalogue, ...reviews].map((type) => [`${type.group}/${type.version}/${type.kind}`, type]));

/** The resource with this path; undefined for one that is not served. */
export function servedByPath(group: string, version: string, plural: string): Served | undefined {
  return byPath.get(`${group}/${version}/${plural}`);
}

/** The resource of an object by its `apiVersion` and `kind`. */
export function servedByKind(apiVersion: string, kind: string): Served | undefined {
  return byKind.get(`${apiVersion.includes('/') ? apiVersion : `/${apiVersion}`}/${kind}`);
}

/** A stored resource by its plural, which is unique among them. Throws for one that is not there: a slip in the code. */
export function servedByPlural(plural: string): Served {
  const found = catalogue.find((type) => type.plural === plural);
  if (!found) {
    throw new Error(`no resource ${plural}`);
  }
  return found;
}

/** `v1` or `apps/v1`. */
export function apiVersionOf(type: ResourceType): string {
  return type.group === '' ? type.version : `${type.group}/${type.version}`;
}

/** Whether the resource is a question that is answered and not stored. */
export function isReview(type: Served): boolean {
  return reviews.includes(type);
}
