import { setImmediate as yielded } from 'node:timers/promises';
import type { Disposable } from '../base/emitter.ts';
import { KubeError } from '../kube/error.ts';
import { bothSides, type Pairs } from './bothSides.ts';
import type { ComparedKind } from './comparedKind.ts';
import type { ComparedSide } from './comparison.ts';
import { changesOf, driftIn } from './detail.ts';
import type { LiveSides } from './liveSides.ts';
import type { KindEntry, RowIndex } from './rowIndex.ts';

/** Of a kind with more pairs than this, drift is known of what was opened. */
const mostPairs = 2_000;
/** How long everything is to be still before a search, and the least between two of them, in milliseconds. */
const timings = { settle: 500, rest: 1_000 } as const;
/** A search rests this many times as long as it took, however much changes. */
const restFactor = 20;
/** How long the thread is kept at a time, in milliseconds. */
const sliceMs = 8;

/** Whether what a syncer wrote is there to be compared; Secrets are read when somebody opens them, and not before. */
function isComparable({ kind, pair }: KindEntry): boolean {
  return kind !== 'secrets' && pair.state === 'synced' && pair.virtual !== undefined && pair.host !== undefined;
}

/**
 * Finds out which pairs differ in what nothing explains. Lists keep too little of an object to tell, so both sides are read in full once
 * they are there, and those that changed again after that; nothing is kept of them.
 */
export class DriftWatch implements Disposable {
  readonly #sides: LiveSides;
  readonly #index: RowIndex;
  readonly #found: (drift: ReadonlyMap<string, number>) => void;
  readonly #ended = new AbortController();
  /** The kinds whose both sides are there, and what of them was touched since the last look. */
  readonly #seen = new Set<ComparedKind>();
  readonly #touched: { readonly kind: ComparedKind; readonly side: ComparedSide; readonly key: string }[] = [];
  readonly #pending = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #restUntil = 0;
  #isSearching = false;

  /** @param found is told how many fields drift, by the keys of rows, a kind at a time */
  constructor(sides: LiveSides, index: RowIndex, found: (drift: ReadonlyMap<string, number>) => void) {
    this.#sides = sides;
    this.#index = index;
    this.#found = found;
  }

  /** These objects are new or different. */
  touched(kind: ComparedKind, side: ComparedSide, keys: readonly string[]): void {
    if (this.#seen.has(kind)) {
      for (const key of keys) {
        this.#touched.push({ kind, side, key });
      }
    }
  }

  /** Everything may have another answer now. */
  touchedAll(): void {
    this.#seen.clear();
    this.#touched.length = 0;
  }

  /** Takes up what was touched, once the rows are up to date. */
  look(): void {
    const { host, inner, kinds } = this.#sides;
    for (const { kind, side, key } of this.#touched.splice(0)) {
      const rowKey = this.#index.keyOf(kind, side, key);
      if (rowKey !== undefined) {
        this.#pending.add(rowKey);
      }
    }
    const added = new Set<string>(
      kinds.synced.filter((kind) => !this.#seen.has(kind) && host.isKnown(kind) && inner?.isKnown(kind) === true),
    );
    if (added.size > 0) {
      for (const { key } of this.#index.rows.filter(({ kind }) => added.has(kind))) {
        this.#pending.add(key);
      }
      for (const kind of kinds.synced.filter((one) => added.has(one))) {
        this.#seen.add(kind);
      }
    }
    this.#schedule();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#ended.abort();
  }

  #schedule(): void {
    if (this.#pending.size > 0 && !this.#isSearching && !this.#ended.signal.aborted) {
      clearTimeout(this.#timer);
      const wait = Math.max(timings.settle, this.#restUntil - Date.now());
      this.#timer = setTimeout(() => void this.#search(), wait);
    }
  }

  async #search(): Promise<void> {
    const begin = Date.now();
    this.#isSearching = true;
    try {
      for (const pairs of this.#take()) {
        await this.#count(pairs).catch((error: unknown) => this.#giveUp(error));
      }
    } finally {
      this.#isSearching = false;
      this.#restUntil = Date.now() + Math.max(timings.rest, (Date.now() - begin) * restFactor);
      this.#schedule();
    }
  }

  /** Why a kind cannot be read is said by the list; whether it drifts stays unknown. */
  #giveUp(error: unknown): void {
    if (!KubeError.is(error) && !this.#ended.signal.aborted) {
      throw error;
    }
  }

  /** What there is to look at, by kind. */
  #take(): readonly Pairs[] {
    const kinds = new Map<ComparedKind, Map<string, KindEntry>>();
    for (const key of this.#pending) {
      const entry = this.#index.entry(key);
      if (entry !== undefined && isComparable(entry)) {
        kinds.set(entry.kind, (kinds.get(entry.kind) ?? new Map<string, KindEntry>()).set(key, entry));
      }
    }
    this.#pending.clear();
    return [...kinds.values()].filter(({ size }) => size <= mostPairs);
  }

  async #count(pairs: Pairs): Promise<void> {
    const { signal } = this.#ended;
    const found = new Map<string, number>();
    let slice = Date.now();
    for await (const { key, virtual, host } of bothSides(pairs, this.#sides, signal)) {
      found.set(key, driftIn(changesOf(virtual, host, this.#sides)));
      if (Date.now() - slice > sliceMs) {
        await yielded();
        slice = Date.now();
      }
    }
    if (!signal.aborted) {
      this.#found(found);
    }
  }
}
