import { setTimeout as sleep } from 'node:timers/promises';
import type { Operation } from '../../../src/core/base/operation.ts';
import type { KubeClient } from '../../../src/core/kube/client.ts';
import { createKubeClient } from '../../../src/core/kube/httpClient.ts';
import { type KubeObject, resources } from '../../../src/core/kube/resource.ts';
import type { PlaygroundOptions } from '../../../src/core/playground/playground.ts';
import type { VClusterAddress } from '../../../src/core/vcluster/id.ts';
import { controlPlaneApps } from '../../../src/core/vcluster/marks.ts';
import { type Bench, startBench } from '../playground/harness.ts';

/** What is compared of a workload: its marks and its replicas. */
export interface Seen {
  readonly replicas: unknown;
  readonly marks: Readonly<Record<string, string>>;
}

/** A playground with a client, and what tests of pausing look at. */
export class LifecycleBench {
  readonly bench: Bench;
  readonly client: KubeClient;
  readonly #clients: KubeClient[] = [];

  private constructor(bench: Bench) {
    this.bench = bench;
    this.client = this.clientFor(bench.playground.token);
  }

  static async start(options: Partial<PlaygroundOptions> = {}): Promise<LifecycleBench> {
    return new LifecycleBench(await startBench({ fleet: 'sample', ...options }));
  }

  get playground(): Bench['playground'] {
    return this.bench.playground;
  }

  clientFor(token: string): KubeClient {
    const cluster = { name: 'p', server: this.bench.playground.server.url, skipTlsVerify: true };
    const context = { name: 'p', file: '', cluster, user: { name: 'p', token } };
    const client = createKubeClient(context, { environment: {} });
    this.#clients.push(client);
    return client;
  }

  async end(): Promise<void> {
    for (const client of this.#clients) {
      client.close();
    }
    await this.bench.end();
  }

  address(name: string): VClusterAddress {
    const found = [resources.statefulsets, resources.deployments]
      .flatMap((type) => this.playground.api.list(type))
      .find(({ metadata }) => metadata?.labels?.['release'] === name);
    return { context: 'p', namespace: found?.metadata?.namespace ?? '', name };
  }

  workloads({ namespace, name }: VClusterAddress): readonly KubeObject[] {
    return [resources.statefulsets, resources.deployments]
      .flatMap((type) => this.playground.api.list(type, namespace))
      .filter(({ metadata }) => metadata?.labels?.['release'] === name);
  }

  /** By name. */
  seen(address: VClusterAddress): Readonly<Record<string, Seen>> {
    return Object.fromEntries(this.workloads(address).map((one) => [one.metadata?.name ?? '', seenOf(one)]));
  }

  replicas(address: VClusterAddress): Readonly<Record<string, unknown>> {
    return Object.fromEntries(Object.entries(this.seen(address)).map(([name, { replicas }]) => [name, replicas]));
  }

  syncedPods({ namespace, name }: VClusterAddress): readonly KubeObject[] {
    return this.playground.api
      .list(resources.pods, namespace)
      .filter(({ metadata }) => metadata?.labels?.['vcluster.loft.sh/managed-by'] === name);
  }

  controlPlanePods({ namespace, name }: VClusterAddress): readonly KubeObject[] {
    const apps: readonly string[] = controlPlaneApps;
    return this.playground.api
      .list(resources.pods, namespace)
      .filter(
        ({ metadata }) => metadata?.labels?.['release'] === name && apps.includes(metadata?.labels?.['app'] ?? ''),
      );
  }

  /** The writes so far, as `verb resource/name`. */
  writes(): readonly string[] {
    return this.playground.requests.entries
      .filter(({ verb = '' }) => ['create', 'patch', 'update', 'delete', 'deletecollection'].includes(verb))
      .map(({ verb, resource, name }) => `${verb} ${resource}/${name}`);
  }

  /** Waits until the controllers have caught up with what a test changed by itself. */
  async until(condition: () => boolean, what: string): Promise<void> {
    const deadline = Date.now() + 4000;
    while (!condition()) {
      if (Date.now() > deadline) {
        throw new Error(`${what} did not come about`);
      }
      await sleep(5);
    }
  }
}

export function seenOf(workload: KubeObject): Seen {
  const entries = Object.entries(workload.metadata?.annotations ?? {}).filter(([key]) => key.startsWith('loft.sh/'));
  return {
    replicas: (workload['spec'] as { replicas?: number }).replicas,
    marks: Object.fromEntries(entries.sort(([a], [b]) => a.localeCompare(b))),
  };
}

/** An operation that keeps what it is told. */
export class TestOperation implements Operation {
  readonly phases: string[] = [];
  readonly #controller = new AbortController();
  readonly #cancelAt: RegExp | undefined;

  /** `cancelAt` cancels it as soon as a phase is reported that fits. */
  constructor(cancelAt?: RegExp) {
    this.#cancelAt = cancelAt;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  readonly report = (phase: string): void => {
    this.phases.push(phase);
    if (this.#cancelAt?.test(phase)) {
      this.#controller.abort();
    }
  };
}

/** A client that tells `meet` of each request before it is made, such as `PATCH /apis/…` or `LIST pods SELECTOR`. */
export function intercepted(client: KubeClient, meet: (what: string) => Promise<void> | undefined): KubeClient {
  const heard: Partial<KubeClient> = {
    list: async (type, namespace, options) => {
      await meet(`LIST ${type.plural} ${options?.query?.['labelSelector'] ?? ''}`);
      return client.list(type, namespace, options);
    },
    async *watch(type, namespace, options) {
      await meet(`WATCH ${type.plural}`);
      yield* client.watch(type, namespace, options);
    },
    request: async (method, path, body, options) => {
      await meet(`${method} ${path}`);
      return client.request(method, path, body, options);
    },
  };
  return new Proxy(client, {
    get: (target, key) => {
      const own = heard[key as keyof KubeClient];
      const value: unknown = own ?? target[key as keyof KubeClient];
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** A client that lets a test do something right before the first request that fits. */
export function before(client: KubeClient, fits: RegExp, act: () => unknown): KubeClient {
  let left = 1;
  return intercepted(client, (what) => {
    if (left > 0 && fits.test(what)) {
      left -= 1;
      act();
    }
    return undefined;
  });
}
