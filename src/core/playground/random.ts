/** Numbers that look random and are the same for the same seed. */
export interface Random {
  /** At least 0, less than 1. */
  next(): number;
  /** A whole number from 0 up to, not including, the limit. */
  below(limit: number): number;
  /** One of the items; undefined of none. */
  pick<T>(items: readonly T[]): T | undefined;
  /** Lower-case letters and digits. */
  letters(length: number): string;
  /** A UUID, version 4 in form. */
  uuid(): string;
}

const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** Mulberry32, which is small and good enough for pictures. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const word = () =>
    below(2 ** 32)
      .toString(16)
      .padStart(8, '0');
  return {
    next,
    below,
    pick: (items) => items[below(items.length)],
    letters: (length) => Array.from({ length }, () => alphabet[below(alphabet.length)]).join(''),
    uuid: () => {
      const [first, second, third, last] = [word(), word(), word(), word()];
      return `${first}-${second.slice(0, 4)}-4${second.slice(5)}-a${third.slice(0, 3)}-${third.slice(4)}${last}`;
    },
  };
}
