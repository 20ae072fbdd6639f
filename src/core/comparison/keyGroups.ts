/** Which keys belong to which group, both ways. */
export class KeyGroups {
  readonly #groups = new Map<string, string>();
  readonly #members = new Map<string, Set<string>>();

  has(key: string): boolean {
    return this.#groups.has(key);
  }

  groupOf(key: string): string | undefined {
    return this.#groups.get(key);
  }

  members(group: string): Iterable<string> {
    return this.#members.get(group) ?? [];
  }

  /** Puts a key into a group; takes it out of all where none is given. */
  put(key: string, group: string | undefined): void {
    const before = this.#groups.get(key);
    if (before === group) {
      return;
    }
    if (before !== undefined) {
      this.#groups.delete(key);
      const members = this.#members.get(before);
      members?.delete(key);
      if (members?.size === 0) {
        this.#members.delete(before);
      }
    }
    if (group !== undefined) {
      this.#groups.set(key, group);
      const members = this.#members.get(group) ?? new Set();
      this.#members.set(group, members.add(key));
    }
  }

  clear(): void {
    this.#groups.clear();
    this.#members.clear();
  }
}
