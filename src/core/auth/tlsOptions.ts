import { createHash, X509Certificate } from 'node:crypto';
import tls from 'node:tls';
import type { DispatcherOptions } from '@kubernetes/client-node/dist/config.js';
import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { KubeError } from '../kube/error.ts';

/** Of every connection to a server. */
export const socketOptions = { keepAlive: true, keepAliveInitialDelay: 30_000 } as const;

/** What undici passes on to `tls.connect`. */
export type TlsOptions = Pick<
  tls.ConnectionOptions,
  'ca' | 'cert' | 'key' | 'servername' | 'rejectUnauthorized' | 'secureContext'
>;

/** The TLS side of client-node's dispatcher options. */
export function tlsOptionsOf(options: DispatcherOptions): TlsOptions {
  switch (options.type) {
    case 'agent':
      return options.connect;
    case 'proxy':
    case 'socks':
      return options.requestTls;
    case 'none':
      return {};
  }
}

/** Equal for options that lead to the same connections. A hash, so that no key material is held a second time. */
export function fingerprint(options: DispatcherOptions): string {
  const { ca, cert, key, servername, rejectUnauthorized } = tlsOptionsOf(options);
  const uri = 'uri' in options ? options.uri : '';
  const hash = createHash('sha256');
  for (const part of [options.type, uri, ca, cert, key, servername, rejectUnauthorized]) {
    const bytes = Buffer.isBuffer(part) ? part : Buffer.from(String(part));
    hash.update(`${bytes.length}:`).update(bytes);
  }
  return hash.digest('base64');
}

/**
 * The key exchanges of a resumed connection: without the hybrid with ML-KEM, which costs a quarter of the handshake. Its keys come from those of
 * the session as well (RFC 8446, 7.1), so that they are as safe from quantum computers as the first connection was.
 */
const resumedGroups = 'X25519:P-256:P-384:P-521';

/**
 * Reads certificates and keys once, instead of on each connection, and finds out here whether they are any good:
 * throws a `KubeError` of kind `credentials`. Without a custom CA, the roots of the operating system count too, as for kubectl.
 */
export function secureOptions(options: DispatcherOptions): TlsOptions {
  const { servername, rejectUnauthorized } = tlsOptionsOf(options);
  return {
    secureContext: secureContext(options),
    ...(servername === undefined ? {} : { servername }),
    ...(rejectUnauthorized === undefined ? {} : { rejectUnauthorized }),
  };
}

/**
 * The same for connections that go on with the session of another one; undefined where those had better do as the first one does, since
 * reading hundreds of roots again costs more than it saves.
 */
export function resumingContext(options: DispatcherOptions): tls.SecureContext | undefined {
  if (tlsOptionsOf(options).ca === undefined) {
    return undefined;
  }
  try {
    return secureContext(options, resumedGroups);
  } catch {
    // A library whose rules do not allow these groups.
    return undefined;
  }
}

function secureContext(options: DispatcherOptions, groups?: string): tls.SecureContext {
  const { ca, cert, key, rejectUnauthorized } = tlsOptionsOf(options);
  const verify = rejectUnauthorized !== false;
  try {
    if (Buffer.isBuffer(ca)) {
      // Node takes a CA that is no certificate without a word, and then trusts nobody.
      new X509Certificate(ca);
    }
    return tls.createSecureContext({
      ...(ca === undefined ? (verify ? { ca: trustedRoots() } : {}) : { ca }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
      ...(groups === undefined ? {} : { ecdhCurve: groups }),
    });
  } catch (error) {
    throw new KubeError(
      'credentials',
      l10n.t(
        'A certificate or key in the kubeconfig cannot be used: {0}. Renew it.',
        printable(error instanceof Error ? error.message : '', 200),
      ),
      { cause: error },
    );
  }
}

function trustedRoots(): string[] {
  return [...new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system')])];
}
