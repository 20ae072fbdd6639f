import type { AlignedLine } from './model.ts';

export type Side = 'left' | 'right';

/** What a line is about besides its text. */
export interface LineFacts {
  readonly path: string;
  readonly depth: number;
  readonly change?: number | undefined;
  readonly part?: 'status' | 'managed' | undefined;
  readonly masked?: boolean;
}

const sides = ['left', 'right'] as const;

/** Writes lines of two YAML documents side by side, with the dashes of lists before the first line of each element. */
export class LineWriter {
  readonly #lines: AlignedLine[] = [];
  /** The columns of dashes that wait for the next line of a side. */
  readonly #dashes: Record<Side, readonly number[]> = { left: [], right: [] };

  get lines(): readonly AlignedLine[] {
    return this.#lines;
  }

  /** The next line of each of these sides begins an element of a list whose content stands at `depth`. */
  begin(which: readonly Side[], depth: number): void {
    for (const side of which) {
      this.#dashes[side] = [...this.#dashes[side], (depth - 1) * 2];
    }
  }

  write(texts: { readonly left?: string | undefined; readonly right?: string | undefined }, facts: LineFacts): void {
    const { path, change, part, masked = false } = facts;
    let { depth } = facts;
    const written: { left?: string; right?: string } = {};
    for (const side of sides) {
      const text = texts[side];
      if (text !== undefined) {
        const dashes = this.#dashes[side];
        depth = Math.min(depth, ...dashes.map((column) => column / 2));
        written[side] = this.#indent(facts.depth, dashes) + text;
        this.#dashes[side] = [];
      }
    }
    this.#lines.push({
      ...written,
      path,
      depth,
      ...(change === undefined ? {} : { change }),
      ...(part === undefined ? {} : { part }),
      ...(masked ? { masked } : {}),
    });
  }

  #indent(depth: number, dashes: readonly number[]): string {
    if (dashes.length === 0) {
      return '  '.repeat(depth);
    }
    const columns = [...'  '.repeat(depth)];
    for (const column of dashes) {
      columns[column] = '-';
    }
    return columns.join('');
  }
}
