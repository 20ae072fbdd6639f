import type { Host } from '../host/host.ts';
import type { KubeClient } from '../kube/client.ts';
import { KubeError } from '../kube/error.ts';
import type { KubeObject, ResourceType } from '../kube/resource.ts';
import { listPages } from '../reflector/pager.ts';
import { marks } from '../vcluster/marks.ts';
import type { VCluster } from '../vcluster/model.ts';
import { label } from '../vcluster/raw.ts';
import { type BuiltInKind, comparedResource } from './comparedKind.ts';

const pageSize = 500;

/** Thrown to end a list that is long enough. */
export class Enough extends Error {}

/** Lists the metadata of objects page by page, until `take` throws `Enough`. @throws KubeError */
export async function listSome(
  client: KubeClient,
  kind: BuiltInKind | 'namespaces',
  namespace: string | undefined,
  query: Readonly<Record<string, string>>,
  take: (object: KubeObject) => void,
): Promise<void> {
  const type = comparedResource(kind);
  const where = type.namespaced ? namespace : undefined;
  try {
    await listPages(
      (page) => client.list(type, where, { query: { ...query, ...page }, metadataOnly: true, take }),
      pageSize,
      { begin: () => undefined },
    );
  } catch (error) {
    if (!(error instanceof Enough) && !(error instanceof Error && error.cause instanceof Enough)) {
      throw error;
    }
  }
}

/** The metadata of one object; undefined where it is not there. @throws KubeError */
export async function present(
  client: KubeClient,
  type: ResourceType,
  namespace: string | undefined,
  name: string,
): Promise<KubeObject | undefined> {
  try {
    return await client.get(type, namespace, name, { metadataOnly: true });
  } catch (error) {
    if (KubeError.is(error, 'notFound')) {
      return undefined;
    }
    throw error;
  }
}

/** Where to look: everywhere, or in the namespaces that may be looked at. */
export function namespacesOf({ view }: Host, vclusters: readonly VCluster[]): readonly (string | undefined)[] {
  return view.narrowedTo === undefined ? [undefined] : [...new Set(vclusters.map(({ namespace }) => namespace))];
}

/** The namespaces of a host that stand for virtual ones, with the mark of their vcluster; none where they may not be listed. */
export async function mappedNamespaces(client: KubeClient): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  try {
    await listSome(client, 'namespaces', undefined, { labelSelector: marks.managedBy }, (object) => {
      found.set(object.metadata?.name ?? '', label(object, marks.managedBy) ?? '');
    });
  } catch (error) {
    if (!KubeError.is(error, 'forbidden', 'notFound')) {
      throw error;
    }
  }
  return found;
}
