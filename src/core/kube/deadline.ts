import * as l10n from '@vscode/l10n';
import type { Disposable } from '../base/emitter.ts';
import { KubeError } from './error.ts';

/** The end of one request: when any of the signals is aborted or, once started, when its time is up. */
export class Deadline implements Disposable {
  readonly #controller = new AbortController();
  readonly #signals: readonly AbortSignal[];
  #timer: NodeJS.Timeout | undefined;
  #timedOut = false;

  constructor(...signals: readonly (AbortSignal | undefined)[]) {
    this.#signals = signals.filter((signal) => signal !== undefined);
    for (const signal of this.#signals) {
      signal.addEventListener('abort', this.#abort);
      if (signal.aborted) {
        this.#abort();
      }
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Gives the rest `ms` milliseconds. */
  startClock(ms: number): void {
    this.stopClock();
    this.#timer = setTimeout(() => {
      this.#timedOut = true;
      this.#abort();
    }, ms);
  }

  stopClock(): void {
    clearTimeout(this.#timer);
  }

  /** The error to report instead of what the abort caused; undefined when it was not reached. */
  error(server: string): KubeError | undefined {
    if (!this.signal.aborted) {
      return undefined;
    }
    return this.#timedOut
      ? new KubeError('timeout', l10n.t('{0} did not answer in time. Check the network, or try again later.', server))
      : new KubeError('cancelled', l10n.t('Cancelled.'));
  }

  dispose(): void {
    this.stopClock();
    for (const signal of this.#signals) {
      signal.removeEventListener('abort', this.#abort);
    }
  }

  readonly #abort = () => this.#controller.abort();
}

/** The promise's result, or a rejection as soon as `signal` is aborted. The promise itself goes on. */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort);
    if (signal.aborted) {
      abort();
    }
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
