import type { NameMatch } from './nameMatch.ts';

/** A known name where it stands in a text. */
export interface NameInText {
  readonly start: number;
  readonly length: number;
  readonly matches: readonly NameMatch[];
}

/** Longer lines are data, not something that somebody reads. */
const longestLine = 4_000;
const token = /[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?/gu;

/** Host names of synced objects, to be looked up quickly: a line of a terminal takes microseconds. */
export class KnownNames {
  readonly #matches = new Map<string, readonly NameMatch[]>();

  constructor(matches: Iterable<NameMatch> = []) {
    for (const match of matches) {
      this.#matches.set(match.hostName, [...(this.#matches.get(match.hostName) ?? []), match]);
    }
  }

  get size(): number {
    return this.#matches.size;
  }

  get all(): Iterable<NameMatch> {
    return [...this.#matches.values()].flat();
  }

  /** The objects with that name on a host. */
  find(hostName: string): readonly NameMatch[] {
    return this.#matches.get(hostName) ?? [];
  }

  /** All known names in a line; a name that something is appended to with a dot, as in a DNS name, counts. */
  findIn(line: string): readonly NameInText[] {
    if (this.#matches.size === 0 || line.length > longestLine) {
      return [];
    }
    return [...line.matchAll(token)].flatMap(({ index, 0: text }): readonly NameInText[] => {
      for (let end = text.length; end > 0; end = text.lastIndexOf('.', end - 1)) {
        const matches = this.find(text.slice(0, end));
        if (matches.length > 0) {
          return [{ start: index, length: end, matches }];
        }
      }
      return [];
    });
  }
}
