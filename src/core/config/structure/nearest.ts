/** How many letters have to be added, left out, exchanged or swapped with their neighbour to come from one word to the other; at most `limit` + 1. */
export function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) {
    return limit + 1;
  }
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = last;
    last = row;
  }
  return Math.min(last[b.length] ?? 0, limit + 1);
}

/** Letters alone, so that `storage-class` is close to `storageClass`. */
function bare(word: string): string {
  return word.toLowerCase().replace(/[-_]/gu, '');
}

/** Longer words than any key has; they are not compared. */
const longest = 60;

/** The words that somebody may have meant who wrote this one, the likeliest first; at most three. */
export function nearest(word: string, known: readonly string[]): readonly string[] {
  if (word.length > longest) {
    return [];
  }
  const written = bare(word);
  const limit = Math.max(1, Math.floor(written.length / 3));
  const scored = known.map((one) => {
    const other = bare(one);
    const begins = written.length >= 3 && (other.startsWith(written) || written.startsWith(other));
    return { one, score: begins ? Math.min(distance(written, other, limit), limit) : distance(written, other, limit) };
  });
  return scored
    .filter(({ score }) => score <= limit)
    .sort((a, b) => a.score - b.score)
    .slice(0, 3)
    .map(({ one }) => one);
}
