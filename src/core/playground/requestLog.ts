import type { Attributes } from './request.ts';

/** One request as it arrived, and how it was answered. */
export interface RequestEntry extends Partial<Attributes> {
  readonly at: number;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly userAgent: string;
  /** Absent while it is under way, and when it was never answered. */
  status?: number;
  /** The kind of fault that met it. */
  fault?: string;
}

/** What requests are meant: all parts that are given must fit. */
export interface RequestMatcher {
  readonly method?: string;
  readonly verb?: string;
  readonly group?: string;
  readonly resource?: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
  /** Whether it is a watch. */
  readonly watch?: boolean;
  /** Tested against path and query. */
  readonly path?: RegExp;
}

const plainParts = ['method', 'verb', 'group', 'resource', 'subresource', 'namespace', 'name'] as const;

/** Whether a request is meant by a matcher. */
export function matches(matcher: RequestMatcher, entry: RequestEntry): boolean {
  return (
    plainParts.every((part) => matcher[part] === undefined || matcher[part] === entry[part]) &&
    (matcher.watch === undefined || matcher.watch === (entry.verb === 'watch')) &&
    (matcher.path === undefined || matcher.path.test(entry.path))
  );
}

const kept = 20_000;

/** The requests of the playground: counters by verb and resource, the last of them one by one, and the watches that are open. */
export class RequestLog {
  readonly #watches = new Set<RequestEntry>();
  #entries: RequestEntry[] = [];

  /** The latest requests, oldest first; at least the last 20,000. */
  get entries(): readonly RequestEntry[] {
    return this.#entries;
  }

  add(entry: RequestEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length > 2 * kept) {
      this.#entries = this.#entries.slice(-kept);
    }
  }

  /** How many requests fit. */
  count(matcher: RequestMatcher = {}): number {
    return this.#entries.filter((entry) => matches(matcher, entry)).length;
  }

  /** Numbers of requests by `verb resource`, such as `{'list pods': 2}`; others count by method and path. */
  summary(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { verb, resource, subresource, method, path } of this.#entries) {
      const what = subresource ? `${resource}/${subresource}` : resource;
      const key = verb && resource ? `${verb} ${what}` : `${method} ${path.split('?')[0]}`;
      counts[key] = (counts[key] ?? 0) + 1;
    }
    return counts;
  }

  /** How many watches are open now. */
  openWatches(matcher: RequestMatcher = {}): number {
    return [...this.#watches].filter((entry) => matches(matcher, entry)).length;
  }

  watchOpened(entry: RequestEntry): void {
    this.#watches.add(entry);
  }

  watchClosed(entry: RequestEntry): void {
    this.#watches.delete(entry);
  }

  /** Forgets the requests so far; open watches stay counted as open. */
  reset(): void {
    this.#entries = [];
  }
}
