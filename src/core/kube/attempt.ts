import type { Dispatcher } from 'undici';
import { codeOf } from './connectionError.ts';
import { abortable } from './deadline.ts';

/** A request that ends with the signal. undici alone does not end one whose connection is still being made. */
export function requestUntil(
  dispatcher: Dispatcher,
  options: Dispatcher.RequestOptions,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  const answer = dispatcher.request({ ...options, signal });
  answer.then(({ body }) => signal.aborted && void body.dump().catch(() => undefined)).catch(() => undefined);
  return abortable(answer, signal);
}

/** The server may close an idle connection in the moment that it is used again; Go's client tries again, too. */
export async function retried<T>(send: () => Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await send();
  } catch (error) {
    const lost = ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'].includes(codeOf(error));
    if (!lost || signal.aborted) {
      throw error;
    }
    return await send();
  }
}
