import type { LegacyDistro } from './target.ts';

/** One line of a table of keys, as it is written; see schemas/vcluster.ts for the form. */
export interface Line {
  readonly depth: number;
  readonly keys: readonly string[];
  readonly type: string;
  readonly values: readonly string[];
  /** Whether vcluster refuses other values. */
  readonly strict: boolean;
  readonly since?: number;
  readonly until?: number;
  readonly distros?: readonly LegacyDistro[];
  readonly pro: boolean;
  readonly required: boolean;
  readonly deprecated: boolean;
  /** The minor version from which on the chart refuses the key, although it is still there. */
  readonly refusedSince?: number;
  readonly successor?: string;
  readonly page?: string;
  readonly default?: unknown;
  readonly text?: string;
}

/** A table, read: its lines, and the descriptions of keys that are alike everywhere. */
export interface Lines {
  readonly lines: readonly Line[];
  readonly texts: ReadonlyMap<string, string>;
}

const form = new RegExp(
  [
    /^(?<indent> *)(?<keys>[^:]+): (?<type>[^ !]+)(?<strictType>!)?/u,
    /(?: \((?<values>[^)]*)\)(?<strict>!)?)?/u,
    /(?: @(?<since>\d*)-(?<until>\d*))?/u,
    /(?: \[(?<distros>[a-z0-9 ]+)\])?/u,
    /(?<pro> pro)?(?<required> required)?(?<deprecated> deprecated)?(?: refused:(?<refused>\d+))?/u,
    /(?: -> (?<successor>\S+))?(?: <(?<page>[^>]*)>)?$/u,
  ]
    .map(({ source }) => source)
    .join(''),
  'u',
);

/** The two sides of the first separator; all of it is the left one where there is none. */
function split(text: string, separator: string): readonly [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}

function numeral(name: string, digits: string | undefined): Partial<Record<string, number>> {
  return digits === undefined || digits === '' ? {} : { [name]: Number(digits) };
}

function lineOf(source: string): Line {
  const [row, text] = split(source, ' | ');
  const [head, fallback] = split(row, ' = ');
  const groups = form.exec(head)?.groups;
  if (groups === undefined) {
    throw new Error(`The table has a line that cannot be read: ${source}`);
  }
  const { indent = '', keys = '', type = '', values, distros, successor, page } = groups;
  return {
    depth: indent.length / 2,
    keys: keys.trim().split(', '),
    type,
    values: values?.split(', ') ?? (type === 'switch' ? ['true', 'false', 'auto'] : []),
    strict: groups['strict'] !== undefined || groups['strictType'] !== undefined,
    pro: groups['pro'] !== undefined,
    required: groups['required'] !== undefined,
    deprecated: groups['deprecated'] !== undefined,
    ...numeral('since', groups['since']),
    ...numeral('until', groups['until']),
    ...numeral('refusedSince', groups['refused']),
    ...(distros === undefined ? {} : { distros: distros.split(' ') as LegacyDistro[] }),
    ...(successor === undefined ? {} : { successor }),
    ...(page === undefined ? {} : { page }),
    ...(fallback === undefined ? {} : { default: JSON.parse(fallback) as unknown }),
    ...(text === undefined ? {} : { text }),
  };
}

/** Reads a table. @throws Error with the line that cannot be read; the tables are part of the product, so a test sees it */
export function linesOf(table: string): Lines {
  const rows = table.split('\n').filter((row) => row.trim() !== '');
  const texts = rows.filter((row) => row.startsWith('~')).map((row) => split(row.slice(1), ' | '));
  return {
    lines: rows.filter((row) => !row.startsWith('~')).map(lineOf),
    texts: new Map(texts.map(([key, text]) => [key, text ?? ''])),
  };
}
