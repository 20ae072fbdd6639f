import { stripVTControlCharacters } from 'node:util';

/** C0 and C1 controls, and the marks that reorder or hide text (Unicode TR 36, "Trojan Source"). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu;

/**
 * A text from a cluster or a kubeconfig as one line that is safe to show: terminal sequences are removed, and every
 * character that would break, hide or reorder the rest becomes U+FFFD, so that a manipulated name looks manipulated.
 * Cut at `limit` characters.
 */
export function printable(text: string, limit = 500): string {
  const line = stripVTControlCharacters(text.slice(0, limit * 4))
    .replace(/[\r\n\t]+/gu, ' ')
    .replace(unsafe, '\ufffd')
    .trim();
  return line.length > limit ? `${line.slice(0, limit - 1)}…` : line;
}

/** Several lines of log or YAML, safe to show: as `printable`, but line breaks and tabs stay and nothing is cut. */
export function printableLines(text: string): string {
  return stripVTControlCharacters(text).replace(unsafe, (c) =>
    c === '\n' || c === '\t' ? c : c === '\r' ? '' : '\ufffd',
  );
}
