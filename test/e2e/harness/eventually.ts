import { setTimeout as sleep } from 'node:timers/promises';

const stepMs = 100;

/** Calls `check` until it no longer throws, and gives what it gave; after `limitMs` throws what it threw last. */
export async function eventually<T>(check: () => Promise<T> | T, limitMs = 15_000): Promise<T> {
  const until = Date.now() + limitMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > until) {
        throw error;
      }
      await sleep(stepMs);
    }
  }
}
