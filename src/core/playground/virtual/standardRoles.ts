import type { KubeObject } from '../../kube/resource.ts';

interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const read = ['get', 'list', 'watch'];
const write = ['create', 'delete', 'deletecollection', 'patch', 'update'];
const networking = 'networking.k8s.io';
const rbac = 'rbac.authorization.k8s.io';

/** Objects that their users make, which may be read and changed. */
const own: readonly (readonly [group: string, ...resources: readonly string[]])[] = [
  ['', 'configmaps', 'endpoints', 'persistentvolumeclaims', 'pods', 'replicationcontrollers', 'serviceaccounts'],
  ['', 'services', 'replicationcontrollers/scale'],
  ['apps', 'daemonsets', 'deployments', 'deployments/scale', 'replicasets', 'replicasets/scale', 'statefulsets'],
  ['apps', 'statefulsets/scale'],
  ['batch', 'cronjobs', 'jobs'],
  [networking, 'ingresses', 'networkpolicies'],
  ['policy', 'poddisruptionbudgets'],
];

function rules(verbs: readonly string[]): readonly PolicyRule[] {
  return own.map(([group, ...resources]) => ({ apiGroups: [group], resources, verbs }));
}

const status = ['events', 'limitranges', 'namespaces', 'pods/log', 'pods/status', 'resourcequotas'];
const view: readonly PolicyRule[] = [...rules(read), { apiGroups: [''], resources: status, verbs: read }];
const edit: readonly PolicyRule[] = [
  ...view,
  ...rules(write),
  { apiGroups: [''], resources: ['secrets'], verbs: [...read, ...write] },
  { apiGroups: [''], resources: ['pods/exec', 'pods/portforward', 'pods/attach'], verbs: ['get', 'create'] },
];
const admin: readonly PolicyRule[] = [
  ...edit,
  { apiGroups: [rbac], resources: ['rolebindings', 'roles'], verbs: [...read, ...write] },
];
const everything: readonly PolicyRule[] = [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }];

/** The cluster roles for people that every Kubernetes has, with the rules that matter for what the playground serves. */
export function standardRoles(): readonly KubeObject[] {
  const roles = { 'cluster-admin': everything, admin, edit, view };
  return Object.entries(roles).map(([name, list]) => ({
    apiVersion: `${rbac}/v1`,
    kind: 'ClusterRole',
    metadata: { name, labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' } },
    rules: list,
  }));
}
