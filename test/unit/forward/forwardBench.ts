import type { Disposable } from '../../../src/core/base/emitter.ts';
import { type Forward, startForward } from '../../../src/core/forward/forward.ts';
import type { ForwardOptions } from '../../../src/core/forward/forwardOptions.ts';
import type { ForwardTarget } from '../../../src/core/forward/target.ts';
import type { KubeClient } from '../../../src/core/kube/client.ts';
import { createKubeClient } from '../../../src/core/kube/httpClient.ts';
import { resources } from '../../../src/core/kube/resource.ts';
import type { PortHandler } from '../../../src/core/playground/portForward/ports.ts';
import { contextFor } from '../kube/apiServer.ts';
import { startForwardBench } from '../playground/forwardBench.ts';
import type { Bench } from '../playground/harness.ts';
import { LocalClient } from './localClient.ts';

/** The port that tests serve. */
export const podPort = 5432;

/** Forwards to the pod `web` of a playground. All that was started ends with it. */
export class ForwardBench {
  readonly bench: Bench;
  readonly client: KubeClient;
  readonly log: string[] = [];
  readonly #forwards: Forward[] = [];
  readonly #clients: LocalClient[] = [];

  private constructor(bench: Bench) {
    this.bench = bench;
    this.client = this.makeClient();
  }

  static async start(): Promise<ForwardBench> {
    return new ForwardBench(await startForwardBench());
  }

  makeClient(url = this.bench.playground.server.url, token = this.bench.playground.token): KubeClient {
    return createKubeClient(contextFor(url, { token }), { environment: {} });
  }

  /** The pod as it is now; one that is not there is found by nobody. */
  target(port = podPort): ForwardTarget {
    const pod = this.bench.playground.api.get(resources.pods, 'default', 'web');
    return { namespace: 'default', pod: 'web', uid: pod.metadata?.uid ?? '', port };
  }

  /** Lets a handler listen on the port, until it is disposed of. */
  serve(handler: PortHandler): Disposable {
    return this.bench.playground.ports.serve({ namespace: 'default', pod: 'web', port: podPort }, handler);
  }

  async forward(options: Partial<ForwardOptions> = {}): Promise<Forward> {
    const say = (line: string) => this.log.push(line);
    const forward = await startForward({
      client: () => this.client,
      resolve: async () => this.target(),
      log: { debug: say, info: say, warn: say, error: say },
      timings: { quietMs: 200 },
      ...options,
    });
    this.#forwards.push(forward);
    return forward;
  }

  async connect(forward: Forward, options?: { reading: boolean }): Promise<LocalClient> {
    const client = await LocalClient.open(forward.port, options);
    this.#clients.push(client);
    return client;
  }

  async end(): Promise<void> {
    for (const { socket } of this.#clients) {
      socket.destroy();
    }
    for (const forward of this.#forwards) {
      forward.dispose();
    }
    this.client.close();
    await this.bench.end();
  }
}
