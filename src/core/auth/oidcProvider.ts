import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { OpenIDConnectAuth } from '@kubernetes/client-node/dist/oidc_auth.js';
import * as l10n from '@vscode/l10n';
import { customFetch, discovery, refreshTokenGrant } from 'openid-client';
import { type Dispatcher, fetch } from 'undici';
import { printable } from '../base/text.ts';
import { abortable } from '../kube/deadline.ts';
import { KubeError } from '../kube/error.ts';
import type { CredentialSource } from './credentialSource.ts';
import { createDispatcher } from './dispatcher.ts';
import type { ExecCredential } from './execCredential.ts';
import { type Environment, proxyFor } from './proxy.ts';
import { secureOptions } from './tlsOptions.ts';

type Config = Readonly<Record<string, string>>;

const skewMs = 10_000;

/**
 * The auth-provider `oidc` of a kubeconfig: its id token, renewed with its refresh token when it expires or was refused.
 * client-node 2.0.1 has one too, but it hands openid-client an issuer and answers that this refuses, sends no client
 * secret, and renews a renewed token with each request. What is renewed stays in memory; kubeconfigs are only read.
 */
export class OidcProvider implements CredentialSource {
  readonly #config: Config;
  readonly #file: string;
  readonly #environment: Environment;
  readonly #now: () => number;
  #tokens: { readonly id: string | undefined; readonly refresh: string | undefined };
  #refused = false;
  #renewal: Promise<ExecCredential> | undefined;

  /** `file` is the kubeconfig file, for relative paths in `config`. */
  constructor(config: Config, file: string, environment: Environment, now: () => number) {
    this.#config = config;
    this.#file = file;
    this.#environment = environment;
    this.#now = now;
    this.#tokens = { id: config['id-token'], refresh: config['refresh-token'] };
  }

  async credential(signal: AbortSignal): Promise<ExecCredential> {
    const { id, refresh } = this.#tokens;
    const expired = id === undefined || expiry(id) - skewMs <= this.#now();
    if (id !== undefined && !expired && !(this.#refused && refresh)) {
      return { token: id };
    }
    this.#renewal ??= this.#renew().finally(() => {
      this.#renewal = undefined;
    });
    return await abortable(this.#renewal, signal);
  }

  drop(): void {
    this.#refused = true;
  }

  close(): void {
    // A renewal has its own time limit, and its result is not lost: the old refresh token may be used up.
  }

  async #renew(): Promise<ExecCredential> {
    const { refresh } = this.#tokens;
    const { 'client-id': clientId, 'client-secret': secret, 'idp-issuer-url': issuerUrl = '' } = this.#config;
    const issuer = URL.parse(issuerUrl);
    if (!refresh || !clientId || issuer === null) {
      throw new KubeError(
        'credentials',
        l10n.t('The OIDC sign-in has expired and cannot be renewed. Sign in again with the tool that made it.'),
      );
    }
    const dispatcher = await this.#dispatcher(issuer);
    try {
      const options = { [customFetch]: fetchThrough(dispatcher) };
      const answer = await refreshTokenGrant(
        await discovery(issuer, clientId, secret || undefined, undefined, options),
        refresh,
      );
      if (!answer.id_token) {
        throw new Error(l10n.t('no id token was given'));
      }
      this.#tokens = { id: answer.id_token, refresh: answer.refresh_token ?? refresh };
      this.#refused = false;
      return { token: answer.id_token };
    } catch (error) {
      throw renewalError(error, issuer);
    } finally {
      dispatcher.close().catch(() => undefined);
    }
  }

  async #dispatcher(issuer: URL): Promise<Dispatcher> {
    const { 'idp-certificate-authority': file, 'idp-certificate-authority-data': data } = this.#config;
    const ca = data
      ? Buffer.from(data, 'base64')
      : file
        ? await readFile(resolve(dirname(this.#file), file)).catch(unreadable(file))
        : undefined;
    const tls = ca === undefined ? {} : { ca };
    const proxy = proxyFor(issuer, undefined, this.#environment);
    const options =
      proxy === undefined
        ? ({ type: 'agent', connect: tls } as const)
        : ({ type: 'proxy', uri: proxy, requestTls: tls, connect: {} } as const);
    return createDispatcher(options, secureOptions(options));
  }
}

function fetchThrough(dispatcher: Dispatcher) {
  return async (url: string, init: object): Promise<Response> => {
    const response: unknown = await fetch(url, { ...init, dispatcher });
    return response as Response;
  };
}

function unreadable(file: string) {
  return (cause: unknown): never => {
    throw new KubeError(
      'credentials',
      l10n.t(
        'The file {0} that the kubeconfig names cannot be read. Restore it, or correct the kubeconfig.',
        printable(file),
      ),
      { cause },
    );
  };
}

function renewalError(error: unknown, issuer: URL): KubeError {
  const { error: code, message } = error as { error?: unknown; message?: unknown };
  const why = printable(String(typeof code === 'string' ? code : message), 200);
  return new KubeError(
    'credentials',
    l10n.t(
      'The OIDC sign-in could not be renewed at {0}: {1}. Sign in again with the tool that made it.',
      issuer.host,
      why,
    ),
    {
      cause: error,
    },
  );
}

/** When a JSON web token expires, in milliseconds since the epoch; 0 for what is none. */
function expiry(token: string): number {
  try {
    return (Number(OpenIDConnectAuth.expirationFromToken(token)) || 0) * 1000;
  } catch {
    return 0;
  }
}
