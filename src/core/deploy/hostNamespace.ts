import type { KubeClient } from '../kube/client.ts';
import { KubeError } from '../kube/error.ts';
import { resourcePath, resources } from '../kube/resource.ts';

/** The annotation by which the vcluster CLI knows that a namespace was made for a vcluster, and may go with it. */
export const createdAnnotation = 'vcluster.loft.sh/created';

/** Makes a namespace, marked as made for a vcluster, unless it is there. Gives whether it was made now. */
export async function ensureNamespace(client: KubeClient, name: string, signal: AbortSignal): Promise<boolean> {
  const body = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, annotations: { [createdAnnotation]: 'true' } },
  };
  try {
    await client.get(resources.namespaces, undefined, name, { signal, metadataOnly: true });
    return false;
  } catch (error) {
    // Who may not look may still be allowed to work in it.
    if (KubeError.is(error, 'forbidden')) {
      return false;
    }
    if (!KubeError.is(error, 'notFound')) {
      throw error;
    }
  }
  try {
    await client.request('POST', resourcePath(resources.namespaces), body, { signal });
    return true;
  } catch (error) {
    if (KubeError.is(error, 'conflict')) {
      return false;
    }
    throw error;
  }
}
