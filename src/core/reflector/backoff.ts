/** How long to wait between attempts; times in milliseconds. */
export interface BackoffLimits {
  readonly firstMs: number;
  readonly maxMs: number;
  /** The part of each delay that is certain, 0 to 1; the rest is random. 0 ("full jitter") when left out. */
  readonly certain?: number;
}

/** Delays that double from `firstMs` to `maxMs`, spread at random so that many clients do not come back at once. */
export class Backoff {
  readonly #limits: BackoffLimits;
  readonly #random: () => number;
  #attempts = 0;

  constructor(limits: BackoffLimits, random: () => number = Math.random) {
    this.#limits = limits;
    this.#random = random;
  }

  /** The delay before the next attempt, in milliseconds. */
  next(): number {
    const { firstMs, maxMs, certain = 0 } = this.#limits;
    const full = Math.min(maxMs, firstMs * 2 ** Math.min(this.#attempts, 30));
    this.#attempts += 1;
    return full * (certain + (1 - certain) * this.#random());
  }

  /** The next delay is a first one again. */
  reset(): void {
    this.#attempts = 0;
  }
}
