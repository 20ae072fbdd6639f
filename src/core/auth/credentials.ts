import type { DispatcherOptions } from '@kubernetes/client-node/dist/config.js';
import type { Dispatcher } from 'undici';
import type { KubeconfigCluster, KubeconfigContext, KubeconfigUser } from '../kubeconfig/model.ts';
import { ContextConfig, clientNodeCluster, clientNodeUser } from './clientNodeConfig.ts';
import type { CredentialSource } from './credentialSource.ts';
import { credentialsError } from './credentialsError.ts';
import type { ExecCredential } from './execCredential.ts';
import { ExecPlugin, type ExecPluginOptions } from './execPlugin.ts';
import { impersonationHeaders } from './impersonation.ts';
import { OidcProvider } from './oidcProvider.ts';
import { proxyFor } from './proxy.ts';
import { createRoute, type Route } from './route.ts';
import { fingerprint } from './tlsOptions.ts';

/** What one request needs to be let in. Secret: never logged or shown. */
export interface Authorization extends Route {
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** Which credentials these are; see `Credentials.refused`. */
  readonly generation: number;
}

/** What is the same for all requests with the same credentials. */
type Access = Omit<Authorization, 'generation'>;

interface CurrentConfig {
  readonly kubeConfig: ContextConfig;
  readonly credential: ExecCredential | undefined;
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
  readonly #server: URL;
  readonly #proxy: string | undefined;
  readonly #source: CredentialSource | undefined;
  readonly #routes = new Map<string, Route>();
  #config: CurrentConfig | undefined;
  #kept: { readonly config: CurrentConfig; readonly access: Access } | undefined;
  #generation = 0;

  constructor(context: KubeconfigContext, cluster: KubeconfigCluster, server: URL, options: ExecPluginOptions) {
    // client-node leaves out the CA and everything else about TLS when there is no user, so there always is one.
    const user = context.user ?? { name: '' };
    this.#cluster = cluster;
    this.#user = user;
    this.#server = server;
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
    for (const { dispatcher } of this.#routes.values()) {
      dispatcher.destroy().catch(() => undefined);
    }
    this.#routes.clear();
  }

  async #apply(credential: ExecCredential | undefined): Promise<Access> {
    const current = this.#current(credential);
    this.#config = current;
    if (this.#kept?.config === current) {
      return this.#kept.access;
    }
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
    const access = { headers, ...this.#route(kubeConfig.dispatcherOptions, socks) };
    this.#kept = this.#readsFiles ? undefined : { config: current, access };
    return access;
  }

  /** Whether something may change without our knowing. */
  get #readsFiles(): boolean {
    const { certFile, keyFile, tokenFile, authProvider } = this.#user;
    return [this.#cluster.caFile, certFile, keyFile, tokenFile, authProvider].some(Boolean);
  }

  #current(credential: ExecCredential | undefined): CurrentConfig {
    if (this.#config !== undefined && sameCredential(this.#config.credential, credential)) {
      return this.#config;
    }
    const kubeConfig = new ContextConfig(
      clientNodeCluster(this.#cluster, this.#proxy),
      clientNodeUser(this.#user, credential),
    );
    return { kubeConfig, credential };
  }

  #route(options: DispatcherOptions, socks: Dispatcher | undefined): Route {
    const print = fingerprint(options);
    const known = this.#routes.get(print);
    if (known !== undefined) {
      return known;
    }
    const made = createRoute(this.#server, options, socks);
    for (const [old, { dispatcher }] of this.#routes) {
      // Ends when the last request on it has; a watch that the old certificate opened goes on until then.
      dispatcher.close().catch(() => undefined);
      this.#routes.delete(old);
    }
    this.#routes.set(print, made);
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
