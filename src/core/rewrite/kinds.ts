import { text } from '../vcluster/raw.ts';
import type { RewriteConfig } from './config.ts';
import { pluralOf } from './genericSync.ts';
import { gatewayRules, routeRules } from './kinds/gateway.ts';
import { hostVolumeRules } from './kinds/hostVolume.ts';
import { ingressAnnotationRules, ingressRules } from './kinds/ingress.ts';
import { disruptionBudgetRules, endpointsRules, networkPolicyRules } from './kinds/network.ts';
import { mirrorRules, namespaceRules, secretRules, serviceAccountRules } from './kinds/plain.ts';
import { serviceRules } from './kinds/service.ts';
import { snapshotContentRules, snapshotRules } from './kinds/snapshot.ts';
import { claimRules, priorityClassRules, storageClassOf, storageClassRules, volumeRules } from './kinds/storage.ts';
import { metadataRules } from './metadataRules.ts';
import { patched } from './patch.ts';
import { podRules } from './pod/podRules.ts';
import type { Rewrites, RewrittenKind } from './rewrittenKind.ts';
import type { Rule } from './rule.ts';

function core(kind: string, plural: string, rules: readonly Rule[] = []): RewrittenKind {
  return { kind, group: '', plural, namespaced: true, rules: [...metadataRules, ...rules] };
}

function grouped(group: string, kind: string, plural: string, rules: readonly Rule[] = []): RewrittenKind {
  return { ...core(kind, plural, rules), group };
}

function clusterWide(group: string, kind: string, plural: string, rules: readonly Rule[] = []): RewrittenKind {
  return { ...grouped(group, kind, plural, rules), namespaced: false };
}

function mirror(group: string, kind: string, plural: string): RewrittenKind {
  return { kind, group, plural, namespaced: false, rules: mirrorRules };
}

const networking = 'networking.k8s.io';
const gateway = 'gateway.networking.k8s.io';

/** Kinds that can be on the host and inside. */
const kinds: readonly RewrittenKind[] = [
  core('Pod', 'pods', podRules),
  core('Service', 'services', serviceRules),
  core('ConfigMap', 'configmaps'),
  core('Secret', 'secrets', secretRules),
  core('Endpoints', 'endpoints', endpointsRules),
  core('PersistentVolumeClaim', 'persistentvolumeclaims', claimRules),
  core('ServiceAccount', 'serviceaccounts', serviceAccountRules),
  {
    ...grouped(networking, 'Ingress', 'ingresses'),
    rules: [...ingressAnnotationRules, ...metadataRules, ...ingressRules],
  },
  grouped(networking, 'NetworkPolicy', 'networkpolicies', networkPolicyRules),
  grouped('discovery.k8s.io', 'EndpointSlice', 'endpointslices', endpointsRules),
  grouped('policy', 'PodDisruptionBudget', 'poddisruptionbudgets', disruptionBudgetRules),
  grouped('snapshot.storage.k8s.io', 'VolumeSnapshot', 'volumesnapshots', snapshotRules),
  grouped('resource.k8s.io', 'ResourceClaim', 'resourceclaims'),
  grouped('resource.k8s.io', 'ResourceClaimTemplate', 'resourceclaimtemplates'),
  grouped(gateway, 'Gateway', 'gateways', gatewayRules),
  grouped(gateway, 'HTTPRoute', 'httproutes', routeRules),
  grouped(gateway, 'TLSRoute', 'tlsroutes', routeRules),
  grouped(gateway, 'BackendTLSPolicy', 'backendtlspolicies', routeRules),
  grouped(gateway, 'ReferenceGrant', 'referencegrants'),
  clusterWide('', 'PersistentVolume', 'persistentvolumes', volumeRules),
  clusterWide('', 'Namespace', 'namespaces', namespaceRules),
  clusterWide('storage.k8s.io', 'StorageClass', 'storageclasses', storageClassRules),
  clusterWide('scheduling.k8s.io', 'PriorityClass', 'priorityclasses', priorityClassRules),
  clusterWide('snapshot.storage.k8s.io', 'VolumeSnapshotContent', 'volumesnapshotcontents', snapshotContentRules),
];

/** Kinds that come from the host. */
const mirrors: readonly RewrittenKind[] = [
  mirror('', 'Node', 'nodes'),
  mirror(networking, 'IngressClass', 'ingressclasses'),
  mirror('node.k8s.io', 'RuntimeClass', 'runtimeclasses'),
  mirror('storage.k8s.io', 'StorageClass', 'storageclasses'),
  mirror('scheduling.k8s.io', 'PriorityClass', 'priorityclasses'),
  mirror(gateway, 'GatewayClass', 'gatewayclasses'),
  mirror('resource.k8s.io', 'DeviceClass', 'deviceclasses'),
  mirror('snapshot.storage.k8s.io', 'VolumeSnapshotClass', 'volumesnapshotclasses'),
  mirror('storage.k8s.io', 'CSINode', 'csinodes'),
  mirror('storage.k8s.io', 'CSIDriver', 'csidrivers'),
];

/** What names an object. */
export interface ObjectKind {
  readonly kind: string;
  /** Such as `v1` or `apps/v1`; the kind's own where left out. */
  readonly apiVersion?: string | undefined;
}

function matches({ kind, group }: RewrittenKind, asked: ObjectKind): boolean {
  const given = asked.apiVersion;
  const askedGroup = given?.includes('/') ? given.slice(0, given.indexOf('/')) : given === undefined ? undefined : '';
  return kind === asked.kind && (askedGroup === undefined || askedGroup === group);
}

/** Whether the configuration syncs a custom resource, which it names as `plural.group`; of any group where none is asked for. */
function customKind(config: RewriteConfig, asked: ObjectKind, namespaced: boolean): RewrittenKind | undefined {
  if (typeof asked.kind !== 'string') {
    return undefined;
  }
  const group = text(asked.apiVersion)?.split('/')[0];
  const singular = asked.kind.toLowerCase();
  const plurals = new Set([pluralOf(asked.kind), `${singular}s`, `${singular}es`, singular]);
  const name = [...config.toHost].find((one) => {
    const dot = one.indexOf('.');
    return dot > 0 && plurals.has(one.slice(0, dot)) && (group === undefined || one.slice(dot + 1) === group);
  });
  return name === undefined
    ? undefined
    : { ...grouped(name.slice(name.indexOf('.') + 1), asked.kind, name), namespaced };
}

/**
 * What happens to objects of a kind with this configuration, as `toHost` or, where they come from the host, as `mirror`;
 * undefined where they live in the vcluster only.
 */
export function rewriteOf(config: RewriteConfig, asked: ObjectKind, namespaced: boolean): Rewrites | undefined {
  const known = kinds.find((one) => matches(one, asked)) ?? customKind(config, asked, namespaced);
  if (
    known !== undefined &&
    config.toHost.has(known.plural) &&
    !(known.plural === 'endpointslices' && config.generation === 'legacy')
  ) {
    return { ...known, direction: 'toHost' };
  }
  const mirrored = mirrors.find((one) => matches(one, asked));
  return mirrored !== undefined && config.fromHost.has(mirrored.plural)
    ? { ...mirrored, direction: 'mirror' }
    : undefined;
}

/** Whether a kind can be synced at all; what cannot lives in the vcluster only. */
export function canSync(asked: ObjectKind): boolean {
  return kinds.some((one) => matches(one, asked)) || mirrors.some((one) => matches(one, asked));
}

/** Every rule there is, once. */
export function allRules(): readonly Rule[] {
  const rules = [...kinds, ...mirrors].flatMap((one) => one.rules);
  return [...new Map([...rules, ...hostVolumeRules, storageClassOf, patched].map((rule) => [rule.id, rule])).values()];
}
