import { stripVTControlCharacters } from 'node:util';

/**
 * Controls, format characters (the marks that reorder or hide text: Unicode TR 36, "Trojan Source"), separators of lines
 * and paragraphs, and half surrogate pairs.
 */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

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
  return line.length > limit ? `${line.slice(0, limit - 1).replace(/\p{Cs}$/u, '')}…` : line;
}

/** Several lines of log or YAML, safe to show: as `printable`, but line breaks and tabs stay and nothing is cut. */
export function printableLines(text: string): string {
  return stripVTControlCharacters(text).replace(unsafe, (c) =>
    c === '\n' || c === '\t' ? c : c === '\r' ? '' : '\ufffd',
  );
}
