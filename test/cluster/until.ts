import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until `holds`, asking every 10 ms; throws `what` and what `state` gives, when it does not within the time. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  { withinMs = 15_000, state }: { withinMs?: number; state?: () => unknown } = {},
): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > end) {
      const seen = state ? `; it is ${JSON.stringify(state())}` : '';
      throw new Error(`Not within ${withinMs} ms: ${what}${seen}`);
    }
    await sleep(10);
  }
}
