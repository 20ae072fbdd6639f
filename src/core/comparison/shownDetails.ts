/** The details that somebody has asked for lately, and which of them would be another now. */
export class ShownDetails {
  readonly #limit: number;
  readonly #shown = new Set<string>();
  readonly #touched = new Set<string>();

  constructor(limit = 16) {
    this.#limit = limit;
  }

  get isEmpty(): boolean {
    return this.#shown.size === 0;
  }

  /** Somebody looks at it; the one that was looked at longest ago is forgotten where there are many. */
  show(key: string): void {
    this.#shown.delete(key);
    this.#shown.add(key);
    for (const oldest of this.#shown) {
      if (this.#shown.size <= this.#limit) {
        break;
      }
      this.#shown.delete(oldest);
    }
  }

  touch(key: string | undefined): void {
    if (key !== undefined && this.#shown.has(key)) {
      this.#touched.add(key);
    }
  }

  touchAll(): void {
    for (const key of this.#shown) {
      this.#touched.add(key);
    }
  }

  /** What was touched since the last time. */
  take(): readonly string[] {
    const touched = [...this.#touched];
    this.#touched.clear();
    return touched;
  }
}
