import { matches, type RequestEntry, type RequestMatcher } from './requestLog.ts';

/**
 * How a request is mistreated.
 * - `status`: refused with that code and a Status body; the connection stays
 * - `reset`: the connection is cut without an answer
 * - `stall`: the request is accepted and never answered
 * - `half`: the true answer, cut off in its middle; of a watch, the first event
 * - `html`, `garbage`: an answer that is no JSON
 * - `endless`: an answer that begins like a list and never ends
 * - `delay`: the true answer, later
 * - `silence`: a watch that opens and then says nothing, not even bookmarks
 * - `cut`: the true answer, its connection cut after a while (0: as soon as it has begun); for watches
 * - `gone`: a watch gets an ERROR event with 410, anything else a 410
 */
export type FaultAction =
  | {
      readonly kind: 'status';
      readonly code: number;
      readonly reason?: string;
      readonly message?: string;
      readonly retryAfterSeconds?: number;
    }
  | { readonly kind: 'reset' | 'stall' | 'half' | 'garbage' | 'endless' | 'silence' | 'gone' }
  | { readonly kind: 'html'; readonly code?: number }
  | { readonly kind: 'delay' | 'cut'; readonly ms: number };

/** A fault that was set, until it is removed or used up. */
export interface Fault {
  readonly action: FaultAction;
  /** How many requests it has met. */
  readonly hits: number;
  remove(): void;
}

interface Entry {
  readonly matcher: RequestMatcher;
  readonly action: FaultAction;
  left: number;
  hits: number;
}

/** The misbehaviour that was asked for. The first fault that fits a request and is not used up meets it. */
export class Faults {
  readonly #entries = new Set<Entry>();
  readonly #cut: (matcher: RequestMatcher) => number;

  /** `cut` ends the connections of the watches that are open and fit, and counts them. */
  constructor(cut: (matcher: RequestMatcher) => number) {
    this.#cut = cut;
  }

  /** Sets a fault for the requests that fit, for the next `times` of them or for all. */
  add(matcher: RequestMatcher, action: FaultAction, times = Number.POSITIVE_INFINITY): Fault {
    const entry: Entry = { matcher, action, left: times, hits: 0 };
    this.#entries.add(entry);
    return {
      action,
      get hits() {
        return entry.hits;
      },
      remove: () => {
        this.#entries.delete(entry);
      },
    };
  }

  /** Cuts the connections of open watches now; gives how many. */
  dropWatches(matcher: RequestMatcher = {}): number {
    return this.#cut(matcher);
  }

  clear(): void {
    this.#entries.clear();
  }

  /** The fault that meets a request, counted; undefined for none. */
  take(request: RequestEntry): FaultAction | undefined {
    for (const entry of this.#entries) {
      if (entry.left > 0 && matches(entry.matcher, request)) {
        entry.left -= 1;
        entry.hits += 1;
        return entry.action;
      }
    }
    return undefined;
  }
}
