export interface ForwardStats {
  /** Local connections now, and since the start. */
  readonly open: number;
  readonly total: number;
  /** From the pod, and to it. */
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** How often it got through again after it had not, or to another pod. */
  readonly reconnects: number;
}

/** Counts what goes through a forward. */
export class Traffic {
  #open = 0;
  #total = 0;
  #bytesIn = 0;
  #bytesOut = 0;

  stats(reconnects: number): ForwardStats {
    return { open: this.#open, total: this.#total, bytesIn: this.#bytesIn, bytesOut: this.#bytesOut, reconnects };
  }

  opened(): void {
    this.#open += 1;
    this.#total += 1;
  }

  closed(): void {
    this.#open -= 1;
  }

  /** So many bytes from the pod, and to it. */
  moved(bytesIn: number, bytesOut: number): void {
    this.#bytesIn += bytesIn;
    this.#bytesOut += bytesOut;
  }
}
