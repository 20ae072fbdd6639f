import * as l10n from '@vscode/l10n';
import type { Dispatcher } from 'undici';
import type { Environment } from '../auth/proxy.ts';
import type { KubeconfigContext } from '../kubeconfig/model.ts';
import { parseAnswer, readList, readText, unpacked } from './body.ts';
import type {
  KubeClient,
  KubeList,
  ListOptions,
  RequestOptions,
  UpgradeOptions,
  WatchEvent,
  WatchOptions,
  WriteOptions,
} from './client.ts';
import { Deadline } from './deadline.ts';
import { KubeError } from './error.ts';
import type { HttpRequest } from './httpRequest.ts';
import { lines } from './lines.ts';
import { metadataAccept, metadataListAccept, metadataOf } from './metadataOnly.ts';
import { permissionOf } from './permission.ts';
import { type KubeObject, type ResourceType, resourcePath } from './resource.ts';
import { notKubernetes, watchError } from './statusError.ts';
import { Transport } from './transport.ts';
import type { Upgraded } from './upgrade.ts';

export interface KubeClientOptions {
  /** Environment variables: for proxies, and passed on to exec plugins. Those of this process when left out. */
  readonly environment?: Environment;
  /** Time for a whole answer where a request names none, milliseconds; 30,000 when left out. */
  readonly timeoutMs?: number;
  /** Time for an exec plugin, milliseconds; 60,000 when left out. */
  readonly pluginTimeoutMs?: number;
  /** The longest answer, unpacked; 256 MiB when left out. */
  readonly maxBodyBytes?: number;
  /** The longest event of a watch; 32 MiB when left out. */
  readonly maxLineBytes?: number;
  /** Whether lists may come packed. When left out: unless the server is on this computer, where it costs more than it saves. */
  readonly gzip?: boolean;
}

/**
 * A client for the API server of a context. Connects with the first request; a context that is incomplete, an unreadable
 * certificate or a missing plugin rejects the requests, not the construction.
 */
export function createKubeClient(context: KubeconfigContext, options: KubeClientOptions = {}): KubeClient {
  return new HttpClient(context, options);
}

class HttpClient implements KubeClient {
  readonly #kubeconfig: KubeconfigContext;
  readonly #options: KubeClientOptions;
  #transport: Transport | undefined;
  #closed = false;

  constructor(context: KubeconfigContext, options: KubeClientOptions) {
    this.#kubeconfig = context;
    this.#options = options;
  }

  get context(): string {
    return this.#kubeconfig.name;
  }

  async get(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
    options: RequestOptions = {},
  ): Promise<KubeObject> {
    const accept = options.metadataOnly ? metadataAccept : 'application/json';
    const object = await this.#json({ method: 'GET', path: resourcePath(type, namespace, name), accept }, options);
    if (!isObject(object)) {
      throw notKubernetes(this.#connected().server, l10n.t('no object'));
    }
    return options.metadataOnly ? metadataOf(object) : object;
  }

  async list(type: ResourceType, namespace: string | undefined, options: ListOptions = {}): Promise<KubeList> {
    const items: KubeObject[] = [];
    const { metadataOnly = false, take = (object: KubeObject) => items.push(object) } = options;
    const accept = metadataOnly ? metadataListAccept : 'application/json';
    const request = { method: 'GET', path: resourcePath(type, namespace), accept };
    const collect = (item: unknown): void => {
      if (isObject(item)) {
        take(metadataOnly ? metadataOf(item) : item);
      }
    };
    const list = await this.#answered(request, options, (answer, server, signal) =>
      readList(answer, this.#maxBodyBytes, server, collect, signal),
    );
    if (!isObject(list) || !Array.isArray(list['items'] ?? [])) {
      throw notKubernetes(this.#connected().server, l10n.t('no list'));
    }
    return { metadata: isObject(list.metadata) ? (list.metadata as KubeList['metadata']) : {}, items };
  }

  async *watch(
    type: ResourceType,
    namespace: string | undefined,
    options: WatchOptions = {},
  ): AsyncGenerator<WatchEvent> {
    const path = resourcePath(type, namespace);
    const accept = options.metadataOnly ? metadataAccept : 'application/json';
    const query = { ...options.query, watch: true };
    for await (const line of this.#stream({ method: 'GET', path, accept, query }, options, (chunks, server) =>
      this.#lines(chunks, server),
    )) {
      const { server } = this.#connected();
      const event = parseAnswer(line, server);
      if (!isObject(event) || typeof event['type'] !== 'string' || !isObject(event['object'])) {
        throw notKubernetes(server, l10n.t('no watch event'));
      }
      if (event['type'] === 'ERROR') {
        throw watchError(event['object'], server, permissionOf('GET', path, true));
      }
      yield { type: event['type'], object: options.metadataOnly ? metadataOf(event['object']) : event['object'] };
    }
  }

  async request(method: string, path: string, body?: unknown, options: WriteOptions = {}): Promise<unknown> {
    const accept = options.metadataOnly ? metadataAccept : 'application/json';
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const answer = await this.#json({ method, path, accept, body: payload, contentType: options.contentType }, options);
    return options.metadataOnly && isObject(answer) ? metadataOf(answer) : answer;
  }

  stream(path: string, options: WatchOptions = {}): AsyncIterable<string> {
    return this.#stream({ method: 'GET', path, accept: '*/*', query: options.query }, options, text);
  }

  async upgrade(method: string, path: string, protocol: string, options: UpgradeOptions = {}): Promise<Upgraded> {
    const transport = this.#connected();
    const { query, headers } = options;
    const deadline = new Deadline(options.signal, transport.closed);
    try {
      return await transport.upgrade(
        { method, path, query, protocol, headers, timeoutMs: this.#timeoutMs(options) },
        deadline,
      );
    } finally {
      deadline.dispose();
    }
  }

  close(): void {
    this.#closed = true;
    this.#transport?.close();
  }

  #connected(): Transport {
    if (this.#closed) {
      throw new KubeError('cancelled', l10n.t('Cancelled.'));
    }
    this.#transport ??= new Transport(this.#kubeconfig, {
      environment: this.#options.environment ?? process.env,
      timeoutMs: this.#options.pluginTimeoutMs ?? 60_000,
      now: Date.now,
    });
    return this.#transport;
  }

  get #maxBodyBytes(): number {
    return this.#options.maxBodyBytes ?? 256 * 2 ** 20;
  }

  #timeoutMs(options: RequestOptions): number {
    return options.timeoutMs ?? this.#options.timeoutMs ?? 30_000;
  }

  #json(request: Omit<HttpRequest, 'timeoutMs'>, options: RequestOptions): Promise<unknown> {
    return this.#answered(request, options, async (answer, server) =>
      parseAnswer(await readText(answer, this.#maxBodyBytes, server), server),
    );
  }

  async #answered(
    request: Omit<HttpRequest, 'timeoutMs'>,
    options: RequestOptions,
    read: (answer: Dispatcher.ResponseData, server: string, signal: AbortSignal) => Promise<unknown>,
  ): Promise<unknown> {
    const transport = this.#connected();
    const gzip = request.method === 'GET' && (this.#options.gzip ?? !transport.isLoopback);
    const deadline = new Deadline(options.signal, transport.closed);
    try {
      const timeoutMs = this.#timeoutMs(options);
      const answer = await transport.send({ query: options.query, ...request, gzip, timeoutMs }, deadline);
      return await read(answer, transport.server, deadline.signal);
    } catch (error) {
      throw transport.error(error, deadline);
    } finally {
      deadline.dispose();
    }
  }

  async *#stream(
    request: Omit<HttpRequest, 'timeoutMs'>,
    options: WatchOptions,
    decode: (chunks: AsyncIterable<Uint8Array>, server: string) => AsyncIterable<string>,
  ): AsyncGenerator<string> {
    const transport = this.#connected();
    const deadline = new Deadline(options.signal, transport.closed);
    const timeoutMs = this.#timeoutMs(options);
    try {
      const answer = await transport.send({ ...request, timeoutMs }, deadline);
      deadline.stopClock();
      options.onOpen?.();
      yield* decode(unpacked(answer), transport.server);
    } catch (error) {
      throw transport.error(error, deadline);
    } finally {
      deadline.dispose();
    }
  }

  #lines(chunks: AsyncIterable<Uint8Array>, server: string): AsyncIterable<string> {
    const maxBytes = this.#options.maxLineBytes ?? 32 * 2 ** 20;
    return lines(chunks, maxBytes, () =>
      notKubernetes(server, l10n.t('an event of more than {0} MiB', Math.floor(maxBytes / 2 ** 20))),
    );
  }
}

async function* text(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of chunks) {
    yield decoder.decode(chunk, { stream: true });
  }
  const rest = decoder.decode();
  if (rest !== '') {
    yield rest;
  }
}

function isObject(value: unknown): value is KubeObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
