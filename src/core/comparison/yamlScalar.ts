import { dump } from 'js-yaml';
import { printableLines } from '../base/text.ts';

/** Texts that YAML reads as themselves without quotes: names, images, paths, sentences. Beginning with a letter, they are no numbers. */
const bare = /^[A-Za-z_/](?:[\w./,@=+-]|:(?=\S)| (?=[^#\s]))*$/u;
/** Of these, what YAML 1.1 reads as something else. */
const word = /^(?:y|n|yes|no|on|off|true|false|null)$/iu;
const plainLine = /^[\u0020-\u007e]*$/u;

/** A text of one line of ASCII, quoted where it has to be; undefined for others. As js-yaml would write it, and sooner. */
function quickly(text: string): string | undefined {
  if (bare.test(text) && !word.test(text)) {
    return text;
  }
  return plainLine.test(text) ? `'${text.replaceAll("'", "''")}'` : undefined;
}

/** Lines of ASCII that begin with something to see. */
const plainLines = /^[\u0021-\u007e][\t\n\u0020-\u007e]*$/u;

/** The same for a text of several lines, as a literal block. */
function quickBlock(text: string): readonly [string, ...string[]] | undefined {
  if (!plainLines.test(text)) {
    return undefined;
  }
  const chomping = text.endsWith('\n\n') ? '+' : text.endsWith('\n') ? '' : '-';
  return [`|${chomping}`, ...text.replace(/\n$/u, '').split('\n')];
}

/**
 * A scalar, or a collection that is empty, as YAML after `key: `: the first line, and below it those of a text that has several,
 * without their indentation. Characters that would hide or reorder what is shown are replaced.
 */
export function yamlScalar(value: unknown): readonly [first: string, ...rest: string[]] {
  if (value === undefined || value === null) {
    return ['null'];
  }
  if (typeof value === 'number' || typeof value === 'boolean') {
    return [String(value)];
  }
  if (typeof value === 'object') {
    return [Array.isArray(value) ? '[]' : '{}'];
  }
  const quick = quickly(String(value));
  const known = quick === undefined ? quickBlock(String(value)) : ([quick] as const);
  if (known !== undefined) {
    return known;
  }
  // The second key ends a text whose last line breaks count.
  const lines = dump({ k: printableLines(String(value)), z: 0 }, { lineWidth: -1 })
    .split('\n')
    .slice(0, -2);
  const [first = '', ...rest] = lines;
  return [first.slice('k: '.length), ...rest.map((line) => line.slice(2))];
}

/** A key of a mapping as YAML. */
export function yamlKey(key: string): string {
  return quickly(key) ?? JSON.stringify(printableLines(key));
}
