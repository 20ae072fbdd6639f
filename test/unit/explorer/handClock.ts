import type { Disposable } from '../../../src/core/base/emitter.ts';
import type { Clock } from '../../../src/core/kube/clock.ts';

interface Alarm {
  readonly at: number;
  readonly run: () => void;
}

/** A clock that moves by hand. */
export class HandClock implements Clock {
  readonly #alarms = new Set<Alarm>();
  #now: number;

  constructor(now = Date.UTC(2026, 4, 20, 12)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): Disposable {
    const alarm = { at: this.#now + ms, run };
    this.#alarms.add(alarm);
    return { dispose: () => this.#alarms.delete(alarm) };
  }

  /** How many timers are set. */
  get pending(): number {
    return this.#alarms.size;
  }

  advance(ms: number): void {
    this.#now += ms;
    for (const alarm of [...this.#alarms].sort((a, b) => a.at - b.at)) {
      if (alarm.at <= this.#now && this.#alarms.delete(alarm)) {
        alarm.run();
      }
    }
  }
}
