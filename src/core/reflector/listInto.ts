import type { KubeClient } from '../kube/client.ts';
import type { Scope } from './collection.ts';
import { listPages, type PageQuery } from './pager.ts';
import type { ReflectorQuery } from './reflector.ts';
import type { ReflectorTimings } from './reflectorTimings.ts';

/**
 * Lists what a query asks for and takes it into `scope` as it arrives; what the scope held beyond that goes at the end.
 * Gives the resource version to watch from. Rejects with what the client does, or with the signal's reason.
 */
export async function listInto<T>(
  client: KubeClient,
  query: ReflectorQuery<T>,
  scope: Scope<T>,
  { pageSize }: ReflectorTimings,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { type, namespace, labelSelector, fieldSelector, metadataOnly } = query;
  const fetchPage = (page: PageQuery) =>
    client.list(type, namespace, {
      query: { labelSelector, fieldSelector, ...page },
      signal,
      take: (object) => scope.listed(object),
      ...(metadataOnly === undefined ? {} : { metadataOnly }),
    });
  const resourceVersion = await listPages(fetchPage, pageSize, { begin: () => scope.begin() });
  signal.throwIfAborted();
  scope.end();
  return resourceVersion;
}
