import type { IncomingHttpHeaders } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Dispatcher } from 'undici';
import { type Refusal, refusalBytes } from './refusal.ts';

/** A connection that has left HTTP behind. It is the caller's: the client that opened it may be closed before it. */
export interface Upgraded {
  readonly socket: Duplex;
  /** Those of the 101, which say what was agreed on. */
  readonly headers: IncomingHttpHeaders;
}

export type UpgradeAnswer = Upgraded | Refusal;

/**
 * One request that asks for another protocol, through whatever proxy the dispatcher goes. undici's own `upgrade` would throw away the body of a refusal, in which the
 * server says why. Rejects as undici does, and with the signal's reason once that is aborted.
 */
export function requestUpgrade(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions & { readonly upgrade: string },
  signal: AbortSignal,
): Promise<UpgradeAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<UpgradeAnswer>();
  let controller: Dispatcher.DispatchController | undefined;
  let refusal: Refusal | undefined;
  const abort = () => {
    // A connection that is still being made is not ended by undici; what comes of it is dropped below.
    reject(signal.reason);
    controller?.abort(signal.reason as Error);
  };
  const refused = ({ status, headers, body }: Refusal) => resolve({ status, headers, body });
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(given) {
      controller = given;
      if (signal.aborted) {
        abort();
      }
    },
    onRequestUpgrade(_controller, _status, headers, socket) {
      if (signal.aborted) {
        socket.on('error', () => undefined).destroy();
      } else {
        resolve({ socket, headers });
      }
    },
    onResponseStart(_controller, status, headers) {
      refusal = { status, headers, body: '' };
    },
    onResponseData(given, chunk) {
      if (refusal !== undefined) {
        refusal = { ...refusal, body: refusal.body + chunk.toString() };
        if (refusal.body.length > refusalBytes) {
          refused(refusal);
          given.abort(new Error('The rest does not matter.'));
        }
      }
    },
    onResponseEnd() {
      if (refusal !== undefined) {
        refused(refusal);
      }
    },
    onResponseError(_controller, error) {
      // What has arrived of a refusal says enough.
      if (refusal === undefined) {
        reject(error);
      } else {
        refused(refusal);
      }
    },
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    dispatcher.dispatch(options, handler);
  } catch (error) {
    reject(error);
  }
  return promise.finally(() => signal.removeEventListener('abort', abort));
}
