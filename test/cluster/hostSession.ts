import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createKubeClient } from '../../src/core/kube/httpClient.ts';
import { loadKubeconfigFile } from '../../src/core/kubeconfig/loader.ts';
import { mergeKubeconfig } from '../../src/core/kubeconfig/merge.ts';
import { createReflector } from '../../src/core/reflector/liveReflector.ts';
import type { Reflector, ReflectorFactory, ReflectorQuery } from '../../src/core/reflector/reflector.ts';
import type { ReflectorTimings } from '../../src/core/reflector/reflectorTimings.ts';
import type { ControlPlane } from './host/controlPlane.ts';
import { type KubeconfigUserEntry, writePrivately } from './host/kubeconfig.ts';
import { BreakingProxy } from './proxy.ts';
import { RecordingClient } from './recordingClient.ts';

/** As in the product, but for a test that has no minutes to spare. */
const quick: Partial<ReflectorTimings> = {
  watchMinMs: 2_000,
  watchMaxMs: 4_000,
  backoff: { firstMs: 20, maxMs: 300 },
  slowBackoff: { firstMs: 300, maxMs: 600, certain: 0.5 },
  graceMs: 200,
  pollMs: 300,
  rewatchMs: 1_000,
  widenMs: 1_000,
};

/** What a test holds of one user's way to the control plane: a proxy, the product's client, and reflectors on it. */
export class HostSession {
  readonly proxy: BreakingProxy;
  readonly client: RecordingClient;
  readonly #reflectors: Reflector<unknown>[] = [];

  private constructor(proxy: BreakingProxy, client: RecordingClient) {
    this.proxy = proxy;
    this.client = client;
  }

  /** As the administrator unless `user` says otherwise. The kubeconfig is written, read and merged as a user's would be. */
  static async open(host: ControlPlane, user?: KubeconfigUserEntry): Promise<HostSession> {
    const proxy = await BreakingProxy.start(host.server);
    const text = host.kubeconfig(user ?? { token: host.adminToken }, { server: proxy.url });
    const file = await writePrivately(join(host.folder, `${randomUUID()}.kubeconfig`), text);
    const [context] = mergeKubeconfig([await loadKubeconfigFile(file)]).contexts;
    if (!context || context.problem) {
      throw context?.problem ?? new Error(`No context was read from ${file}.`);
    }
    return new HostSession(proxy, new RecordingClient(createKubeClient(context, { timeoutMs: 3_000 })));
  }

  /** Makes reflectors that the session stops in the end. */
  get reflectors(): ReflectorFactory {
    return (client, query) => {
      const reflector = createReflector(client, query, { timings: quick });
      this.#reflectors.push(reflector as Reflector<unknown>);
      return reflector;
    };
  }

  /** A reflector that is started already. */
  reflect<T>(query: ReflectorQuery<T>): Reflector<T> {
    const reflector = this.reflectors(this.client, query);
    reflector.start();
    return reflector;
  }

  async close(): Promise<void> {
    for (const reflector of this.#reflectors) {
      reflector.stop();
    }
    this.client.close();
    await this.proxy.close();
  }
}
