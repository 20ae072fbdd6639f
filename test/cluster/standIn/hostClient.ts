import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { KubeClient } from '../../../src/core/kube/client.ts';
import { createKubeClient } from '../../../src/core/kube/httpClient.ts';
import { loadKubeconfigFile } from '../../../src/core/kubeconfig/loader.ts';
import { mergeKubeconfig } from '../../../src/core/kubeconfig/merge.ts';
import type { ControlPlane } from '../host/controlPlane.ts';
import { type KubeconfigUserEntry, writePrivately } from '../host/kubeconfig.ts';

/** The product's client with nothing in between, as the administrator unless `user` says otherwise. The caller closes it. */
export async function hostClient(
  host: ControlPlane,
  user: KubeconfigUserEntry = { token: host.adminToken },
): Promise<KubeClient> {
  const file = await writePrivately(join(host.folder, `${randomUUID()}.kubeconfig`), host.kubeconfig(user));
  const [context] = mergeKubeconfig([await loadKubeconfigFile(file)]).contexts;
  if (!context || context.problem) {
    throw context?.problem ?? new Error(`No context was read from ${file}.`);
  }
  return createKubeClient(context);
}
