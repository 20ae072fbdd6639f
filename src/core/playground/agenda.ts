import { type Log, silentLog } from '../base/log.ts';
import { Refusal } from './refusal.ts';

/** The time, in milliseconds since the epoch. Injected, so that tests decide it. */
export interface Clock {
  now(): number;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };

/**
 * What is to be done later. Its timers never keep the process alive and are all gone after `stop`.
 * `pace` stretches every delay: 1 is real time, 0.01 makes a second 10 ms. What fails is told to `log` and ends nothing else.
 */
export class Agenda {
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #pace: number;
  readonly #log: Log;
  #stopped = false;

  constructor(pace = 1, log: Log = silentLog) {
    this.#pace = pace;
    this.#log = log;
  }

  /** Tells the log what failed. Refusals are ordinary: an object has changed or gone in the meantime. */
  report(what: string, error: unknown): void {
    if (error instanceof Refusal) {
      this.#log.debug(`${what} was refused: ${error.message}`);
    } else {
      this.#log.error(`${what} failed.`, error);
    }
  }

  /** Does something once, after so many milliseconds. Gives the function that cancels it. */
  after(milliseconds: number, action: () => void): () => void {
    if (this.#stopped) {
      return () => undefined;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      try {
        action();
      } catch (error) {
        this.report('What was to be done later', error);
      }
    }, milliseconds * this.#pace);
    timer.unref();
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
      clearTimeout(timer);
    };
  }

  /** Does something again and again, at that interval, until the function it gives is called. */
  every(milliseconds: number, action: () => void): () => void {
    let cancel: () => void = () => undefined;
    const next = () => {
      cancel = this.after(milliseconds, () => {
        next();
        action();
      });
    };
    next();
    return () => cancel();
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers) {
      clearTimeout(timer);
    }
    this.#timers.clear();
  }
}

const retryMs = 1000;

/**
 * Work on keys, each done once however often it was asked for in the meantime, and again a second later when it throws: the
 * work queue of a controller.
 */
export class WorkQueue {
  readonly #waiting = new Set<string>();
  readonly #agenda: Agenda;
  readonly #work: (key: string) => void;

  constructor(agenda: Agenda, work: (key: string) => void) {
    this.#agenda = agenda;
    this.#work = work;
  }

  add(key: string, delay = 0): void {
    if (delay > 0) {
      this.#agenda.after(delay, () => this.add(key));
      return;
    }
    if (this.#waiting.size === 0) {
      this.#agenda.after(0, () => this.#drain());
    }
    this.#waiting.add(key);
  }

  #drain(): void {
    const keys = [...this.#waiting];
    this.#waiting.clear();
    for (const key of keys) {
      try {
        this.#work(key);
      } catch (error) {
        this.#agenda.report(`Work on ${key}`, error);
        // As in Kubernetes: what failed (a namespace going away, a conflict) is tried again with what is true then.
        this.add(key, retryMs);
      }
    }
  }
}
