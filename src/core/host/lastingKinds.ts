import type { Disposable } from '../base/emitter.ts';
import { Lease } from '../base/lease.ts';
import type { Freshness } from '../kube/freshness.ts';
import type { KnownKind } from '../vcluster/watchedKinds.ts';

/** Where kinds are read while they are watched. */
export interface KindSource<K, T> {
  watch(kinds: readonly K[]): Disposable;
  /** What is known of a kind by now; undefined while a complete list is on its way, or nobody watches. */
  known(kind: K): KnownKind<T> | undefined;
  freshness(kind: K): Freshness;
}

export interface LastingKindsOptions<K> {
  /** Those that are watched together. */
  readonly kinds: readonly K[];
  readonly lingerMs: number;
  /** Called for every kind that stops being watched. */
  readonly onChange: (kind: K) => void;
}

/**
 * Kinds that are watched for as long as somebody looks. What was known last stays to be shown while a new list is on its
 * way, so that a view that comes back after a pause finds its nodes where they were.
 */
export class LastingKinds<K, T> implements Disposable {
  readonly #options: LastingKindsOptions<K>;
  readonly #lease: Lease;
  readonly #last = new Map<K, KnownKind<T>>();
  #source: KindSource<K, T> | undefined;
  #watching: Disposable | undefined;

  constructor(options: LastingKindsOptions<K>, source?: KindSource<K, T>) {
    this.#options = options;
    this.#source = source;
    this.#lease = new Lease(
      () => this.#watch(),
      () => this.#stop(),
      options.lingerMs,
    );
  }

  /** Watches every kind for as long as it is held. */
  hold(): Disposable {
    return this.#lease.hold();
  }

  /** What is known of a kind, or was known last. */
  known(kind: K): KnownKind<T> | undefined {
    return this.#source?.known(kind) ?? this.#last.get(kind);
  }

  /** `idle` for what is not watched. */
  freshness(kind: K): Freshness {
    return this.#source?.freshness(kind) ?? { state: 'idle' };
  }

  /** Reads from another source, or none; what was known last stays until that knows more. */
  replace(source: KindSource<K, T> | undefined): void {
    this.#remember();
    this.#watching?.dispose();
    this.#source = source;
    if (this.#lease.running) {
      this.#watch();
    }
  }

  /** Lets go of what was known last. */
  forget(): void {
    this.#last.clear();
  }

  #watch(): void {
    this.#watching = this.#source?.watch(this.#options.kinds);
  }

  #stop(): void {
    this.#remember();
    this.#watching?.dispose();
    this.#watching = undefined;
    for (const kind of this.#options.kinds) {
      this.#options.onChange(kind);
    }
  }

  #remember(): void {
    for (const kind of this.#options.kinds) {
      const known = this.#source?.known(kind);
      if (known !== undefined) {
        this.#last.set(kind, known);
      }
    }
  }

  dispose(): void {
    this.#lease.dispose();
  }
}
