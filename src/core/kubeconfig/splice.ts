/** What goes in place of `text.slice(start, end)`. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly insert: string;
}

/** The text with all splices made. They must not overlap; of those at one place the first given comes first. */
export function spliced(text: string, splices: readonly Splice[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, insert } of splices.toSorted((one, other) => one.start - other.start)) {
    parts.push(text.slice(at, start), insert);
    at = end;
  }
  return parts.join('') + text.slice(at);
}

/** The line break that a text uses: that of its first line. */
export function lineEnding(text: string): string {
  return /\r?\n/u.exec(text)?.[0] ?? '\n';
}

/** The index of the first character from `start` on that is neither space nor part of a comment. */
export function skipTrivia(text: string, start: number): number {
  const trivia = /[ \t\r\n]+|#[^\r\n]*/uy;
  trivia.lastIndex = start;
  let at = start;
  while (trivia.test(text)) {
    at = trivia.lastIndex;
  }
  return at;
}
