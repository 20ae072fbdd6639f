/** What is used inside a vcluster, by whoever uses it. It counts users, so that one that goes changes nothing while others are there. */
export class Usage {
  readonly #uses = new Map<string, readonly string[]>();
  readonly #counts = new Map<string, number>();
  readonly #used = new Set<string>();

  /** The keys of what is used; grows and shrinks with it. */
  get used(): ReadonlySet<string> {
    return this.#used;
  }

  /** Takes up what a user uses now; gives what is used for the first time, or no longer. */
  set(user: string, uses: readonly string[] = []): readonly string[] {
    const before = this.#uses.get(user) ?? [];
    if (uses.length === 0) {
      this.#uses.delete(user);
    } else {
      this.#uses.set(user, uses);
    }
    const added = uses.filter((one) => !before.includes(one) && this.#count(one, 1) === 1);
    const gone = before.filter((one) => !uses.includes(one) && this.#count(one, -1) === 0);
    return [...added, ...gone];
  }

  clear(): void {
    this.#uses.clear();
    this.#counts.clear();
    this.#used.clear();
  }

  #count(one: string, by: number): number {
    const count = (this.#counts.get(one) ?? 0) + by;
    if (count === 0) {
      this.#counts.delete(one);
      this.#used.delete(one);
    } else {
      this.#counts.set(one, count);
      this.#used.add(one);
    }
    return count;
  }
}
