import type { KubeClient } from '../kube/client.ts';
import { KubeError } from '../kube/error.ts';
import { resources } from '../kube/resource.ts';
import { useKey } from '../rewrite/pair.ts';

/** What pods and Ingresses refer to. */
const kinds = ['configmaps', 'secrets', 'persistentvolumeclaims', 'serviceaccounts', 'services'] as const;
/** More objects of a kind than this are not read; then nothing is known. */
const mostObjects = 5000;

/**
 * What is inside a connected vcluster that manifests refer to, as `Kind/namespace/name`; undefined where it cannot be read
 * whole, as nothing can be said to be missing then.
 */
export async function insideObjects(client: KubeClient, signal: AbortSignal): Promise<ReadonlySet<string> | undefined> {
  try {
    const options = { query: { limit: mostObjects }, metadataOnly: true, signal, timeoutMs: 10_000 };
    const lists = await Promise.all(kinds.map((kind) => client.list(resources[kind], undefined, options)));
    const keys = lists.flatMap(({ items }, index) => {
      const { kind } = resources[kinds[index] ?? 'configmaps'];
      return items.map(({ metadata }) => useKey(kind, metadata?.namespace, metadata?.name ?? ''));
    });
    return lists.some(({ metadata }) => metadata.continue) ? undefined : new Set(keys);
  } catch (error) {
    if (KubeError.is(error) && error.kind !== 'cancelled') {
      return undefined;
    }
    throw error;
  }
}
