import { abortable } from '../kube/deadline.ts';

/** Work that is done once for all who ask for it while it is under way, and is given up when the last of them has left. */
export class Shared<T> {
  readonly #work: (signal: AbortSignal) => Promise<T>;
  #run: { readonly result: Promise<T>; readonly controller: AbortController; waiting: number } | undefined;

  constructor(work: (signal: AbortSignal) => Promise<T>) {
    this.#work = work;
  }

  async get(signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    const run = this.#run ?? this.#begin();
    run.waiting += 1;
    try {
      return await abortable(run.result, signal);
    } finally {
      run.waiting -= 1;
      if (run.waiting === 0) {
        run.controller.abort();
      }
    }
  }

  #begin() {
    const controller = new AbortController();
    const result = this.#work(controller.signal);
    const run = { result, controller, waiting: 0 };
    this.#run = run;
    const forget = () => {
      this.#run = this.#run === run ? undefined : this.#run;
    };
    result.then(forget, forget);
    controller.signal.addEventListener('abort', forget, { once: true });
    return run;
  }
}
