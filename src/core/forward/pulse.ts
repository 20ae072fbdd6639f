import type { Carrier } from './carrier.ts';
import type { Beating } from './heartbeat.ts';

/** Two, since the server spreads what arrives over queues, one of which may be held up by a process that does not read. */
const pingsAtOnce = 2;

/** Whether the other end of a carrier is alive, by what has come from there. */
export class Pulse implements Beating {
  /** Gives the carrier up, since its other end is not. */
  readonly lose: () => void;
  readonly #carrier: Carrier;
  #heardAt = performance.now();
  #unanswered = 0;

  constructor(carrier: Carrier, lose: () => void) {
    this.#carrier = carrier;
    this.lose = lose;
  }

  /** Milliseconds since something came; 0 while nothing can, because its transport is paused. */
  silentFor(now: number): number {
    if (this.#carrier.transport.isPaused()) {
      this.#heardAt = now;
    }
    return now - this.#heardAt;
  }

  /**
   * Frames of data that were sent since something came. Kubernetes' server takes in 50 for a process that does not read, and then answers no
   * pings either.
   */
  get unanswered(): number {
    return this.#unanswered;
  }

  /** To be told of each frame of data that is sent. */
  sent(): void {
    this.#unanswered += 1;
  }

  /** To be told of all that comes. */
  heard(): void {
    this.#heardAt = performance.now();
    this.#unanswered = 0;
  }

  /** Asks for an answer. */
  ping(): void {
    this.#carrier.ping(pingsAtOnce);
  }
}
