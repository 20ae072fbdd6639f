/** Reads something again and again as it changes, but never twice at a time: what is asked for meanwhile is read next, once. */
export class Fresh {
  readonly #read: (key: string) => Promise<void>;
  #reading = false;
  #next: string | undefined;

  /** `read` does not reject. */
  constructor(read: (key: string) => Promise<void>) {
    this.#read = read;
  }

  async ask(key: string): Promise<void> {
    this.#next = key;
    if (this.#reading) {
      return;
    }
    this.#reading = true;
    try {
      while (this.#next !== undefined) {
        const wanted = this.#next;
        this.#next = undefined;
        await this.#read(wanted);
      }
    } finally {
      this.#reading = false;
    }
  }
}
