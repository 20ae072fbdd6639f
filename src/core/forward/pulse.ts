import type { Duplex } from 'node:stream';
import { controlFrame, frameTypes, uint32 } from '../spdy/frame.ts';
import type { Beating } from './heartbeat.ts';

/** Two, since the server spreads what arrives over queues, one of which may be held up by a process that does not read. */
const pingsAtOnce = 2;

/** Whether the other end of a transport is alive, by what has come from there. */
export class Pulse implements Beating {
  /** Gives the transport up, since its other end is not. */
  readonly lose: () => void;
  readonly #transport: Duplex;
  #heardAt = performance.now();
  #unanswered = 0;
  #pings = 0;

  constructor(transport: Duplex, lose: () => void) {
    this.#transport = transport;
    this.lose = lose;
  }

  /** Milliseconds since something came; 0 while nothing can, because the transport is paused. */
  silentFor(now: number): number {
    if (this.#transport.isPaused()) {
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
    for (let count = 0; count < pingsAtOnce && !this.#transport.destroyed; count += 1) {
      this.#pings += 1;
      this.#transport.write(controlFrame(frameTypes.ping, 0, uint32(2 * this.#pings - 1)));
    }
  }
}
