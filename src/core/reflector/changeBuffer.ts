import type { Disposable } from '../base/emitter.ts';
import type { Clock } from '../kube/clock.ts';
import type { ReflectorChange } from './reflector.ts';

/**
 * Collects changes and hands them on together: at once after a quiet time, else every `everyMs` milliseconds.
 * A key is reported once, as what it is at that time.
 */
export class ChangeBuffer implements Disposable {
  readonly #clock: Clock;
  readonly #everyMs: number;
  readonly #deliver: (change: ReflectorChange) => void;
  #changed = new Set<string>();
  #removed = new Set<string>();
  #freshness = false;
  #delivered = 0;
  #timer: Disposable | undefined;

  constructor(clock: Clock, everyMs: number, deliver: (change: ReflectorChange) => void) {
    this.#clock = clock;
    this.#everyMs = everyMs;
    this.#deliver = deliver;
  }

  changed(key: string): void {
    this.#removed.delete(key);
    this.#changed.add(key);
    this.#schedule();
  }

  removed(key: string): void {
    this.#changed.delete(key);
    this.#removed.add(key);
    this.#schedule();
  }

  freshness(): void {
    this.#freshness = true;
    this.#schedule();
  }

  /** Forgets what was not delivered. */
  dispose(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    this.#take();
  }

  #schedule(): void {
    this.#timer ??= this.#clock.after(Math.max(0, this.#delivered + this.#everyMs - this.#clock.now()), () => {
      this.#timer = undefined;
      this.#delivered = this.#clock.now();
      this.#deliver(this.#take());
    });
  }

  #take(): ReflectorChange {
    const change = { changed: [...this.#changed], removed: [...this.#removed], freshness: this.#freshness };
    this.#changed = new Set();
    this.#removed = new Set();
    this.#freshness = false;
    return change;
  }
}
