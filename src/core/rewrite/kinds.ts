import { text } from '../vcluster/raw.ts';
import type { RewriteConfig } from './config.ts';
import { pluralOf } from './genericSync.ts';
import { importedFrom } from './imports.ts';
import { exportRule } from './kinds/exported.ts';
import { gatewayRules, grantRules, routeRules } from './kinds/gateway.ts';
import { genericImportRules } from './kinds/genericImport.ts';
import { capacityRules, importedGatewayRules, importRules, nodeRules } from './kinds/hostCopy.ts';
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

function mirror(group: string, kind: string, plural: string, rules = mirrorRules): RewrittenKind {
  return { kind, group, plural, namespaced: false, rules };
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
  grouped(gateway, 'ReferenceGrant', 'referencegrants', grantRules),
  clusterWide('', 'PersistentVolume', 'persistentvolumes', volumeRules),
  clusterWide('', 'Namespace', 'namespaces', namespaceRules),
  clusterWide('storage.k8s.io', 'StorageClass', 'storageclasses', storageClassRules),
  clusterWide('scheduling.k8s.io', 'PriorityClass', 'priorityclasses', priorityClassRules),
  clusterWide('snapshot.storage.k8s.io', 'VolumeSnapshotContent', 'volumesnapshotcontents', snapshotContentRules),
];

/** Kinds that come from the host. */
const mirrors: readonly RewrittenKind[] = [
  mirror('', 'Node', 'nodes', nodeRules),
  mirror(networking, 'IngressClass', 'ingressclasses'),
  mirror('node.k8s.io', 'RuntimeClass', 'runtimeclasses'),
  mirror('storage.k8s.io', 'StorageClass', 'storageclasses'),
  mirror('scheduling.k8s.io', 'PriorityClass', 'priorityclasses'),
  mirror(gateway, 'GatewayClass', 'gatewayclasses'),
  mirror('resource.k8s.io', 'DeviceClass', 'deviceclasses'),
  mirror('snapshot.storage.k8s.io', 'VolumeSnapshotClass', 'volumesnapshotclasses'),
  mirror('storage.k8s.io', 'CSINode', 'csinodes'),
  mirror('storage.k8s.io', 'CSIDriver', 'csidrivers'),
  { ...mirror('storage.k8s.io', 'CSIStorageCapacity', 'csistoragecapacities', capacityRules), namespaced: true },
];

/** What names an object. */
export interface ObjectKind {
  readonly kind: string;
  /** Such as `v1` or `apps/v1`; the kind's own where left out. */
  readonly apiVersion?: string | undefined;
}

/** An object of a kind, by its name where that counts. */
export interface NamedKind extends ObjectKind {
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
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
  const all = [...config.toHost, ...config.fromHost, ...config.imports.keys(), ...config.imported];
  const name = all.find((one) => {
    const dot = one.indexOf('.');
    return dot > 0 && plurals.has(one.slice(0, dot)) && (group === undefined || one.slice(dot + 1) === group);
  });
  return name === undefined
    ? undefined
    : {
        ...grouped(name.slice(name.indexOf('.') + 1), asked.kind, name, config.exported.has(name) ? [exportRule] : []),
        namespaced,
      };
}

/**
 * What happens to objects of a kind with this configuration, as `toHost` or, where they come from the host, as `mirror`;
 * undefined where they live in the vcluster only.
 */
export function rewriteOf(config: RewriteConfig, asked: NamedKind, namespaced: boolean): Rewrites | undefined {
  const known = kinds.find((one) => matches(one, asked)) ?? customKind(config, asked, namespaced);
  const { name, namespace } = asked;
  const place =
    known && name !== undefined
      ? importedFrom(config.imports, { plural: known.plural, name, namespace }, config.target.namespace)
      : undefined;
  if (known !== undefined && place !== undefined) {
    const rules = known.plural === 'gateways' ? importedGatewayRules : importRules;
    return { ...known, rules, direction: 'mirror', place };
  }
  if (
    known !== undefined &&
    config.toHost.has(known.plural) &&
    !(known.plural === 'endpointslices' && config.generation === 'legacy')
  ) {
    return { ...known, direction: 'toHost' };
  }
  if (known !== undefined && config.imported.has(known.plural)) {
    return { ...known, rules: genericImportRules, direction: 'mirror' };
  }
  const mirrored = mirrors.find((one) => matches(one, asked)) ?? (known && { ...known, rules: mirrorRules });
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
  const others = [
    ...hostVolumeRules,
    ...importedGatewayRules,
    ...genericImportRules,
    storageClassOf,
    exportRule,
    patched,
  ];
  return [...new Map([...rules, ...others].map((rule) => [rule.id, rule])).values()];
}
