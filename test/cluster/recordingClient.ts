import type {
  KubeClient,
  KubeList,
  RequestOptions,
  UpgradeOptions,
  WatchEvent,
  WatchOptions,
  WriteOptions,
} from '../../src/core/kube/client.ts';
import { KubeError } from '../../src/core/kube/error.ts';
import type { KubeObject, ResourceType } from '../../src/core/kube/resource.ts';
import type { Upgraded } from '../../src/core/kube/upgrade.ts';

/** A request to the API server, and how it ended. */
export interface Recorded {
  readonly verb: 'get' | 'list' | 'watch' | 'request' | 'stream' | 'upgrade';
  readonly resource: string;
  /** `ok`, or the kind of the error. */
  readonly outcome: string;
}

/** A client that remembers what was asked of it, so that a test can show that what it provoked did happen. */
export class RecordingClient implements KubeClient {
  readonly log: Recorded[] = [];
  readonly #inner: KubeClient;

  constructor(inner: KubeClient) {
    this.#inner = inner;
  }

  get context(): string {
    return this.#inner.context;
  }

  count(verb: Recorded['verb'], outcome?: string): number {
    return this.log.filter((one) => one.verb === verb && (outcome === undefined || one.outcome === outcome)).length;
  }

  get(type: ResourceType, namespace: string | undefined, name: string, options?: RequestOptions): Promise<KubeObject> {
    return this.#recorded('get', type.plural, this.#inner.get(type, namespace, name, options));
  }

  list(type: ResourceType, namespace: string | undefined, options?: RequestOptions): Promise<KubeList> {
    return this.#recorded('list', type.plural, this.#inner.list(type, namespace, options));
  }

  watch(type: ResourceType, namespace: string | undefined, options?: WatchOptions): AsyncIterable<WatchEvent> {
    return this.#recordedStream('watch', type.plural, this.#inner.watch(type, namespace, options));
  }

  request(method: string, path: string, body?: unknown, options?: WriteOptions): Promise<unknown> {
    return this.#recorded('request', path, this.#inner.request(method, path, body, options));
  }

  stream(path: string, options?: RequestOptions): AsyncIterable<string> {
    return this.#recordedStream('stream', path, this.#inner.stream(path, options));
  }

  upgrade(method: string, path: string, protocol: string, options?: UpgradeOptions): Promise<Upgraded> {
    return this.#recorded('upgrade', path, this.#inner.upgrade(method, path, protocol, options));
  }

  close(): void {
    this.#inner.close();
  }

  async #recorded<T>(verb: Recorded['verb'], resource: string, answer: Promise<T>): Promise<T> {
    try {
      const value = await answer;
      this.log.push({ verb, resource, outcome: 'ok' });
      return value;
    } catch (error) {
      this.log.push({ verb, resource, outcome: outcomeOf(error) });
      throw error;
    }
  }

  async *#recordedStream<T>(verb: Recorded['verb'], resource: string, stream: AsyncIterable<T>): AsyncGenerator<T> {
    try {
      yield* stream;
      this.log.push({ verb, resource, outcome: 'ok' });
    } catch (error) {
      this.log.push({ verb, resource, outcome: outcomeOf(error) });
      throw error;
    }
  }
}

function outcomeOf(error: unknown): string {
  return KubeError.is(error) ? error.kind : 'not a KubeError';
}
