import * as l10n from '@vscode/l10n';
import { dig, text } from '../vcluster/raw.ts';
import type { Node } from './draft.ts';

/** A field that the host sets, and what it sets there. */
interface HostField {
  /** Only for this kind; for all where left out. */
  readonly kind?: string;
  /** Steps from the object to the field; `*` stands for any one step. */
  readonly path: readonly string[];
  readonly accepts: (value: unknown, host: Node) => boolean;
  readonly reason: () => string;
}

const bookkeeping = (): string => l10n.t('Each side keeps this for itself.');
const defaulted = (): string => l10n.t('A default of the host’s API server.');
const assigned = (): string => l10n.t('Assigned by the host.');
const admitted = (): string => l10n.t('Added by the host’s admission.');
const status = (): string => l10n.t('The host reports the state, and the vCluster takes it over.');
const bound = (): string => l10n.t('Written by the host’s storage controllers.');

function any(): boolean {
  return true;
}

function is(...expected: readonly unknown[]): HostField['accepts'] {
  const texts = expected.map((one) => JSON.stringify(one));
  return (value) => texts.includes(JSON.stringify(value));
}

function steps(path: string): readonly string[] {
  return path.split(' ');
}

function field(kind: string | undefined, path: string, accepts: HostField['accepts'], reason: () => string): HostField {
  return { ...(kind === undefined ? {} : { kind }), path: steps(path), accepts, reason };
}

/** Whether kubectl wrote the annotation for the host's object, as `kubectl apply` on the host does. */
function appliedOnHost(value: unknown, host: Node): boolean {
  try {
    return dig(JSON.parse(String(value)), 'metadata', 'name') === dig(host, 'metadata', 'name');
  } catch {
    return false;
  }
}

function limited(_value: unknown, host: Node): boolean {
  return text(dig(host, 'metadata', 'annotations', 'kubernetes.io/limit-ranger')) !== undefined;
}

function nodeToleration(value: unknown): boolean {
  return (text(dig(value, 'key')) ?? '').startsWith('node.kubernetes.io/');
}

const containerLists = ['containers', 'initContainers', 'ephemeralContainers'] as const;
const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;
const modes = ['configMap', 'secret', 'projected', 'downwardAPI'] as const;

const bookkept = [
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'generation',
  'managedFields',
  'selfLink',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'finalizers',
];

const containerFields: readonly HostField[] = containerLists.flatMap((list) => [
  field('Pod', `spec ${list} * terminationMessagePath`, is('/dev/termination-log'), defaulted),
  field('Pod', `spec ${list} * terminationMessagePolicy`, is('File'), defaulted),
  field('Pod', `spec ${list} * imagePullPolicy`, is('Always', 'IfNotPresent'), defaulted),
  field('Pod', `spec ${list} * resources`, is({}), defaulted),
  field('Pod', `spec ${list} * resources *`, limited, () => l10n.t('Set by a LimitRange of the host namespace.')),
  field('Pod', `spec ${list} * resources * *`, limited, () => l10n.t('Set by a LimitRange of the host namespace.')),
  field('Pod', `spec ${list} * ports * protocol`, is('TCP'), defaulted),
  field('Pod', `spec ${list} * env * valueFrom fieldRef apiVersion`, is('v1'), defaulted),
  ...probes.flatMap((probe) => [
    field('Pod', `spec ${list} * ${probe} timeoutSeconds`, is(1), defaulted),
    field('Pod', `spec ${list} * ${probe} periodSeconds`, is(10), defaulted),
    field('Pod', `spec ${list} * ${probe} successThreshold`, is(1), defaulted),
    field('Pod', `spec ${list} * ${probe} failureThreshold`, is(3), defaulted),
    field('Pod', `spec ${list} * ${probe} httpGet scheme`, is('HTTP'), defaulted),
  ]),
]);

const podFields: readonly HostField[] = [
  ...['zone', 'region'].map((part) =>
    field('Pod', `metadata labels topology.kubernetes.io/${part}`, any, () =>
      l10n.t('Copied from the node by the host.'),
    ),
  ),
  field('Pod', 'metadata annotations kubernetes.io/limit-ranger', any, admitted),
  ...['podIP', 'podIPs', 'containerID'].map((part) =>
    field('Pod', `metadata annotations cni.projectcalico.org/${part}`, any, () =>
      l10n.t('Written by the host’s network.'),
    ),
  ),
  ...['network-status', 'networks-status'].map((part) =>
    field('Pod', `metadata annotations k8s.v1.cni.cncf.io/${part}`, any, () =>
      l10n.t('Written by the host’s network.'),
    ),
  ),
  field('Pod', 'spec nodeName', any, () => l10n.t('The host’s scheduler chose the node.')),
  field('Pod', 'spec tolerations *', nodeToleration, admitted),
  field('Pod', 'spec tolerations', (value) => Array.isArray(value) && value.every(nodeToleration), admitted),
  field(
    'Pod',
    'spec priority',
    (value, host) => value === 0 || dig(host, 'spec', 'priorityClassName') !== undefined,
    admitted,
  ),
  field('Pod', 'spec priorityClassName', any, () => l10n.t('The host’s default priority class.')),
  field('Pod', 'spec preemptionPolicy', is('PreemptLowerPriority', 'Never'), admitted),
  field('Pod', 'spec restartPolicy', is('Always'), defaulted),
  field('Pod', 'spec dnsPolicy', is('ClusterFirst'), defaulted),
  field('Pod', 'spec schedulerName', is('default-scheduler'), defaulted),
  field('Pod', 'spec securityContext', is({}), defaulted),
  field('Pod', 'spec terminationGracePeriodSeconds', is(30), defaulted),
  ...modes.map((source) => field('Pod', `spec volumes * ${source} defaultMode`, is(420), defaulted)),
  field('Pod', 'spec volumes * hostPath type', is(''), defaulted),
  field('Pod', 'spec volumes * projected sources * downwardAPI items * fieldRef apiVersion', is('v1'), defaulted),
  field('Pod', 'spec volumes * downwardAPI items * fieldRef apiVersion', is('v1'), defaulted),
  ...containerFields,
];

const otherFields: readonly HostField[] = [
  field('Service', 'spec type', is('ClusterIP'), defaulted),
  field('Service', 'spec clusterIP', any, assigned),
  field('Service', 'spec clusterIPs', any, assigned),
  field('Service', 'spec ipFamilies', any, assigned),
  field('Service', 'spec ipFamilyPolicy', any, assigned),
  field('Service', 'spec healthCheckNodePort', any, assigned),
  field('Service', 'spec ports * nodePort', any, assigned),
  field('Service', 'spec ports * protocol', is('TCP'), defaulted),
  field('Service', 'spec ports * targetPort', any, defaulted),
  field('Service', 'spec sessionAffinity', is('None'), defaulted),
  field('Service', 'spec internalTrafficPolicy', is('Cluster'), defaulted),
  field('Service', 'spec externalTrafficPolicy', is('Cluster'), defaulted),
  field('Service', 'spec allocateLoadBalancerNodePorts', is(true), defaulted),
  field('Service', 'metadata annotations field.cattle.io/publicEndpoints', any, assigned),
  field('PersistentVolumeClaim', 'spec volumeName', any, bound),
  field('PersistentVolumeClaim', 'spec storageClassName', any, () => l10n.t('The host’s default storage class.')),
  field('PersistentVolumeClaim', 'spec volumeMode', is('Filesystem'), defaulted),
  ...['PersistentVolumeClaim', 'PersistentVolume'].flatMap((kind) => [
    field(kind, 'metadata annotations pv.kubernetes.io/bind-completed', any, bound),
    field(kind, 'metadata annotations pv.kubernetes.io/bound-by-controller', any, bound),
    field(kind, 'metadata annotations pv.kubernetes.io/provisioned-by', any, bound),
    field(kind, 'metadata annotations volume.kubernetes.io/storage-provisioner', any, bound),
    field(kind, 'metadata annotations volume.beta.kubernetes.io/storage-provisioner', any, bound),
    field(kind, 'metadata annotations volume.kubernetes.io/selected-node', any, bound),
  ]),
  field('PersistentVolume', 'spec claimRef', any, bound),
  field('PersistentVolume', 'spec volumeMode', is('Filesystem'), defaulted),
  field('PersistentVolume', 'spec persistentVolumeReclaimPolicy', is('Retain', 'Delete'), defaulted),
  field('StorageClass', 'reclaimPolicy', is('Delete'), defaulted),
  field('StorageClass', 'volumeBindingMode', is('Immediate'), defaulted),
  field('PriorityClass', 'preemptionPolicy', is('PreemptLowerPriority'), defaulted),
  field('Ingress', 'spec ingressClassName', any, () => l10n.t('The host’s default ingress class.')),
  field('NetworkPolicy', 'spec policyTypes', any, defaulted),
  field('Namespace', 'spec', any, defaulted),
  field('ServiceAccount', 'secrets', any, assigned),
  field('Secret', 'type', is('Opaque'), defaulted),
];

const fields: readonly HostField[] = [
  field(undefined, 'metadata annotations kubectl.kubernetes.io/last-applied-configuration', appliedOnHost, () =>
    l10n.t('Written by kubectl for the host’s object.'),
  ),
  ...podFields,
  ...otherFields,
];

function covers(pattern: readonly string[], path: readonly string[]): boolean {
  return pattern.length === path.length && pattern.every((step, index) => step === '*' || step === path[index]);
}

/** Why the host, and no rule, sets a value that the prediction does not have; undefined where it is not the host's to set. */
export function hostReason(
  kind: string,
  path: readonly string[],
  value: unknown,
  host: Node,
): (() => string) | undefined {
  if (ownOfEachSide(path)) {
    return path[0] === 'status' ? status : bookkeeping;
  }
  return fields.find(
    (one) => (one.kind === undefined || one.kind === kind) && covers(one.path, path) && one.accepts(value, host),
  )?.reason;
}

/** Whether each side has a value of its own here, so that a difference says nothing. */
export function ownOfEachSide(path: readonly string[]): boolean {
  return path[0] === 'status' || (path[0] === 'metadata' && path.length > 1 && bookkept.includes(path[1] ?? ''));
}
