import { parseImage } from '../vcluster/image.ts';
import { dig, text } from '../vcluster/raw.ts';
import type { HostsContainer } from './config.ts';
import { gatewayResources, isOn } from './gatewayConfig.ts';
import { exportedKinds, exportPatches, importChanges, importedKinds } from './genericSync.ts';
import { hasOwnRoutes, imports, mirroredResources } from './importConfig.ts';
import { podSecurityLabels, type ValuesConfig } from './legacyConfig.ts';
import { limitDefaults } from './limitRange.ts';
import { patches } from './patchConfig.ts';
import { customResources, resourceOfKey, strings } from './syncKeys.ts';

const onByDefault: ReadonlySet<string> = new Set([
  'pods',
  'secrets',
  'configMaps',
  'services',
  'endpoints',
  'endpointSlices',
  'persistentVolumeClaims',
]);

/** The first minor version that syncs a kind at all, where that is not the first of this format. */
const since: Readonly<Record<string, number>> = { endpointSlices: 30 };

function list(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** The generic sync of v0.20 to v0.27, which later versions do not have. */
function genericSync(values: object, minor: number): unknown {
  return minor < 28 ? dig(values, 'experimental', 'genericSync') : undefined;
}

/** Image and resources of the container that writes /etc/hosts. Before v0.27 the image was one text, which is still read. */
function hostsContainer(values: object, minor: number): HostsContainer {
  const given = dig(values, 'sync', 'toHost', 'pods', 'rewriteHosts', 'initContainer');
  const image = dig(given, 'image');
  const whole = text(image);
  const registry = whole === undefined ? (dig(image, 'registry') ?? 'mirror.gcr.io') : parseImage(whole).registry;
  const path = `${text(dig(image, 'repository')) ?? 'library/alpine'}:${text(dig(image, 'tag')) ?? '3.20'}`;
  const prefix = minor >= 27 ? text(registry) : undefined;
  const resources = (key: string): Readonly<Record<string, string>> => ({
    cpu: '30m',
    memory: '64Mi',
    ...strings(dig(given, 'resources', key)),
  });
  return {
    registry: prefix,
    image: whole?.slice(prefix === undefined ? 0 : prefix.length + 1) ?? path,
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
    const enabled = typeof given === 'boolean' ? given : onByDefault.has(key);
    return enabled && minor >= (since[key] ?? 0) ? [plural] : [];
  });
  // Up to v0.20 one switch stands for snapshots, their contents and their classes.
  const withSnapshots = minor < 21 && synced.includes('volumesnapshots');
  const generic = genericSync(values, minor);
  const mapped = toHost('namespaces', 'enabled') === true;
  const multi = mapped || dig(values, 'experimental', 'multiNamespaceMode', 'enabled') === true;
  const scheduler =
    dig(values, 'controlPlane', 'distro', 'k8s', 'scheduler', 'enabled') === true ||
    dig(values, 'controlPlane', 'advanced', 'virtualScheduler', 'enabled') === true;
  const privateNodes = dig(values, 'privateNodes', 'enabled') === true;
  const hybrid = toHost('pods', 'hybridScheduling', 'enabled') === true;
  const account = text(dig(values, 'controlPlane', 'advanced', 'workloadServiceAccount', 'name'));
  const runtimeClass = text(toHost('pods', 'runtimeClassName'));
  const priorityClass = text(toHost('pods', 'priorityClassName'));
  const mapper = dig(values, 'controlPlane', 'hostPathMapper');
  const kubelets = dig(values, 'networking', 'advanced', 'proxyKubelets', 'byIP') !== false;
  const target = text(dig(values, 'experimental', 'syncSettings', 'targetNamespace'));
  const unmapped = toHost('namespaces', 'mappingsOnly') === true ? 'unsynced' : 'shared';
  return {
    namespaces: multi ? 'multi' : 'single',
    workloadNamespace: multi ? undefined : target,
    namespaceMappings: strings(toHost('namespaces', 'mappings', 'byName')),
    unmappedNamespaces: mapped ? unmapped : 'hashed',
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
            ...customResources(values, 'toHost').map(([name]) => name),
            ...exportedKinds(generic),
            ...(withSnapshots ? ['volumesnapshotcontents'] : []),
            ...(multi ? ['namespaces'] : []),
          ],
    ),
    fromHost: new Set(
      privateNodes
        ? []
        : [...mirroredResources(values, scheduler || hybrid), ...(withSnapshots ? ['volumesnapshotclasses'] : [])],
    ),
    imports: privateNodes ? new Map() : imports(values),
    all: new Set(
      ['configMaps', 'secrets'].filter((key) => toHost(key, 'all') === true).map((key) => key.toLowerCase()),
    ),
    ...(account === undefined ? {} : { workloadAccount: account }),
    ...(toHost('pods', 'rewriteHosts', 'enabled') === false ? {} : { hosts: hostsContainer(values, minor) }),
    defaultRegistry: text(dig(values, 'controlPlane', 'advanced', 'defaultImageRegistry')) ?? '',
    hostPaths: true,
    hostPathMapper: dig(mapper, 'enabled') === true && dig(mapper, 'central') !== true,
    scheduler,
    nodeAddresses: scheduler && kubelets && minor >= 23 && minor <= 27,
    privateNodes,
    patches: new Map([...patches(values, 'toHost'), ...exportPatches(generic)]),
    exported: new Set(exportedKinds(generic)),
    imported: new Set(importedKinds(generic, multi ? 'multi' : 'single')),
    importPatches: new Map([...patches(values, 'fromHost'), ...importChanges(generic)]),
    ownGatewayRoutes: hasOwnRoutes(values),
    extraNamespaceLabels: {
      ...strings(dig(values, 'experimental', 'multiNamespaceMode', 'namespaceLabels')),
      ...strings(toHost('namespaces', 'extraLabels')),
    },
    images: strings(toHost('pods', 'translateImage')),
    tolerations: list(toHost('pods', 'enforceTolerations')),
    // Whether nodes are synced does not matter for pods.
    nodeSelector: strings(dig(values, 'sync', 'fromHost', 'nodes', 'selector', 'labels')),
    ...(runtimeClass === undefined ? {} : { runtimeClass }),
    ...(priorityClass === undefined ? {} : { priorityClass }),
    ...(hasLimits(values) ? { limitRange: limitDefaults(dig(values, 'policies', 'limitRange')) } : {}),
    tokenSecrets: toHost('pods', 'useSecretsForSATokens') === true,
  };
}
