import { dig, text } from '../vcluster/raw.ts';
import type { HostsContainer } from './config.ts';
import { gatewayOfKey, gatewayResources, isOn } from './gatewayConfig.ts';
import { podSecurityLabels, type ValuesConfig } from './legacyConfig.ts';
import { limitDefaults } from './limitRange.ts';
import { type Patch, patchesOf } from './patch.ts';

/** The keys below sync.toHost and sync.fromHost, with the resource that each stands for. */
const resourceOfKey: Readonly<Record<string, string>> = {
  pods: 'pods',
  secrets: 'secrets',
  configMaps: 'configmaps',
  ingresses: 'ingresses',
  services: 'services',
  endpoints: 'endpoints',
  endpointSlices: 'endpointslices',
  networkPolicies: 'networkpolicies',
  persistentVolumeClaims: 'persistentvolumeclaims',
  persistentVolumes: 'persistentvolumes',
  volumeSnapshots: 'volumesnapshots',
  volumeSnapshotContents: 'volumesnapshotcontents',
  storageClasses: 'storageclasses',
  serviceAccounts: 'serviceaccounts',
  podDisruptionBudgets: 'poddisruptionbudgets',
  priorityClasses: 'priorityclasses',
  resourceClaims: 'resourceclaims',
  resourceClaimTemplates: 'resourceclaimtemplates',
};

const onByDefault: ReadonlySet<string> = new Set([
  'pods',
  'secrets',
  'configMaps',
  'services',
  'endpoints',
  'endpointSlices',
  'persistentVolumeClaims',
]);

const mirrored: Readonly<Record<string, string>> = {
  nodes: 'nodes',
  ingressClasses: 'ingressclasses',
  runtimeClasses: 'runtimeclasses',
  priorityClasses: 'priorityclasses',
  storageClasses: 'storageclasses',
  gatewayClasses: 'gatewayclasses',
  deviceClasses: 'deviceclasses',
  volumeSnapshotClasses: 'volumesnapshotclasses',
  csiNodes: 'csinodes',
  csiDrivers: 'csidrivers',
  csiStorageCapacities: 'csistoragecapacities',
};

/** What a scheduler inside needs from the host, unless it is turned off. */
const scheduledBy: ReadonlySet<string> = new Set(['storageClasses', 'csiNodes', 'csiDrivers', 'csiStorageCapacities']);

function mirroredResources(values: object, scheduler: boolean): readonly string[] {
  const gateways = dig(values, 'sync', 'toHost', 'gatewayApi', 'enabled') === true;
  return Object.entries(mirrored).flatMap(([key, plural]) => {
    const given = dig(values, 'sync', 'fromHost', key, 'enabled') ?? 'auto';
    const needed = (scheduler && scheduledBy.has(key)) || (key === 'gatewayClasses' && gateways);
    return isOn(given) || (needed && given === 'auto') ? [plural] : [];
  });
}

function strings(value: unknown): Readonly<Record<string, string>> {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(entries.flatMap(([key, one]) => (typeof one === 'string' ? [[key, one]] : [])));
}

function list(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function customResources(values: object): readonly string[] {
  const given = dig(values, 'sync', 'toHost', 'customResources');
  return Object.entries(typeof given === 'object' && given !== null ? given : {}).flatMap(([name, one]) =>
    dig(one, 'enabled') === true ? [name] : [],
  );
}

function patches(values: object): ReadonlyMap<string, readonly Patch[]> {
  const toHost = dig(values, 'sync', 'toHost');
  const custom = dig(toHost, 'customResources');
  return new Map([
    ...Object.entries(resourceOfKey).map(([key, plural]) => [plural, patchesOf(dig(toHost, key))] as const),
    ...Object.entries(gatewayOfKey).map(
      ([key, plural]) => [plural, patchesOf(dig(toHost, 'gatewayApi', key))] as const,
    ),
    ...Object.entries(typeof custom === 'object' && custom !== null ? custom : {}).map(
      ([name, one]) => [name, patchesOf(one)] as const,
    ),
  ]);
}

/** Image and resources of the container that writes /etc/hosts. Before v0.27 the image was one text. */
function hostsContainer(values: object, minor: number): HostsContainer {
  const given = dig(values, 'sync', 'toHost', 'pods', 'rewriteHosts', 'initContainer');
  const image = dig(given, 'image');
  const registry = dig(image, 'registry') ?? (minor >= 27 ? 'mirror.gcr.io' : undefined);
  const path = `${text(dig(image, 'repository')) ?? 'library/alpine'}:${text(dig(image, 'tag')) ?? '3.20'}`;
  const resources = (key: string): Readonly<Record<string, string>> => ({
    cpu: '30m',
    memory: '64Mi',
    ...strings(dig(given, 'resources', key)),
  });
  return {
    image: text(image) ?? [text(registry), path].filter((part) => part !== undefined).join('/'),
    resources: { limits: resources('limits'), requests: resources('requests') },
  };
}

/** Whether the chart makes a LimitRange: where it is on, or may be and there is a quota. */
function hasLimits(values: object): boolean {
  const given = dig(values, 'policies', 'limitRange', 'enabled');
  const isOff = given === false || given === 'false';
  return isOn(given) || (!isOff && isOn(dig(values, 'policies', 'resourceQuota', 'enabled')));
}

/** What a vcluster.yaml decides. */
export function currentConfig(values: object, minor: number): ValuesConfig {
  const toHost = (key: string, ...rest: readonly string[]): unknown => dig(values, 'sync', 'toHost', key, ...rest);
  const synced = Object.entries(resourceOfKey).flatMap(([key, plural]) => {
    const given = toHost(key, 'enabled');
    return (typeof given === 'boolean' ? given : onByDefault.has(key)) ? [plural] : [];
  });
  const multi =
    toHost('namespaces', 'enabled') === true || dig(values, 'experimental', 'multiNamespaceMode', 'enabled') === true;
  const scheduler =
    dig(values, 'controlPlane', 'distro', 'k8s', 'scheduler', 'enabled') === true ||
    dig(values, 'controlPlane', 'advanced', 'virtualScheduler', 'enabled') === true;
  const privateNodes = dig(values, 'privateNodes', 'enabled') === true;
  const hybrid = toHost('pods', 'hybridScheduling', 'enabled') === true;
  const account = text(dig(values, 'controlPlane', 'advanced', 'workloadServiceAccount', 'name'));
  const runtimeClass = text(toHost('pods', 'runtimeClassName'));
  const priorityClass = text(toHost('pods', 'priorityClassName'));
  const mapper = dig(values, 'controlPlane', 'hostPathMapper', 'enabled') === true;
  return {
    namespaces: multi ? 'multi' : 'single',
    namespaceMappings: strings(toHost('namespaces', 'mappings', 'byName')),
    mappedNamespacesOnly: toHost('namespaces', 'mappingsOnly') === true,
    enforcedNamespaceLabels: podSecurityLabels(dig(values, 'policies', 'podSecurityStandard')),
    keptLabels: list(dig(values, 'experimental', 'syncSettings', 'syncLabels')),
    setOwner: dig(values, 'experimental', 'syncSettings', 'setOwner') !== false,
    clusterDomain: text(dig(values, 'networking', 'advanced', 'clusterDomain')) ?? 'cluster.local',
    toHost: new Set(
      privateNodes
        ? []
        : [
            ...synced.filter((plural) => !(multi && plural === 'networkpolicies')),
            ...gatewayResources(values, multi),
            ...customResources(values),
            ...(multi ? ['namespaces'] : []),
          ],
    ),
    fromHost: new Set(privateNodes ? [] : mirroredResources(values, scheduler || hybrid)),
    all: new Set(
      ['configMaps', 'secrets'].filter((key) => toHost(key, 'all') === true).map((key) => key.toLowerCase()),
    ),
    ...(account === undefined ? {} : { workloadAccount: account }),
    ...(toHost('pods', 'rewriteHosts', 'enabled') === false ? {} : { hosts: hostsContainer(values, minor) }),
    defaultRegistry: text(dig(values, 'controlPlane', 'advanced', 'defaultImageRegistry')) ?? '',
    hostPaths: true,
    hostPathMapper: mapper,
    scheduler,
    privateNodes,
    patches: patches(values),
    extraNamespaceLabels: strings(toHost('namespaces', 'extraLabels')),
    images: strings(toHost('pods', 'translateImage')),
    tolerations: list(toHost('pods', 'enforceTolerations')),
    nodeSelector:
      dig(values, 'sync', 'fromHost', 'nodes', 'enabled') === true
        ? strings(dig(values, 'sync', 'fromHost', 'nodes', 'selector', 'labels'))
        : {},
    ...(runtimeClass === undefined ? {} : { runtimeClass }),
    ...(priorityClass === undefined ? {} : { priorityClass }),
    ...(hasLimits(values) ? { limitRange: limitDefaults(dig(values, 'policies', 'limitRange')) } : {}),
    tokenSecrets: toHost('pods', 'useSecretsForSATokens') === true,
  };
}
