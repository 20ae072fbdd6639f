/** Runs what must not overlap one after the other, in the order in which it was asked for. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs an action once those before it are over, however they end. */
  take<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(act);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Resolves once nothing runs of what was asked for by now. */
  async settled(): Promise<void> {
    await this.#last;
  }
}
