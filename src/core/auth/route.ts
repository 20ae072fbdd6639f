import type { DispatcherOptions } from '@kubernetes/client-node/dist/config.js';
import type { Dispatcher } from 'undici';
import { createDialer, type Dial } from './dialer.ts';
import { createDispatcher } from './dispatcher.ts';
import { resumingContext, secureOptions } from './tlsOptions.ts';
import { TlsSession } from './tlsSession.ts';

/** How one server is reached as one user. */
export interface Route {
  readonly dispatcher: Dispatcher;
  /** Undefined where a proxy stands in between. */
  readonly dial: Dial | undefined;
}

/** `socks` is the dispatcher where the proxy is one for SOCKS. Throws a `KubeError` for certificates and keys that are no good. */
export function createRoute(server: URL, options: DispatcherOptions, socks: Dispatcher | undefined): Route {
  const secure = server.protocol === 'http:' ? undefined : secureOptions(options);
  if (socks !== undefined) {
    return { dispatcher: socks, dial: undefined };
  }
  const session = new TlsSession(secure === undefined ? undefined : resumingContext(options));
  const dispatcher = createDispatcher(options, secure ?? {}, session);
  return { dispatcher, dial: options.type === 'proxy' ? undefined : createDialer(server, secure, session) };
}
