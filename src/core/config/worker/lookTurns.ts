import type { Disposable } from '../../base/emitter.ts';
import { type Clock, systemClock } from '../../kube/clock.ts';

const typedMs = 15;
/** Longer than keys take that repeat, in milliseconds. */
const repeatMs = 40;

/**
 * How long after an edit a file is looked at, in milliseconds: hardly after one that somebody types, and once for all that follow each
 * other faster, as those of a key that repeats do.
 * @param sinceLast milliseconds since the edit before it
 */
export function settleMs(sinceLast: number): number {
  return sinceLast > repeatMs ? typedMs : repeatMs;
}

interface Turn {
  timer?: Disposable;
  /** In milliseconds since the epoch. */
  edited: number;
  looking: boolean;
  /** Whether it was its turn while it was looked at. */
  again: boolean;
}

/** When each of the open files is looked at. One look at a time for each: what is edited meanwhile is looked at together, so that no queue grows. */
export class LookTurns<T extends object> implements Disposable {
  readonly #look: (file: T) => Promise<void>;
  readonly #clock: Clock;
  readonly #turns = new Map<T, Turn>();

  /** @param look looks at one as it is then; where it fails, the next look tries again */
  constructor(look: (file: T) => Promise<void>, clock: Clock = systemClock) {
    this.#look = look;
    this.#clock = clock;
  }

  /** Looks at one that was edited just now, once its edits have settled. */
  edited(file: T): void {
    const turn = this.#turnOf(file);
    const now = this.#clock.now();
    this.#after(file, turn, settleMs(now - turn.edited));
    turn.edited = now;
  }

  /** Looks at one as soon as nothing else is done. */
  soon(file: T): void {
    this.#after(file, this.#turnOf(file), 0);
  }

  forget(file: T): void {
    this.#turns.get(file)?.timer?.dispose();
    this.#turns.delete(file);
  }

  dispose(): void {
    for (const file of this.#turns.keys()) {
      this.forget(file);
    }
  }

  #turnOf(file: T): Turn {
    const turn = this.#turns.get(file) ?? { edited: Number.NEGATIVE_INFINITY, looking: false, again: false };
    this.#turns.set(file, turn);
    return turn;
  }

  #after(file: T, turn: Turn, delay: number): void {
    turn.timer?.dispose();
    turn.timer = this.#clock.after(delay, () => void this.#take(file, turn));
  }

  async #take(file: T, turn: Turn): Promise<void> {
    if (turn.looking) {
      turn.again = true;
      return;
    }
    turn.looking = true;
    await this.#look(file).catch(() => undefined);
    turn.looking = false;
    if (turn.again && this.#turns.get(file) === turn) {
      turn.again = false;
      this.soon(file);
    }
  }
}
