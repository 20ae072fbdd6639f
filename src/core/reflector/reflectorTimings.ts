import type { BackoffLimits } from './backoff.ts';

/** All times are in milliseconds. */
export interface ReflectorTimings {
  /** Objects in one page of a list. */
  readonly pageSize: number;
  /** The server is asked to end a watch after a random time in this range. */
  readonly watchMinMs: number;
  readonly watchMaxMs: number;
  /** A watch that has sent a bookmark sends one about every minute; silence beyond this means that it is dead. */
  readonly silenceMs: number;
  /** A watch that ends sooner counts as failed. */
  readonly shortWatchMs: number;
  /** Data stays `live` while a lost connection comes back within this time. */
  readonly graceMs: number;
  /** Changes are delivered at most this often. */
  readonly flushMs: number;
  /** How often to list where watching is forbidden, and how often to try watching again there. */
  readonly pollMs: number;
  readonly rewatchMs: number;
  /** How often to try everywhere again while only single namespaces can be listed. */
  readonly widenMs: number;
  readonly backoff: BackoffLimits;
  /** For what takes a person to repair: credentials, permissions, plugins. */
  readonly slowBackoff: BackoffLimits;
  /** No server is obeyed that asks to wait longer. */
  readonly maxRetryAfterMs: number;
}

export const defaultTimings: ReflectorTimings = {
  pageSize: 500,
  watchMinMs: 300_000,
  watchMaxMs: 600_000,
  silenceMs: 90_000,
  shortWatchMs: 1_000,
  graceMs: 2_000,
  flushMs: 20,
  pollMs: 30_000,
  rewatchMs: 300_000,
  widenMs: 600_000,
  backoff: { firstMs: 250, maxMs: 30_000 },
  slowBackoff: { firstMs: 30_000, maxMs: 300_000, certain: 0.5 },
  maxRetryAfterMs: 300_000,
};
