import type { KubeClient } from '../kube/client.ts';
import { KubeError } from '../kube/error.ts';
import { type ResourceType, resources } from '../kube/resource.ts';
import { dig, objects, text } from '../vcluster/raw.ts';

/** The groups of kinds that vcluster knows by name, and that not every cluster has. */
const groups: Readonly<Record<string, string>> = {
  volumesnapshots: 'snapshot.storage.k8s.io',
  volumesnapshotcontents: 'snapshot.storage.k8s.io',
  resourceclaims: 'resource.k8s.io',
  resourceclaimtemplates: 'resource.k8s.io',
  gateways: 'gateway.networking.k8s.io',
  httproutes: 'gateway.networking.k8s.io',
  tlsroutes: 'gateway.networking.k8s.io',
  backendtlspolicies: 'gateway.networking.k8s.io',
  referencegrants: 'gateway.networking.k8s.io',
  ingressclasses: 'networking.k8s.io',
  runtimeclasses: 'node.k8s.io',
  gatewayclasses: 'gateway.networking.k8s.io',
  deviceclasses: 'resource.k8s.io',
  volumesnapshotclasses: 'snapshot.storage.k8s.io',
  csinodes: 'storage.k8s.io',
  csidrivers: 'storage.k8s.io',
  csistoragecapacities: 'storage.k8s.io',
};

/** What the host serves of a group; nothing where it has none of it. */
async function served(client: KubeClient, group: string, signal: AbortSignal): Promise<readonly ResourceType[]> {
  const path = `/apis/${encodeURIComponent(group)}`;
  try {
    const about = await client.request('GET', path, undefined, { signal });
    const version = text(dig(about, 'preferredVersion', 'version'), 100);
    if (version === undefined) {
      return [];
    }
    const list = await client.request('GET', `${path}/${encodeURIComponent(version)}`, undefined, { signal });
    return objects(dig(list, 'resources')).flatMap((one) => {
      const [plural, kind] = [text(one['name'], 300), text(one['kind'], 100)];
      return plural === undefined || kind === undefined
        ? []
        : [{ group, version, plural, kind, namespaced: one['namespaced'] === true }];
    });
  } catch (error) {
    if (KubeError.is(error, 'cancelled')) {
      throw error;
    }
    return [];
  }
}

/**
 * The resources that a vcluster syncs besides those that are always compared, as its host serves them, by what its configuration names:
 * `plural.group`, or the plural of what vcluster knows. Those that the host does not have are left out. Rejects only when it was cancelled.
 */
export async function customResources(
  client: KubeClient,
  synced: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<readonly ResourceType[]> {
  const named = [...synced].flatMap((name): readonly (readonly [string, string])[] => {
    const dot = name.indexOf('.');
    const group = groups[name];
    return dot > 0 ? [[name.slice(0, dot), name.slice(dot + 1)]] : group === undefined ? [] : [[name, group]];
  });
  const asked = [...new Set(named.map(([, group]) => group))];
  const types = (await Promise.all(asked.map((group) => served(client, group, signal)))).flat();
  const found = named.flatMap(
    ([plural, group]) => types.find((type) => type.plural === plural && type.group === group) ?? [],
  );
  return synced.has('nodes') ? [resources.nodes, ...found] : found;
}
