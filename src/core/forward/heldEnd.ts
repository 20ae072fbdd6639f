import type { Disposable } from '../base/emitter.ts';

export interface HeldEndOptions {
  /** How long to wait for an answer to begin, in milliseconds; for it to go on, a fifth of that. */
  readonly quietMs: number;
  /** Whether nothing can arrive at the moment, because the local side does not read. */
  readonly isStalled: () => boolean;
  /** Passes the end on. */
  readonly pass: () => void;
}

/** Holds back the end of what the local side sends, until nothing of an answer has come for a while. */
export class HeldEnd implements Disposable {
  readonly #options: HeldEndOptions;
  #dataAt = performance.now();
  /** Whether the last data came from the pod. */
  #answered = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: HeldEndOptions) {
    this.#options = options;
  }

  /** To be told of all data, before the end as well. */
  moved(fromPod: boolean): void {
    this.#dataAt = performance.now();
    this.#answered = fromPod;
  }

  /** One whose last word was the pod's has probably just been closed: that looks the same as a half that has ended. */
  hold(): void {
    const { quietMs, isStalled, pass } = this.#options;
    const now = performance.now();
    if (isStalled()) {
      this.#dataAt = now;
    }
    const ms = (this.#answered ? quietMs / 5 : quietMs) - (now - this.#dataAt);
    if (ms <= 0) {
      pass();
    } else {
      this.#timer = setTimeout(() => this.hold(), ms);
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }
}
