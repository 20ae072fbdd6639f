import { isIP, connect as openPlainly, type Socket } from 'node:net';
import { connect as openSecurely } from 'node:tls';
import { socketOptions, type TlsOptions } from './tlsOptions.ts';
import type { TlsSession } from './tlsSession.ts';

/**
 * Makes a connection of the caller's own, once the server is known to be the right one. Rejects with the error of the socket, or with the
 * signal's reason once that is aborted.
 */
export type Dial = (signal: AbortSignal) => Promise<Socket>;

/** Dials a server; without `secure` by plain HTTP. */
export function createDialer(server: URL, secure: TlsOptions | undefined, session: TlsSession): Dial {
  const host = server.hostname.replace(/^\[|\]$/gu, '');
  const port = Number(server.port) || (secure === undefined ? 80 : 443);
  const address = { host, port, noDelay: true, ...socketOptions };
  const first = { ...address, ...(isIP(host) === 0 ? { servername: host } : {}), ALPNProtocols: ['http/1.1'] };
  const secured = (given: TlsOptions) => {
    const resumption = session.resume();
    return session.follow(openSecurely({ ...first, ...given, ...resumption }), resumption);
  };
  return (signal) =>
    secure === undefined
      ? made(openPlainly(address), 'connect', signal)
      : made(secured(secure), 'secureConnect', signal);
}

function made(socket: Socket, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const abort = () => {
    reject(signal.reason);
    socket.destroy();
  };
  const done = () => signal.removeEventListener('abort', abort);
  socket.once(event, () => {
    done();
    resolve(socket);
  });
  // Stays, since an error that nobody listens to would end the process; whoever has the socket sees it close.
  socket.on('error', (error) => {
    done();
    reject(error);
  });
  signal.addEventListener('abort', abort);
  if (signal.aborted) {
    abort();
  }
  return promise;
}
