import tls from 'node:tls';
import type { DispatcherOptions } from '@kubernetes/client-node/dist/config.js';
import { Agent, buildConnector, type Dispatcher, ProxyAgent } from 'undici';
import { socketOptions, type TlsOptions } from './tlsOptions.ts';
import type { TlsSession } from './tlsSession.ts';

/** Idle connections are kept this long: below the 60 s after which common load balancers drop them silently. */
const keepAliveTimeout = 50_000;

/** The connections for one cluster and user. HTTP/1.1, so that a watch that breaks takes no other request with it. */
export function createDispatcher(options: DispatcherOptions, secure: TlsOptions, session?: TlsSession): Dispatcher {
  if (options.type === 'proxy') {
    return new ProxyAgent({
      uri: options.uri,
      requestTls: { ...secure, ...socketOptions },
      proxyTls: socketOptions,
      allowH2: false,
      keepAliveTimeout,
    });
  }
  const connect = session === undefined ? { ...secure, ...socketOptions } : resumingConnector(secure, session);
  return new Agent({ connect, allowH2: false, keepAliveTimeout });
}

/**
 * Connects as undici does, but goes on with the session of an earlier connection: undici's own connector holds sessions only until the
 * next garbage collection.
 */
function resumingConnector(secure: TlsOptions, session: TlsSession): ReturnType<typeof buildConnector> {
  return (options, callback) => {
    const resumption = session.resume();
    const connect = buildConnector({ ...secure, ...socketOptions, ...resumption, allowH2: false });
    // It gives the socket, although its type does not say so.
    const socket: unknown = connect(options, callback);
    return socket instanceof tls.TLSSocket ? session.follow(socket, resumption) : socket;
  };
}
