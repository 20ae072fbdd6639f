import { createHash, X509Certificate } from 'node:crypto';
import tls from 'node:tls';
import type { DispatcherOptions } from '@kubernetes/client-node/dist/config.js';
import * as l10n from '@vscode/l10n';
import { Agent, buildConnector, type Dispatcher, ProxyAgent } from 'undici';
import { printable } from '../base/text.ts';
import { KubeError } from '../kube/error.ts';

/** Idle connections are kept this long: below the 60 s after which common load balancers drop them silently. */
const keepAliveTimeout = 50_000;
const keepAlive = { keepAlive: true, keepAliveInitialDelay: 30_000 };

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
 * Reads certificates and keys once, instead of on each connection, and finds out here whether they are any good:
 * throws a `KubeError` of kind `credentials`. Without a custom CA, the roots of the operating system count too, as for kubectl.
 */
export function secureOptions(options: DispatcherOptions): TlsOptions {
  const { ca, cert, key, servername, rejectUnauthorized } = tlsOptionsOf(options);
  const verify = rejectUnauthorized !== false;
  try {
    if (Buffer.isBuffer(ca)) {
      // Node takes a CA that is no certificate without a word, and then trusts nobody.
      new X509Certificate(ca);
    }
    return {
      secureContext: tls.createSecureContext({
        ...(ca === undefined ? (verify ? { ca: trustedRoots() } : {}) : { ca }),
        ...(cert === undefined ? {} : { cert }),
        ...(key === undefined ? {} : { key }),
      }),
      ...(servername === undefined ? {} : { servername }),
      ...(rejectUnauthorized === undefined ? {} : { rejectUnauthorized }),
    };
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

/** The connections for one cluster and user. HTTP/1.1, so that a watch that breaks takes no other request with it. */
export function createDispatcher(options: DispatcherOptions, secure: TlsOptions): Dispatcher {
  if (options.type === 'proxy') {
    return new ProxyAgent({
      uri: options.uri,
      requestTls: { ...secure, ...keepAlive },
      proxyTls: keepAlive,
      allowH2: false,
      keepAliveTimeout,
    });
  }
  return new Agent({ connect: resumingConnector(secure), allowH2: false, keepAliveTimeout });
}

/**
 * Connects as undici does, but goes on using the TLS session of an earlier connection: undici's own connector holds sessions
 * only until the next garbage collection, and is made anew whenever no connection is left, as after an upgrade. A resumed
 * handshake is a fraction of the work, on both sides.
 */
function resumingConnector(secure: TlsOptions): ReturnType<typeof buildConnector> {
  const held: Buffer[] = [];
  const connect = buildConnector({ ...secure, ...keepAlive, allowH2: false });
  return (options, callback) => {
    // It gives the socket, although its type does not say so.
    const socket: unknown = connect(options, callback);
    if (socket instanceof tls.TLSSocket) {
      socket.on('session', (session) => {
        held[0] = session;
      });
    }
    return socket;
  };
}

function trustedRoots(): string[] {
  return [...new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system')])];
}
