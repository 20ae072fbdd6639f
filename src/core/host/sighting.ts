import type { HostView } from '../explorer/view.ts';
import type { Host } from './host.ts';

/**
 * Waits until something is to be seen on a host, and gives what `look` makes of it. Undefined when it is not seen within `limitMs`
 * milliseconds, the host goes, or the signal ends the wait. The host is looked at meanwhile.
 */
export async function sighted<T>(
  host: Host,
  look: (view: HostView) => T | undefined,
  { signal, limitMs }: { readonly signal: AbortSignal; readonly limitMs: number },
): Promise<T | undefined> {
  const { promise, resolve } = Promise.withResolvers<T | undefined>();
  const check = (): void => {
    const seen = look(host.view);
    if (seen !== undefined) {
      resolve(seen);
    }
  };
  const giveUp = (): void => resolve(undefined);
  const timer = setTimeout(giveUp, limitMs);
  signal.addEventListener('abort', giveUp);
  const subscriptions = [host.onDidChange(check), host.onDidDispose(giveUp), host.hold()];
  try {
    if (signal.aborted) {
      giveUp();
    }
    check();
    return await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
    for (const subscription of subscriptions) {
      subscription.dispose();
    }
  }
}
