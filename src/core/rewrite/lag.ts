import { isIP } from 'node:net';
import * as l10n from '@vscode/l10n';
import { marks } from '../vcluster/marks.ts';
import { annotation, dig, type Raw, text } from '../vcluster/raw.ts';
import { own } from './equality.ts';
import { isServiceLink } from './serviceLink.ts';

/** A field that the host has otherwise than predicted. */
interface LaggingField {
  readonly kind: string;
  readonly path: readonly string[];
  readonly virtual: Raw;
  readonly predicted: unknown;
  readonly host: unknown;
  /** The whole objects that the two are in. */
  readonly hostObject: Raw;
  readonly predictedObject: Raw;
}

const topology = /^topology\.kubernetes\.io\/(zone|region)$/u;

function topologyValues(virtual: Raw): readonly string[] {
  const labels = dig(virtual, 'metadata', 'labels');
  return Object.entries(typeof labels === 'object' && labels !== null ? labels : {}).flatMap(([key, value]) =>
    topology.test(key) ? [`${key}=${JSON.stringify(value)}`] : [],
  );
}

/** Whether it is the resources of a pod as a whole, which the syncer leaves out for hosts before Kubernetes 1.34. */
function isTooNew({ path, host }: LaggingField): boolean {
  return path.join(' ') === 'spec resources' && host === undefined;
}

/** Whether it is a variable of a Service that was there when the pod was written, which only the vcluster knows. */
function isLink({ path, virtual, predicted, host, hostObject }: LaggingField): boolean {
  const [list = '', index = ''] = path.slice(1);
  return (
    predicted === undefined &&
    path.length === 5 &&
    path[3] === 'env' &&
    dig(virtual, 'spec', 'enableServiceLinks') === true &&
    isServiceLink(host, dig(own(dig(hostObject, 'spec', list), index), 'env'))
  );
}

/** Whether it is the priority of the host's default class, which pods without a class get there. */
function isDefaultPriority({ path, predicted, host, hostObject, predictedObject }: LaggingField): boolean {
  return (
    path.join(' ') === 'spec priority' &&
    predicted === 0 &&
    typeof host === 'number' &&
    text(dig(hostObject, 'spec', 'priorityClassName')) !== undefined &&
    text(dig(predictedObject, 'spec', 'priorityClassName')) === undefined
  );
}

/** Whether it lacks only the node's zone, which the virtual API server adds when the pod is bound, after the syncer wrote. */
function lacksTopology({ path, virtual, predicted, host }: LaggingField): boolean {
  const late = topologyValues(virtual);
  if (late.length === 0 || path[0] !== 'metadata') {
    return false;
  }
  if (path[1] === 'labels' && host === undefined) {
    return (
      late.some((entry) => entry.endsWith(`=${JSON.stringify(predicted)}`)) &&
      (path[2] ?? '').startsWith('vcluster.loft.sh/label-')
    );
  }
  const lines = text(predicted, Number.POSITIVE_INFINITY)?.split('\n') ?? [];
  return path[2] === marks.podLabels && host === lines.filter((line) => !late.includes(line)).join('\n');
}

/** Whether it is a label of the virtual namespace, which is not known. */
function isNamespaceLabel({ path, predicted, host }: LaggingField): boolean {
  const key = path[2] ?? '';
  return (
    path[1] === 'labels' &&
    predicted === undefined &&
    typeof host === 'string' &&
    /^vcluster\.loft\.sh\/ns-label-.+-[0-9a-f]{10}$/u.test(key)
  );
}

/** Whether the list of the syncer's annotations lacks some that were added inside later: since v0.21 it is written once. */
function isEarlierList({ path, predicted, host, hostObject }: LaggingField): boolean {
  const now = text(predicted, Number.POSITIVE_INFINITY)?.split('\n') ?? [];
  const before = text(host, Number.POSITIVE_INFINITY)?.split('\n') ?? [];
  return (
    path.join(' ') === 'metadata annotations vcluster.loft.sh/managed-annotations' &&
    annotation(hostObject, marks.objectHostName) !== undefined &&
    (host === undefined || typeof host === 'string') &&
    (before.length > 0 || !now.includes('kubectl.kubernetes.io/last-applied-configuration')) &&
    before.every((key, index) => now.includes(key) && key > (before[index - 1] ?? ''))
  );
}

const policies: readonly unknown[] = ['SingleStack', 'PreferDualStack', 'RequireDualStack'];
const families: readonly unknown[] = ['IPv4', 'IPv6'];

/** Whether it is about the families of a Service's addresses: each side chooses those that it has. */
function isFamily({ kind, path, host, hostObject }: LaggingField): boolean {
  const [top, name = ''] = path;
  const all = dig(hostObject, 'spec', name);
  const list: readonly unknown[] = Array.isArray(all) ? all : [];
  if (kind !== 'Service' || top !== 'spec') {
    return false;
  }
  switch (name) {
    case 'ipFamilyPolicy':
      return policies.includes(host);
    case 'ipFamilies':
      return list.length > 0 && new Set(list).size === list.length && list.every((one) => families.includes(one));
    case 'clusterIPs':
      return (
        list[0] === dig(hostObject, 'spec', 'clusterIP') &&
        list.every((one) => isIP(String(one)) !== 0) &&
        list.length <= 2
      );
    default:
      return false;
  }
}

/** Whether it is the class of a claim that the host does not have: if volumes are synced, one of the vcluster is meant then. */
function isOwnClass({ kind, path, virtual, predicted, host }: LaggingField): boolean {
  const name = text(dig(virtual, 'spec', 'storageClassName'));
  return (
    kind === 'PersistentVolumeClaim' &&
    path.join(' ') === 'spec storageClassName' &&
    name !== undefined &&
    predicted === name &&
    typeof host === 'string' &&
    host.startsWith(`vcluster-${name}-x-`.slice(0, 52))
  );
}

/** Why a host object may differ from what the rules say of the virtual one as it is now; undefined where it may not. */
export function lagReason(field: LaggingField): (() => string) | undefined {
  if (isEarlierList(field)) {
    return () => l10n.t('The list is as it was when the object was written to the host; annotations came later.');
  }
  if (isFamily(field)) {
    return () => l10n.t('Each side chooses the address families of Services itself.');
  }
  if (isOwnClass(field)) {
    return () => l10n.t('The host has no class of that name, so that one of the vCluster is meant.');
  }
  if (field.kind !== 'Pod') {
    return undefined;
  }
  if (isTooNew(field)) {
    return () => l10n.t('A host before Kubernetes 1.34 knows no resources of a pod as a whole.');
  }
  if (isDefaultPriority(field)) {
    return () => l10n.t('The host’s default priority class.');
  }
  if (isLink(field)) {
    return () => l10n.t('A variable of a Service that was in the namespace when the pod was made.');
  }
  if (lacksTopology(field)) {
    return () => l10n.t('The zone of the node was added inside after the pod had been written to the host.');
  }
  return isNamespaceLabel(field) ? () => l10n.t('A label of the virtual namespace.') : undefined;
}
