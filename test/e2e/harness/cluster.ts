import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubeClient } from '../../../src/core/kube/client.ts';
import { createKubeClient } from '../../../src/core/kube/httpClient.ts';
import { loadKubeconfigFile } from '../../../src/core/kubeconfig/loader.ts';
import { mergeKubeconfig } from '../../../src/core/kubeconfig/merge.ts';

/** Asks the cluster that the current context of a kubeconfig file leads to. */
export async function withKubeconfig<T>(path: string, ask: (client: KubeClient) => Promise<T>): Promise<T> {
  const { contexts, currentContext } = mergeKubeconfig([await loadKubeconfigFile(path)]);
  const entry = contexts.find(({ name }) => name === currentContext);
  if (entry === undefined) {
    throw new Error(`${path} has no current context.`);
  }
  const client = createKubeClient(entry);
  try {
    return await ask(client);
  } finally {
    client.close();
  }
}

/** The same for the text of a kubeconfig. */
export async function withKubeconfigText<T>(text: string, ask: (client: KubeClient) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'vcluster-text-'));
  try {
    const path = join(folder, 'config');
    await writeFile(path, text, { mode: 0o600 });
    return await withKubeconfig(path, ask);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
