import type { Disposable } from '../base/emitter.ts';
import type { Clock } from '../kube/clock.ts';

/** Calls `onSilence` once when it was not fed for as long as it was last told. Feeding is cheap. */
export class Watchdog implements Disposable {
  readonly #clock: Clock;
  readonly #onSilence: () => void;
  #deadline = 0;
  #timer: Disposable | undefined;

  constructor(clock: Clock, onSilence: () => void) {
    this.#clock = clock;
    this.#onSilence = onSilence;
  }

  /** Something was heard; the next sound is expected within `ms` milliseconds. */
  feed(ms: number): void {
    const before = this.#deadline;
    this.#deadline = this.#clock.now() + ms;
    if (this.#timer === undefined || this.#deadline < before) {
      this.#arm();
    }
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
  }

  #arm(): void {
    this.#timer?.dispose();
    this.#timer = this.#clock.after(Math.max(0, this.#deadline - this.#clock.now()), () => {
      this.#timer = undefined;
      if (this.#clock.now() < this.#deadline) {
        this.#arm();
      } else {
        this.#onSilence();
      }
    });
  }
}
