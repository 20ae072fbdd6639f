import * as l10n from '@vscode/l10n';
import { marks } from '../vcluster/marks.ts';
import { annotation, dig, label } from '../vcluster/raw.ts';
import { type Node, nodes } from './draft.ts';
import { any, assigned, bookkeeping, bound, defaulted, field, type HostField, is, status } from './hostField.ts';
import { injectedFields } from './injectedFields.ts';
import { hostAnnotations, snapshotProgress } from './managedAnnotation.ts';
import { podFields } from './podHostFields.ts';

/** Whether kubectl wrote the annotation for the host's object, as `kubectl apply` on the host does. */
function appliedOnHost(value: unknown, host: Node): boolean {
  try {
    return dig(JSON.parse(String(value)), 'metadata', 'name') === dig(host, 'metadata', 'name');
  } catch {
    return false;
  }
}

/** Whether it is the port itself, which is where a port leads that says nothing else. */
function isOwnPort(value: unknown, host: Node, [, , index = '']: readonly string[]): boolean {
  return value === dig(nodes(dig(host, 'spec', 'ports'))[Number(index)], 'port');
}

/** The types that a policy has which names none: incoming always, outgoing where it has rules for it. */
function arePolicyTypes(value: unknown, host: Node): boolean {
  const egress = dig(host, 'spec', 'egress');
  const types = Array.isArray(egress) && egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
  return JSON.stringify(value) === JSON.stringify(types);
}

const imported = (): string => l10n.t('Marks a namespace of the host that was given to the vCluster.');

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

/** Whether no vcluster wrote the object, so that it comes from the host. */
function isOriginal(_value: unknown, host: Node): boolean {
  return label(host, marks.managedBy) === undefined && annotation(host, marks.objectName) === undefined;
}

const hidden = (): string => l10n.t('Is not shown inside the vCluster.');

/** What only originals on the host have, and not the copies inside. */
const originalFields: readonly HostField[] = [
  field(undefined, 'metadata ownerReferences', isOriginal, bookkeeping),
  field(undefined, 'metadata generateName', isOriginal, bookkeeping),
  field('Gateway', 'spec infrastructure', isOriginal, hidden),
  field('Gateway', 'spec listeners * tls', isOriginal, hidden),
  field('GatewayClass', 'spec parametersRef', isOriginal, hidden),
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
  field('Service', 'spec ports * targetPort', isOwnPort, defaulted),
  field('Service', 'spec sessionAffinity', is('None'), defaulted),
  field('Service', 'spec internalTrafficPolicy', is('Cluster'), defaulted),
  field('Service', 'spec externalTrafficPolicy', is('Cluster'), defaulted),
  field('Service', 'spec allocateLoadBalancerNodePorts', is(true), defaulted),
  field('Service', 'metadata annotations vcluster.loft.sh/block-deletion', is('true'), () =>
    l10n.t('The Service was made on the host first; the mark goes once it is inside as well.'),
  ),
  ...['Service', 'Ingress'].map((kind) =>
    field(kind, 'metadata annotations field.cattle.io/publicEndpoints', any, assigned),
  ),
  field('Service', 'spec sessionAffinityConfig', is({ clientIP: { timeoutSeconds: 10_800 } }), defaulted),
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
  field('PersistentVolume', 'spec hostPath type', is(''), defaulted),
  field('PersistentVolume', 'spec persistentVolumeReclaimPolicy', is('Retain', 'Delete'), defaulted),
  field('StorageClass', 'reclaimPolicy', is('Delete'), defaulted),
  field('StorageClass', 'volumeBindingMode', is('Immediate'), defaulted),
  field('PriorityClass', 'preemptionPolicy', is('PreemptLowerPriority'), defaulted),
  field('Ingress', 'spec ingressClassName', any, () => l10n.t('The host’s default ingress class.')),
  field('NetworkPolicy', 'spec policyTypes', arePolicyTypes, defaulted),
  field('Namespace', 'spec', is({ finalizers: ['kubernetes'] }), defaulted),
  ...['labels vcluster.loft.sh/vcluster-name', 'labels vcluster.loft.sh/vcluster-namespace'].map((path) =>
    field('Namespace', `metadata ${path}`, any, imported),
  ),
  field('Namespace', 'metadata annotations vcluster.loft.sh/object-imported', any, imported),
  ...(hostAnnotations['Namespace'] ?? []).map((key) =>
    field('Namespace', `metadata annotations ${key}`, any, () => l10n.t('The host’s own; the syncer leaves it alone.')),
  ),
  field('ServiceAccount', 'secrets', any, assigned),
  field('Secret', 'type', is('Opaque'), defaulted),
  field('VolumeSnapshot', 'spec volumeSnapshotClassName', any, () => l10n.t('The host’s default snapshot class.')),
  field('VolumeSnapshotContent', 'spec volumeSnapshotClassName', any, () =>
    l10n.t('The host’s default snapshot class.'),
  ),
  field('VolumeSnapshotContent', 'spec volumeSnapshotRef uid', any, bound),
  ...snapshotProgress.map((key) => field('VolumeSnapshotContent', `metadata annotations ${key}`, any, bound)),
];

const fields: readonly HostField[] = [
  field(undefined, 'metadata annotations kubectl.kubernetes.io/last-applied-configuration', appliedOnHost, () =>
    l10n.t('Written by kubectl for the host’s object.'),
  ),
  ...podFields,
  ...injectedFields,
  ...originalFields,
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
    (one) => (one.kind === undefined || one.kind === kind) && covers(one.path, path) && one.accepts(value, host, path),
  )?.reason;
}

/** Whether each side has a value of its own here, so that a difference says nothing. */
export function ownOfEachSide(path: readonly string[]): boolean {
  return path[0] === 'status' || (path[0] === 'metadata' && path.length > 1 && bookkept.includes(path[1] ?? ''));
}
