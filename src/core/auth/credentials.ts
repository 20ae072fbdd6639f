import type { DispatcherOptions } from '@kubernetes/client-node/dist/config.js';
import * as l10n from '@vscode/l10n';
import type { Dispatcher } from 'undici';
import { printable } from '../base/text.ts';
import { KubeError } from '../kube/error.ts';
import type { KubeconfigCluster, KubeconfigContext, KubeconfigUser } from '../kubeconfig/model.ts';
import { ContextConfig, clientNodeCluster, clientNodeUser, isLegacyProvider } from './clientNodeConfig.ts';
import type { CredentialSource } from './credentialSource.ts';
import { createDispatcher, fingerprint, secureOptions } from './dispatcher.ts';
import type { ExecCredential } from './execCredential.ts';
import { ExecPlugin, type ExecPluginOptions } from './execPlugin.ts';
import { impersonationHeaders } from './impersonation.ts';
import { OidcProvider } from './oidcProvider.ts';
import { proxyFor } from './proxy.ts';

/** What one request needs to be let in. Secret: never logged or shown. */
export interface Authorization {
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly dispatcher: Dispatcher;
  /** Which credentials these are; see `Credentials.refused`. */
  readonly generation: number;
}

type RequestContext = Parameters<ContextConfig['applySecurityAuthentication']>[0];

/**
 * The credentials of one context. Headers and TLS options come from a private client-node `KubeConfig` that holds exactly
 * this context, since client-node keeps its caches by name; the exec plugin and the connections are our own, because
 * client-node runs plugins without limits and makes a new connection pool for each request.
 */
export class Credentials {
  readonly #cluster: KubeconfigCluster;
  readonly #user: KubeconfigUser;
  readonly #proxy: string | undefined;
  readonly #source: CredentialSource | undefined;
  readonly #dispatchers = new Map<string, Dispatcher>();
  #config: { readonly kubeConfig: ContextConfig; readonly credential: ExecCredential | undefined } | undefined;
  #generation = 0;

  constructor(context: KubeconfigContext, cluster: KubeconfigCluster, server: URL, options: ExecPluginOptions) {
    // client-node leaves out the CA and everything else about TLS when there is no user, so there always is one.
    const user = context.user ?? { name: '' };
    this.#cluster = cluster;
    this.#user = user;
    this.#proxy = proxyFor(server, cluster.proxyUrl, options.environment);
    this.#source = sourceFor(user, cluster, context.file, options);
  }

  /** The proxy in use, with its password; undefined for a direct connection. */
  get proxy(): string | undefined {
    return this.#proxy;
  }

  /** Headers and connections for one request. Rejects with a `KubeError`. */
  async authorize(signal: AbortSignal): Promise<Authorization> {
    const credential = await this.#source?.credential(signal);
    const generation = this.#generation;
    return { ...(await this.#apply(credential)), generation };
  }

  /**
   * To be told after a 401 to a request with the credentials of `generation`: they are dropped unless newer ones are
   * there already. Gives whether trying again can help.
   */
  refused(generation: number): boolean {
    if (generation !== this.#generation) {
      return true;
    }
    if (this.#source === undefined && this.#user.tokenFile === undefined) {
      return false;
    }
    this.#generation += 1;
    this.#source?.drop();
    this.#config = undefined;
    return true;
  }

  /** Ends plugin and connections, and every request on them. */
  close(): void {
    this.#source?.close();
    for (const dispatcher of this.#dispatchers.values()) {
      dispatcher.destroy().catch(() => undefined);
    }
    this.#dispatchers.clear();
  }

  async #apply(credential: ExecCredential | undefined): Promise<Omit<Authorization, 'generation'>> {
    const current = this.#current(credential);
    this.#config = current;
    const { kubeConfig } = current;
    const headers: Record<string, string | readonly string[]> = {};
    let socks: Dispatcher | undefined;
    const context = {
      // A token file may end in a line break.
      setHeaderParam(name: string, value: string) {
        headers[name] = value.trim();
      },
      setDispatcher(dispatcher: Dispatcher) {
        socks = dispatcher;
      },
    };
    try {
      await kubeConfig.applySecurityAuthentication(context as unknown as RequestContext);
    } catch (error) {
      throw credentialsError(error, this.#user);
    }
    Object.assign(headers, impersonationHeaders(this.#user));
    return { headers, dispatcher: this.#dispatcher(kubeConfig.dispatcherOptions, socks) };
  }

  #current(credential: ExecCredential | undefined) {
    if (this.#config !== undefined && sameCredential(this.#config.credential, credential)) {
      return this.#config;
    }
    const kubeConfig = new ContextConfig(
      clientNodeCluster(this.#cluster, this.#proxy),
      clientNodeUser(this.#user, credential),
    );
    return { kubeConfig, credential };
  }

  #dispatcher(options: DispatcherOptions, socks: Dispatcher | undefined): Dispatcher {
    const print = fingerprint(options);
    const known = this.#dispatchers.get(print);
    if (known !== undefined) {
      return known;
    }
    const secure = this.#cluster.server.startsWith('http:') ? {} : secureOptions(options);
    const made = socks ?? createDispatcher(options, secure);
    for (const [old, dispatcher] of this.#dispatchers) {
      // Ends when the last request on it has; a watch that the old certificate opened goes on until then.
      dispatcher.close().catch(() => undefined);
      this.#dispatchers.delete(old);
    }
    this.#dispatchers.set(print, made);
    return made;
  }
}

/** A token takes the place of whatever could make one, as for client-node. */
function sourceFor(
  user: KubeconfigUser,
  cluster: KubeconfigCluster,
  file: string,
  options: ExecPluginOptions,
): CredentialSource | undefined {
  if (user.token !== undefined || user.tokenFile !== undefined) {
    return undefined;
  }
  if (user.exec !== undefined) {
    return new ExecPlugin(user.exec, cluster, file, options);
  }
  return user.authProvider?.name === 'oidc'
    ? new OidcProvider(user.authProvider.config, file, options.environment, options.now)
    : undefined;
}

function sameCredential(one: ExecCredential | undefined, other: ExecCredential | undefined): boolean {
  return one?.token === other?.token && one?.certificate === other?.certificate && one?.key === other?.key;
}

function credentialsError(error: unknown, user: KubeconfigUser): KubeError {
  const { path, code } = error as { path?: unknown; code?: unknown };
  if (typeof path === 'string') {
    const message = l10n.t(
      'The file {0} that the kubeconfig names cannot be read ({1}). Restore it, or correct the kubeconfig.',
      printable(path),
      String(code),
    );
    return new KubeError('credentials', message, { cause: error });
  }
  const provider = user.authProvider?.name;
  if (isLegacyProvider(provider)) {
    const message = l10n.t(
      'The sign-in of auth-provider {0} has expired, and Kubernetes no longer supports it. Use its exec plugin instead.',
      String(provider),
    );
    return new KubeError('credentials', message, { cause: error });
  }
  const why = printable(error instanceof Error ? error.message : '', 200);
  return new KubeError(
    'credentials',
    l10n.t(
      'The credentials of the kubeconfig could not be used: {0}. Sign in again with the tool that made them.',
      why,
    ),
    { cause: error },
  );
}
