import { stripVTControlCharacters } from 'node:util';

/** Most names are nothing else, and there may be 10,000 of them to show. */
const plain = /^[\u0020-\u007e]*$/u;

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
  if (text.length <= limit && plain.test(text)) {
    return text.trim();
  }
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
