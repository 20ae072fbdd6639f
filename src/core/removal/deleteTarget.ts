import type { KubeClient } from '../kube/client.ts';
import { KubeError } from '../kube/error.ts';
import { resourcePath } from '../kube/resource.ts';
import type { RemovalTarget } from './removalItem.ts';

/**
 * Deletes an object if it is still the one that was seen. Gives false where it is gone already or another has taken its place.
 * @throws KubeError
 */
export async function deleteTarget(
  client: KubeClient,
  { type, namespace, name, uid }: RemovalTarget,
  signal: AbortSignal,
): Promise<boolean> {
  const options = {
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    propagationPolicy: 'Background',
    preconditions: { uid },
  };
  try {
    await client.request('DELETE', resourcePath(type, namespace, name), options, { signal });
    return true;
  } catch (error) {
    // A namespace that is going away already answers with a conflict as well.
    if (KubeError.is(error, 'notFound', 'conflict')) {
      return false;
    }
    throw error;
  }
}
