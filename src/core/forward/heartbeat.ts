import type { Disposable } from '../base/emitter.ts';

/** What a heartbeat keeps an eye on. */
export interface Beating {
  silentFor(now: number): number;
  readonly unanswered: number;
  ping(): void;
  lose(): void;
}

/** Silence after which a connection is lost although it is pinged: two pings missed. */
const maxSilentBeats = 2.5;
/** The same where the process in the pod may be what keeps the server from answering. */
const maxStalledBeats = 12;
/** So many frames in a row may wait in the server before it answers no more pings. */
const frameQueue = 50;
/** What an answer may take after the computer has slept. */
const wakeMs = 5_000;

/** Pings what is open, and drops what does not answer. Has no timer while nothing is open. */
export class Heartbeat implements Disposable {
  readonly #everyMs: number;
  readonly #now: () => number;
  readonly #beating = new Set<Beating>();
  #timer: NodeJS.Timeout | undefined;
  #waking: NodeJS.Timeout | undefined;
  #lastAt = 0;

  /** `now` is the time of day, which goes on while the computer sleeps. */
  constructor(everyMs: number, now: () => number = Date.now) {
    this.#everyMs = everyMs;
    this.#now = now;
  }

  add(one: Beating): Disposable {
    this.#beating.add(one);
    if (this.#timer === undefined) {
      this.#lastAt = this.#now();
      this.#timer = setInterval(() => this.#beat(), this.#everyMs);
    }
    return { dispose: () => this.#remove(one) };
  }

  dispose(): void {
    this.#beating.clear();
    this.#stop();
  }

  #remove(one: Beating): void {
    this.#beating.delete(one);
    if (this.#beating.size === 0) {
      this.#stop();
    }
  }

  #stop(): void {
    clearInterval(this.#timer);
    clearTimeout(this.#waking);
    this.#timer = undefined;
    this.#waking = undefined;
  }

  #beat(): void {
    const slept = this.#now() - this.#lastAt > 2 * this.#everyMs;
    this.#lastAt = this.#now();
    const at = performance.now();
    for (const one of [...this.#beating]) {
      const beats = one.unanswered < frameQueue ? maxSilentBeats : maxStalledBeats;
      if (one.silentFor(at) > beats * this.#everyMs) {
        one.lose();
      } else {
        one.ping();
      }
    }
    if (slept) {
      const waitMs = Math.min(wakeMs, this.#everyMs / 2);
      clearTimeout(this.#waking);
      this.#waking = setTimeout(() => this.#dropSilent(at), waitMs);
    }
  }

  /** After a sleep: those that have said nothing since they were pinged. */
  #dropSilent(pingedAt: number): void {
    const at = performance.now();
    for (const one of [...this.#beating]) {
      if (one.silentFor(at) > at - pingedAt) {
        one.lose();
      }
    }
  }
}
