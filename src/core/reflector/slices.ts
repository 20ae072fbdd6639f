import { setImmediate } from 'node:timers/promises';

/**
 * Calls `take` for each item, and lets the event loop run after every `sliceMs` milliseconds and at the end.
 * Rejects with the signal's reason once it is aborted.
 */
export async function forEachInSlices<T>(
  items: readonly T[],
  take: (item: T) => void,
  sliceMs: number,
  signal: AbortSignal,
): Promise<void> {
  let started = performance.now();
  for (const item of items) {
    take(item);
    if (performance.now() - started > sliceMs) {
      await setImmediate();
      signal.throwIfAborted();
      started = performance.now();
    }
  }
  await setImmediate();
  signal.throwIfAborted();
}
