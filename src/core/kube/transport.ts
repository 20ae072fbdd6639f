import * as l10n from '@vscode/l10n';
import type { Dispatcher } from 'undici';
import { type Authorization, Credentials } from '../auth/credentials.ts';
import type { ExecPluginOptions } from '../auth/execPlugin.ts';
import { withoutPassword } from '../auth/proxy.ts';
import type { KubeconfigContext } from '../kubeconfig/model.ts';
import { requestUntil, retried } from './attempt.ts';
import { readSome } from './body.ts';
import { connectionError, type Target } from './connectionError.ts';
import { abortable, type Deadline } from './deadline.ts';
import { upgradeDirectly } from './directUpgrade.ts';
import { KubeError } from './error.ts';
import { type HttpRequest, outgoing, type UpgradeRequest } from './httpRequest.ts';
import { type Refusal, refusalBytes, refusalError } from './refusal.ts';
import { requestUpgrade, type UpgradeAnswer, type Upgraded } from './upgrade.ts';

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
    const ask = () => this.#askForUpgrade(request, authorization, deadline.signal);
    // Nothing has been said in the new protocol yet, so that asking a second time is harmless.
    const answer = await retried(ask, deadline.signal);
    const again = 'status' in answer && answer.status === 401 && this.#credentials.refused(authorization.generation);
    return { answer, again };
  }

  #askForUpgrade(request: UpgradeRequest, authorization: Authorization, signal: AbortSignal): Promise<UpgradeAnswer> {
    const { headers, ...options } = outgoing(this.#base, { ...request, accept: '*/*' }, authorization);
    const upgrade = { ...options, headers: { ...headers, ...request.headers }, upgrade: request.protocol };
    const { dial, dispatcher } = authorization;
    return dial === undefined
      ? requestUpgrade(dispatcher, upgrade, signal)
      : upgradeDirectly(dial, this.#base.host, upgrade, signal);
  }

  async #once(request: HttpRequest, deadline: Deadline) {
    const authorization = await this.#authorize(request, deadline);
    const response = await this.#dispatch(request, authorization, deadline);
    const again = response.statusCode === 401 && this.#credentials.refused(authorization.generation);
    if (again) {
      await readSome(response, refusalBytes);
    }
    return { response, again };
  }

  async #dispatch(
    request: HttpRequest,
    authorization: Authorization,
    deadline: Deadline,
  ): Promise<Dispatcher.ResponseData> {
    const options = outgoing(this.#base, request, authorization);
    const send = () => requestUntil(authorization.dispatcher, options, deadline.signal);
    return request.method === 'GET' ? retried(send, deadline.signal) : send();
  }

  async #accepted(request: HttpRequest, response: Dispatcher.ResponseData): Promise<Dispatcher.ResponseData> {
    // A body that is let go before its end tells so by an event that nobody else may be listening to.
    response.body.on('error', () => undefined);
    const { statusCode: status, headers } = response;
    if (status >= 200 && status < 300) {
      return response;
    }
    throw this.#refusal(request, { status, headers, body: await readSome(response, refusalBytes) });
  }

  #refusal(request: HttpRequest | UpgradeRequest, refusal: Refusal): KubeError {
    return refusalError(request, refusal, this.server, this.#now());
  }
}
