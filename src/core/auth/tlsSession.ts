import type { SecureContext, TLSSocket } from 'node:tls';

/** What `tls.connect` needs to go on with a session. */
export interface Resumption {
  readonly session?: Buffer;
  readonly secureContext?: SecureContext;
}

/**
 * The TLS session that the next connection to a server goes on with: a resumed handshake is a fraction of the work, on both sides. A server
 * that does not know it any more makes a whole handshake instead. It is as secret as what the first connection was opened with, lives in
 * memory only, and goes with the connections of those credentials.
 */
export class TlsSession {
  readonly #context: SecureContext | undefined;
  #ticket: Buffer | undefined;

  /** `context` is what resumed connections use instead of that of the first one. */
  constructor(context: SecureContext | undefined) {
    this.#context = context;
  }

  /** Nothing for the first connection. */
  resume(): Resumption {
    if (this.#ticket === undefined) {
      return {};
    }
    return { session: this.#ticket, ...(this.#context === undefined ? {} : { secureContext: this.#context }) };
  }

  /**
   * Takes the sessions that the server offers on a connection. Those of one that it did not resume although it was asked to are left: the
   * next connection begins anew, with all that a first one has.
   */
  follow(socket: TLSSocket, { session }: Resumption): TLSSocket {
    return socket.on('session', (ticket) => {
      this.#ticket = session === undefined || socket.isSessionReused() ? ticket : undefined;
    });
  }
}
