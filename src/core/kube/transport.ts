import * as l10n from '@vscode/l10n';
import type { Dispatcher } from 'undici';
import { type Authorization, Credentials } from '../auth/credentials.ts';
import type { ExecPluginOptions } from '../auth/execPlugin.ts';
import { withoutPassword } from '../auth/proxy.ts';
import type { KubeconfigContext } from '../kubeconfig/model.ts';
import { readSome } from './body.ts';
import type { QueryValue } from './client.ts';
import { codeOf, connectionError, type Target } from './connectionError.ts';
import { abortable, type Deadline } from './deadline.ts';
import { KubeError } from './error.ts';
import { permissionOf } from './permission.ts';
import { statusError } from './statusError.ts';
import { requestUpgrade, type UpgradeAnswer, type Upgraded } from './upgrade.ts';

/** One HTTP request; `path` is that of the Kubernetes API, below the path of the server's address. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, QueryValue>> | undefined;
  readonly accept: string;
  readonly gzip?: boolean;
  readonly body?: string | undefined;
  readonly contentType?: string | undefined;
  /** Time from sending to the first byte of the answer's body or, without `streaming`, to its last; milliseconds. */
  readonly timeoutMs: number;
  /** The answer may take for ever once it has begun. */
  readonly streaming?: boolean;
}

/** A request that asks for another protocol. */
export interface UpgradeRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, QueryValue>> | undefined;
  readonly protocol: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Time for the answer, in milliseconds. */
  readonly timeoutMs: number;
}

/** What is needed of an answer other than 2xx. */
interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

const errorBodyBytes = 64 * 1024;

/** A request that ends with the signal. undici alone does not end one whose connection is still being made. */
function requestUntil(
  dispatcher: Dispatcher,
  options: Dispatcher.RequestOptions,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  const answer = dispatcher.request(options);
  answer.then(({ body }) => signal.aborted && void body.dump().catch(() => undefined)).catch(() => undefined);
  return abortable(answer, signal);
}

/** The server may close an idle connection in the moment that it is used again; Go's client tries again, too. */
async function retried<T>(send: () => Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await send();
  } catch (error) {
    const lost = ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'].includes(codeOf(error));
    if (!lost || signal.aborted) {
      throw error;
    }
    return await send();
  }
}

/** HTTP to one API server as one user: credentials, a second try after a 401, and errors as `KubeError`s. */
export class Transport {
  readonly #base: URL;
  readonly #credentials: Credentials;
  readonly #closed = new AbortController();
  readonly #now: () => number;
  readonly #target: Target;

  /** Throws a `KubeError` of kind `kubeconfig` when the context does not say where to connect to. */
  constructor(context: KubeconfigContext, options: ExecPluginOptions) {
    const { problem, cluster } = context;
    if (problem !== undefined) {
      throw problem;
    }
    const base = cluster === undefined ? null : URL.parse(cluster.server);
    if (cluster === undefined || base === null || !/^https?:$/u.test(base.protocol)) {
      throw new KubeError(
        'kubeconfig',
        l10n.t('The context {0} has no cluster with a valid server address. Correct the kubeconfig.', context.name),
      );
    }
    this.#base = base;
    this.#now = options.now;
    this.#credentials = new Credentials(context, cluster, base, options);
    const { proxy } = this.#credentials;
    this.#target = { server: base.host, ...(proxy === undefined ? {} : { proxy: withoutPassword(proxy) }) };
  }

  /** Host and port, for messages. */
  get server(): string {
    return this.#target.server;
  }

  get isLoopback(): boolean {
    return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/u.test(this.#base.hostname) && this.#target.proxy === undefined;
  }

  /** Aborted when the transport is closed. */
  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  /** An answer with status 2xx, its body unread. Rejects with a `KubeError` for any other. */
  async send(request: HttpRequest, deadline: Deadline): Promise<Dispatcher.ResponseData> {
    try {
      const first = await this.#once(request, deadline);
      const answer = first.again ? await this.#once(request, deadline) : first;
      return await this.#accepted(request, answer.response);
    } catch (error) {
      throw this.error(error, deadline);
    }
  }

  /** A connection that speaks the protocol asked for. Rejects with a `KubeError` when the server says no. */
  async upgrade(request: UpgradeRequest, deadline: Deadline): Promise<Upgraded> {
    try {
      const first = await this.#upgradeOnce(request, deadline);
      const { answer } = first.again ? await this.#upgradeOnce(request, deadline) : first;
      if ('socket' in answer) {
        return answer;
      }
      throw this.#refusal(request, answer);
    } catch (error) {
      throw this.error(error, deadline);
    }
  }

  /** What went wrong, as a `KubeError`: the deadline if it was reached, else the cause. */
  error(error: unknown, deadline: Deadline): KubeError {
    return KubeError.is(error) ? error : (deadline.error(this.server) ?? connectionError(error, this.#target));
  }

  close(): void {
    this.#closed.abort();
    this.#credentials.close();
  }

  async #authorize(request: HttpRequest | UpgradeRequest, deadline: Deadline): Promise<Authorization> {
    deadline.stopClock();
    deadline.signal.throwIfAborted();
    const authorization = await abortable(this.#credentials.authorize(deadline.signal), deadline.signal);
    deadline.startClock(request.timeoutMs);
    return authorization;
  }

  async #upgradeOnce(request: UpgradeRequest, deadline: Deadline) {
    const authorization = await this.#authorize(request, deadline);
    const { protocol, headers } = request;
    const options = {
      ...this.#options({ ...request, accept: '*/*' }, authorization, deadline),
      upgrade: protocol,
    };
    Object.assign(options.headers, headers);
    const ask = (): Promise<UpgradeAnswer> => requestUpgrade(authorization.dispatcher, options, deadline.signal);
    // Nothing has been said in the new protocol yet, so that asking a second time is harmless.
    const answer = await retried(ask, deadline.signal);
    const again = 'status' in answer && answer.status === 401 && this.#credentials.refused(authorization.generation);
    return { answer, again };
  }

  async #once(request: HttpRequest, deadline: Deadline) {
    const authorization = await this.#authorize(request, deadline);
    const response = await this.#dispatch(request, authorization, deadline);
    const again = response.statusCode === 401 && this.#credentials.refused(authorization.generation);
    if (again) {
      await readSome(response, errorBodyBytes);
    }
    return { response, again };
  }

  async #dispatch(
    request: HttpRequest,
    authorization: Authorization,
    deadline: Deadline,
  ): Promise<Dispatcher.ResponseData> {
    const options = this.#options(request, authorization, deadline);
    const send = (): Promise<Dispatcher.ResponseData> =>
      requestUntil(authorization.dispatcher, options, deadline.signal);
    return request.method === 'GET' ? retried(send, deadline.signal) : send();
  }

  #options(request: HttpRequest, { headers }: Authorization, deadline: Deadline) {
    return {
      origin: this.#base.origin,
      path: this.#base.pathname.replace(/\/+$/u, '') + request.path + queryString(request.query),
      method: request.method,
      headers: {
        accept: request.accept,
        ...(request.gzip ? { 'accept-encoding': 'gzip' } : {}),
        ...(request.body === undefined ? {} : { 'content-type': request.contentType ?? 'application/json' }),
        'user-agent': 'vcluster-explorer',
        ...(headers as Record<string, string | string[]>),
      },
      body: request.body ?? null,
      signal: deadline.signal,
      headersTimeout: 0,
      bodyTimeout: 0,
    };
  }

  async #accepted(request: HttpRequest, response: Dispatcher.ResponseData): Promise<Dispatcher.ResponseData> {
    // A body that is let go before its end tells so by an event that nobody else may be listening to.
    response.body.on('error', () => undefined);
    const { statusCode: status, headers } = response;
    if (status >= 200 && status < 300) {
      return response;
    }
    throw this.#refusal(request, { status, headers, body: await readSome(response, errorBodyBytes) });
  }

  #refusal({ method, path, query }: HttpRequest | UpgradeRequest, { status, headers, body }: Answered): KubeError {
    const permission = permissionOf(method, path, query?.['watch'] === true);
    const [contentType, retryAfter] = [headers['content-type'], headers['retry-after']].map(
      (header) => [header].flat()[0],
    );
    return statusError(
      {
        status,
        body,
        ...(contentType === undefined ? {} : { contentType }),
        ...(retryAfter === undefined ? {} : { retryAfter }),
        ...(permission === undefined ? {} : { permission }),
      },
      this.server,
      this.#now(),
    );
  }
}

function queryString(query: HttpRequest['query']): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) {
      given.append(name, String(value));
    }
  }
  return given.size === 0 ? '' : `?${given}`;
}
