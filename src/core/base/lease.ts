import type { Disposable } from './emitter.ts';

/**
 * Something that runs while anybody holds it. It goes on for `lingerMs` after the last holder has let go, so that a
 * view that is hidden for a moment, or a node that is closed and opened, does not begin anew.
 */
export class Lease implements Disposable {
  readonly #start: () => void;
  readonly #stop: () => void;
  readonly #lingerMs: number;
  #holders = 0;
  #running = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(start: () => void, stop: () => void, lingerMs: number) {
    this.#start = start;
    this.#stop = stop;
    this.#lingerMs = lingerMs;
  }

  get running(): boolean {
    return this.#running;
  }

  hold(): Disposable {
    clearTimeout(this.#timer);
    this.#holders += 1;
    if (!this.#running) {
      this.#running = true;
      this.#start();
    }
    let held = true;
    return {
      dispose: () => {
        if (held) {
          held = false;
          this.#release();
        }
      },
    };
  }

  #release(): void {
    this.#holders -= 1;
    if (this.#holders === 0 && this.#running) {
      this.#timer = setTimeout(() => this.#end(), this.#lingerMs);
      this.#timer.unref();
    }
  }

  #end(): void {
    if (this.#running) {
      this.#running = false;
      this.#stop();
    }
  }

  /** Stops at once, whoever holds it. */
  dispose(): void {
    clearTimeout(this.#timer);
    this.#end();
  }
}
