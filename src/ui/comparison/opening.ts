import type { Comparison } from '../../core/comparison/comparison.ts';

/** Opens the inside of a vcluster, one at a time. The head of the comparison says how far it is. */
export class Opening {
  #running: AbortController | undefined;

  /** Opens it, unless that is being done. `onFailed` is told why it did not work, where the head does not say so itself. */
  async open(comparison: Comparison, onFailed: (error: unknown) => void): Promise<void> {
    if (this.#running !== undefined) {
      return;
    }
    const running = new AbortController();
    this.#running = running;
    try {
      await comparison.openVirtual({ signal: running.signal, report: () => undefined });
    } catch (error) {
      if (comparison.head.virtual.state !== 'failed' && !running.signal.aborted) {
        onFailed(error);
      }
    } finally {
      if (this.#running === running) {
        this.#running = undefined;
      }
    }
  }

  cancel(): void {
    this.#running?.abort();
    this.#running = undefined;
  }
}
