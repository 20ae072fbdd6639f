import type { Target } from './aim.ts';

/** What a row of a tree shows. */
export interface TreeRow extends Target {
  readonly label: string;
  readonly description: string;
  /** 1 for a root. */
  readonly level: number;
  /** Undefined where the row has no children. */
  readonly expanded: boolean | undefined;
  readonly selected: boolean;
}

/** A row's label, or a pattern that it matches. */
export type Label = string | RegExp;

/** The row that a path leads to. Throws an error that says what there is instead. */
export function findRow(
  rows: readonly TreeRow[],
  path: readonly Label[],
): { readonly row: TreeRow; readonly index: number } {
  const index = findIndex(rows, path);
  const row = index === undefined ? undefined : rows[index];
  if (index === undefined || row === undefined) {
    const seen = rows
      .map(({ level, label, description }) => `${'  '.repeat(level)}${label}  ${description}`)
      .join('\n');
    throw new Error(`There is no row ${path.join(' > ')}. The tree shows:\n${seen}`);
  }
  return { row, index };
}

/** Where it is, if it is there. Each label of the path is looked for below the row that the one before it named; the first anywhere. */
export function findIndex(rows: readonly TreeRow[], path: readonly Label[]): number | undefined {
  let found: number | undefined;
  for (const label of path) {
    const above: number = found === undefined ? 0 : (rows[found]?.level ?? 0);
    const start: number = found === undefined ? 0 : found + 1;
    const length = found === undefined ? -1 : rows.slice(start).findIndex(({ level }) => level <= above);
    const end = length === -1 ? rows.length : start + length;
    const offset = rows
      .slice(start, end)
      .findIndex((row) => (typeof label === 'string' ? row.label === label : label.test(row.label)));
    if (offset === -1) {
      return undefined;
    }
    found = start + offset;
  }
  return found;
}
