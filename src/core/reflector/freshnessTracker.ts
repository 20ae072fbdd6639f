import type { Disposable } from '../base/emitter.ts';
import type { Clock } from '../kube/clock.ts';
import type { KubeError } from '../kube/error.ts';
import type { Freshness } from '../kube/freshness.ts';

/** Follows how fresh one list is, and keeps quiet about a connection that is lost for less than `graceMs`. */
export class FreshnessTracker implements Disposable {
  readonly #clock: Clock;
  readonly #graceMs: number;
  readonly #onChange: () => void;
  #value: Freshness;
  /** The last time that the data was known to be right. */
  #good: number;
  #grace: { readonly timer: Disposable; readonly stale: Freshness & { state: 'stale' } } | undefined;

  constructor(clock: Clock, graceMs: number, initial: Freshness, onChange: () => void) {
    this.#clock = clock;
    this.#graceMs = graceMs;
    this.#value = initial;
    this.#good = 'since' in initial && initial.state === 'stale' ? initial.since : clock.now();
    this.#onChange = onChange;
  }

  get value(): Freshness {
    return this.#value;
  }

  loading(): void {
    if (this.#value.state !== 'loading') {
      this.#set({ state: 'loading', since: this.#clock.now() });
    }
  }

  /** The server was heard: the data is right as of now. */
  heard(): void {
    this.#good = this.#clock.now();
  }

  live(): void {
    this.heard();
    this.#endGrace();
    if (this.#value.state !== 'live') {
      this.#set({ state: 'live', since: this.#good });
    }
  }

  polling(everyMs: number, why: KubeError): void {
    this.heard();
    this.#endGrace();
    if (this.#value.state !== 'polling') {
      this.#set({ state: 'polling', since: this.#good, everyMs, why });
    }
  }

  /** The connection is lost or something failed; it is tried again at `retryAt`. `patient` allows for the grace. */
  lost(why: KubeError, retryAt: number, patient: boolean): void {
    const stale = { state: 'stale', since: this.#good, why, retryAt } as const;
    if (!patient || (this.#value.state !== 'live' && this.#value.state !== 'polling')) {
      this.#endGrace();
      this.#set(stale);
      return;
    }
    const timer = this.#grace?.timer ?? this.#clock.after(this.#graceMs, () => this.#graceOver());
    this.#grace = { timer, stale };
  }

  dispose(): void {
    this.#endGrace();
  }

  #graceOver(): void {
    const stale = this.#grace?.stale;
    this.#grace = undefined;
    if (stale !== undefined) {
      this.#set(stale);
    }
  }

  #endGrace(): void {
    this.#grace?.timer.dispose();
    this.#grace = undefined;
  }

  #set(value: Freshness): void {
    this.#value = value;
    this.#onChange();
  }
}
