import { apiVersionOf, catalogue, reviews, type Served } from './catalogue.ts';
import type { Tree } from './tree.ts';

const all: readonly Served[] = [...catalogue, ...reviews];
const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/** The version that the playground says it is. */
export const kubernetesVersion = {
  major: '1',
  minor: '33',
  gitVersion: 'v1.33.4',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '2025-08-13T00:00:00Z',
  goVersion: 'go1.24.5',
  compiler: 'gc',
  platform: 'linux/amd64',
} as const;

/** What /version answers: the playground's own, or that of another version, such as `v1.26.1+k3s1`. */
export function versionInfo(gitVersion: string = kubernetesVersion.gitVersion): Tree {
  const [, major = kubernetesVersion.major, minor = kubernetesVersion.minor] = /^v(\d+)\.(\d+)/.exec(gitVersion) ?? [];
  return { ...kubernetesVersion, major, minor, gitVersion };
}

/** A subresource: its path, its kind and what it answers to. */
interface Subresource {
  readonly name: string;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly verbs: readonly string[];
}

function subresources(type: Served): readonly Subresource[] {
  const written = ['get', 'patch', 'update'];
  const own = { group: type.group, version: type.version };
  return [
    ...(type.status ? [{ name: 'status', ...own, kind: type.kind, verbs: written }] : []),
    ...(type.scale ? [{ name: 'scale', group: 'autoscaling', version: 'v1', kind: 'Scale', verbs: written }] : []),
    ...(type.plural === 'pods'
      ? [
          { name: 'log', ...own, kind: 'Pod', verbs: ['get'] },
          { name: 'portforward', ...own, kind: 'PodPortForwardOptions', verbs: ['create', 'get'] },
          { name: 'eviction', group: 'policy', version: 'v1', kind: 'Eviction', verbs: ['create'] },
        ]
      : []),
    ...(type.plural === 'serviceaccounts'
      ? [{ name: 'token', group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest', verbs: ['create'] }]
      : []),
  ];
}

function verbsOf(type: Served): readonly string[] {
  return reviews.includes(type) ? ['create'] : verbs;
}

/** The groups other than the core one, in the order of the catalogue. */
export const groupNames: readonly string[] = [...new Set(all.map(({ group }) => group))].filter(
  (group) => group !== '',
);

function groupVersion(group: string): Tree {
  const version = { groupVersion: `${group}/v1`, version: 'v1' };
  return { name: group, versions: [version], preferredVersion: version };
}

/** `APIVersions`, the plain answer of /api. */
export function coreVersions(): Tree {
  return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] };
}

/** `APIGroupList`, the plain answer of /apis. */
export function groupList(): Tree {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groupNames.map(groupVersion) };
}

/** `APIGroup` of one group; undefined for one that is not served. */
export function groupOf(group: string): Tree | undefined {
  return groupNames.includes(group) ? { kind: 'APIGroup', apiVersion: 'v1', ...groupVersion(group) } : undefined;
}

/** `APIResourceList` of one group version; undefined for one that is not served. */
export function resourceList(group: string, version: string): Tree | undefined {
  const types = all.filter((type) => type.group === group && type.version === version);
  if (types.length === 0) {
    return undefined;
  }
  const resources = types.flatMap((type) => [
    {
      name: type.plural,
      singularName: type.singular,
      namespaced: type.namespaced,
      kind: type.kind,
      verbs: verbsOf(type),
      ...(type.shortNames.length > 0 ? { shortNames: type.shortNames } : {}),
      ...(type.categories.length > 0 ? { categories: type.categories } : {}),
    },
    ...subresources(type).map((sub) => ({
      name: `${type.plural}/${sub.name}`,
      singularName: '',
      namespaced: type.namespaced,
      group: sub.group,
      version: sub.version,
      kind: sub.kind,
      verbs: sub.verbs,
    })),
  ]);
  const first = types[0];
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: first ? apiVersionOf(first) : '', resources };
}

function aggregatedGroup(group: string): Tree {
  const resources = all
    .filter((type) => type.group === group)
    .map((type) => ({
      resource: type.plural,
      responseKind: { group: type.group, version: type.version, kind: type.kind },
      scope: type.namespaced ? 'Namespaced' : 'Cluster',
      singularResource: type.singular,
      verbs: verbsOf(type),
      shortNames: type.shortNames,
      categories: type.categories,
      subresources: subresources(type).map((sub) => ({
        subresource: sub.name,
        responseKind: { group: sub.group, version: sub.version, kind: sub.kind },
        verbs: sub.verbs,
      })),
    }));
  return {
    metadata: { ...(group ? { name: group } : {}), creationTimestamp: null },
    versions: [{ version: 'v1', resources, freshness: 'Current' }],
  };
}

/** `APIGroupDiscoveryList`: all there is to know about /api or /apis in one answer. */
export function aggregated(core: boolean): Tree {
  const groups = core ? [''] : groupNames;
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: groups.map(aggregatedGroup),
  };
}
