import { type Disposable, Emitter } from '../base/emitter.ts';

/** Tells of changes: of those that matter at once, of counts that grow at most so often. Has no timer while nothing changes. */
export class Changes implements Disposable {
  readonly #emitter = new Emitter<void>();
  readonly event = this.#emitter.event;
  readonly #everyMs: number;
  #timer: NodeJS.Timeout | undefined;
  #firedAt = Number.NEGATIVE_INFINITY;

  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  now(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#firedAt = performance.now();
    this.#emitter.fire();
  }

  soon(): void {
    this.#timer ??= setTimeout(() => this.now(), Math.max(0, this.#firedAt + this.#everyMs - performance.now()));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#emitter.dispose();
  }
}
