import { hostAt } from '../connection/vclusterLookup.ts';
import type { Host } from '../host/host.ts';
import type { Hosts } from '../host/hosts.ts';
import { listVClusters } from '../host/listing.ts';
import { KubeError } from '../kube/error.ts';
import type { VCluster } from '../vcluster/model.ts';
import { syncedKinds } from '../vcluster/syncedKind.ts';
import type { BuiltInKind } from './comparedKind.ts';
import { listSome, mappedNamespaces, namespacesOf } from './hostList.ts';
import type { NameMatch } from './nameMatch.ts';
import { NameMatcher } from './nameMatcher.ts';

/** The synced objects of a host that have exactly one of these names. @throws KubeError */
export async function searchNames(
  hosts: Hosts,
  context: string,
  names: readonly string[],
): Promise<readonly NameMatch[]> {
  if (names.length === 0) {
    return [];
  }
  const vclusters = await listVClusters(hosts, context);
  const host = hostAt(hosts, context);
  const matcher = new NameMatcher(vclusters, await mappedNamespaces(host.client));
  const lists = names.flatMap((name) => syncedKinds.map((kind) => [name, kind] as const));
  const found = await Promise.all(lists.map(([name, kind]) => named(host, vclusters, kind, name, matcher)));
  return found.flat();
}

async function named(
  host: Host,
  vclusters: readonly VCluster[],
  kind: BuiltInKind,
  name: string,
  matcher: NameMatcher,
): Promise<readonly NameMatch[]> {
  const found: NameMatch[] = [];
  for (const namespace of namespacesOf(host, vclusters)) {
    try {
      await listSome(host.client, kind, namespace, { fieldSelector: `metadata.name=${name}` }, (object) => {
        const match = object.metadata?.name === name ? matcher.match(kind, object) : undefined;
        if (match !== undefined) {
          found.push(match);
        }
      });
    } catch (error) {
      // Kinds that may not be read, or that the host does not have, hide nothing but themselves.
      if (!KubeError.is(error, 'forbidden', 'notFound')) {
        throw error;
      }
    }
  }
  return found;
}
