import type { KubeClient } from '../../../src/core/kube/client.ts';
import { createKubeClient } from '../../../src/core/kube/httpClient.ts';
import type { KubeObject } from '../../../src/core/kube/resource.ts';
import { loadKubeconfigFile } from '../../../src/core/kubeconfig/loader.ts';
import { mergeKubeconfig } from '../../../src/core/kubeconfig/merge.ts';
import type { PlaygroundOptions } from '../../../src/core/playground/playground.ts';
import { type Bench, startBench } from '../playground/harness.ts';

/** A playground and the product's own client for it, as a user's kubeconfig would give it. */
export interface ClientBench {
  readonly bench: Bench;
  readonly client: KubeClient;
  create(path: string, object: unknown): Promise<KubeObject>;
  exists(path: string): Promise<boolean>;
  end(): Promise<void>;
}

export async function startClientBench(options: Partial<PlaygroundOptions> = {}): Promise<ClientBench> {
  const bench = await startBench(options);
  const [context] = mergeKubeconfig([await loadKubeconfigFile(bench.playground.kubeconfigPath)]).contexts;
  if (context === undefined) {
    throw new Error('the playground has no context');
  }
  const client = createKubeClient(context);
  return {
    bench,
    client,
    create: async (path, object) => {
      const { status, text, body } = await bench.call('POST', path, object);
      if (status !== 201) {
        throw new Error(`${path}: ${text}`);
      }
      return body;
    },
    exists: async (path) => (await bench.call('GET', path)).status === 200,
    end: async () => {
      client.close();
      await bench.end();
    },
  };
}
