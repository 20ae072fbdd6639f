import type { Log } from '../base/log.ts';
import type { ForwardTarget } from './target.ts';

export type ForwardState =
  | { readonly state: 'ready' }
  /** Connections are taken, but the last one could not be passed on. `since` is in milliseconds since the epoch. */
  | { readonly state: 'waiting'; readonly why: string; readonly since: number };

/** Whether the way to the pod works, as the last connections found it. */
export class Health {
  readonly #port: number;
  readonly #log: Log;
  readonly #onDidChange: () => void;
  #state: ForwardState = { state: 'ready' };
  #lastError: string | undefined;
  #reconnects = 0;
  #troubles = 0;
  /** The pod from which bytes came last. */
  #uid: string | undefined;

  constructor(port: number, log: Log, onDidChange: () => void) {
    this.#port = port;
    this.#log = log;
    this.#onDidChange = onDidChange;
  }

  get state(): ForwardState {
    return this.#state;
  }

  get lastError(): string | undefined {
    return this.#lastError;
  }

  get reconnects(): number {
    return this.#reconnects;
  }

  /** Grows with all that goes wrong, so that a connection from before it does not count as a recovery. */
  get troubles(): number {
    return this.#troubles;
  }

  /** The way to the pod does not work. Said once, however many connections meet it. */
  trouble(why: string): void {
    this.#troubles += 1;
    if (this.#state.state === 'waiting' && this.#state.why === why) {
      return;
    }
    const since = this.#state.state === 'waiting' ? this.#state.since : Date.now();
    this.#state = { state: 'waiting', why, since };
    this.note(why);
    this.#onDidChange();
  }

  /** One connection failed, which says nothing about others. */
  note(why: string): void {
    this.#lastError = why;
    this.#log.warn(`127.0.0.1:${this.#port}: ${why}`);
  }

  /** Something came from the pod on a connection that was opened when there had been so many `troubles`. */
  gotThrough({ namespace, pod, uid }: ForwardTarget, troubles: number): void {
    const recovered = this.#state.state === 'waiting' && troubles === this.#troubles;
    if (!recovered && uid === this.#uid) {
      return;
    }
    this.#reconnects += this.#uid === undefined ? 0 : 1;
    this.#uid = uid;
    this.#log.info(`127.0.0.1:${this.#port} goes to the pod ${namespace}/${pod} (${uid}).`);
    if (recovered) {
      this.#state = { state: 'ready' };
    }
    this.#onDidChange();
  }
}
