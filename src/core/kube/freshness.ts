import type { KubeError } from './error.ts';

/** How far the data can be trusted. Times are milliseconds since the epoch. It travels with the data. */
export type Freshness =
  | { readonly state: 'idle' }
  | { readonly state: 'loading'; readonly since: number }
  | { readonly state: 'live'; readonly since: number }
  /** Watching is not allowed or does not work, so the list is asked for again every `everyMs`. */
  | { readonly state: 'polling'; readonly since: number; readonly everyMs: number; readonly why: KubeError }
  /** The data, if any, is from `since`; nothing newer could be had because of `why`. It is tried again at `retryAt`. */
  | { readonly state: 'stale'; readonly since: number; readonly why: KubeError; readonly retryAt?: number };

const order: Readonly<Record<Freshness['state'], number>> = { live: 0, idle: 1, polling: 2, loading: 3, stale: 4 };

/** The freshness of data that comes from several sources: that of the worst; `idle` for none. */
export function worstFreshness(all: readonly Freshness[]): Freshness {
  return (
    all.reduce<Freshness | undefined>(
      (worst, next) => (worst === undefined || order[next.state] > order[worst.state] ? next : worst),
      undefined,
    ) ?? { state: 'idle' }
  );
}
