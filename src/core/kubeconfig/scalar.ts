/** How a YAML scalar is written. */
export type ScalarStyle = 'plain' | 'single' | 'double';

// What YAML 1.1 or 1.2 would not read as a string, of the texts that `plainText` lets through.
const words = new Set(['y', 'n', 'yes', 'no', 'on', 'off', 'true', 'false', 'null']);
const plainText = /^[a-z](?:[\w.@/+-]|:(?=[\w./@+-]))*$/iu;
const singleText = /^[\u0020-\u007e\u00a1-\u2027\u2030-\ud7ff\ue000-\ufdcf\ufdf0-\ufefe]*$/u;
const unprintable = /[\u007f-\u00a0\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufeff-\uffff]/gu;

function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(unprintable, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * A string as a YAML scalar on one line, which every YAML parser reads as that string. The style is followed where it can
 * hold the text; otherwise the scalar is double-quoted, which is also JSON.
 */
export function renderScalar(text: string, style: ScalarStyle): string {
  if (style === 'plain' && plainText.test(text) && !words.has(text.toLowerCase())) {
    return text;
  }
  if (style === 'single' && singleText.test(text)) {
    return `'${text.replaceAll("'", "''")}'`;
  }
  return doubleQuoted(text);
}
