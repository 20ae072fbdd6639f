/** One measured figure with what it has to be. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: 's' | 'ms' | 'MB' | '×' | '%' | 'kB' | '';
  /** The limit that the figure must stay under or at; none for a figure that only explains another. */
  readonly limit?: number;
  /** A limit that is aimed at and known not to be reached on every machine: it is shown, and fails nothing. */
  readonly aim?: number;
  readonly note?: string;
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** By the nearest rank. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

export function passes({ value, limit }: Figure): boolean {
  return limit === undefined || value <= limit;
}

function shown(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** The figures as a Markdown table. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const { name, value, unit, aim, limit = aim, note = '' } = figure;
    const mark = limit === undefined ? '' : value <= limit ? 'ok' : aim === undefined ? 'MISSED' : 'aim missed';
    return `| ${name} | ${shown(value)} ${unit} | ${limit === undefined ? '' : `≤ ${shown(limit)} ${unit}`} | ${mark} | ${note} |`;
  });
  return ['| figure | measured | limit | | how |', '|---|---:|---:|---|---|', ...rows].join('\n');
}
