import type { TextEdit } from '../../../../src/core/config/rules/fixes.ts';

/** The text after edits that do not overlap. */
export function applied(text: string, edits: readonly TextEdit[]): string {
  const starts = [0, ...[...text.matchAll(/\n/gu)].map(({ index }) => index + 1)];
  const offset = (line: number, character: number): number => {
    const at = (starts[line] ?? text.length) + character;
    if (text[at] === '\n' && text[at - 1] === '\r') {
      throw new Error('no editor has a position inside of a line break');
    }
    return at;
  };
  return edits
    .map(({ range, newText }) => ({
      start: offset(range.line, range.character),
      end: offset(range.endLine, range.endCharacter),
      newText,
    }))
    .toSorted((a, b) => b.start - a.start)
    .reduce((result, { start, end, newText }) => result.slice(0, start) + newText + result.slice(end), text);
}
