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

const none: readonly number[] = [];
const indents = Array.from({ length: 40 }, (_, depth) => '  '.repeat(depth));

function spaces(depth: number): string {
  return indents[depth] ?? '  '.repeat(depth);
}

/** Writes lines of two YAML documents side by side, with the dashes of lists before the first line of each element. */
export class LineWriter {
  readonly #lines: AlignedLine[] = [];
  /** The depths of dashes that wait for the next line of a side, each one more than the one before. */
  readonly #dashes: Record<Side, readonly number[]> = { left: none, right: none };

  get lines(): readonly AlignedLine[] {
    return this.#lines;
  }

  /** The next line of each of these sides begins an element of a list whose content stands at `depth`. */
  begin(which: readonly Side[], depth: number): void {
    for (const side of which) {
      this.#dashes[side] = [...this.#dashes[side], depth - 1];
    }
  }

  /** One line with what stands on each side, without its indentation. */
  write(left: string | undefined, right: string | undefined, facts: LineFacts): void {
    const { path, change, part, masked } = facts;
    const line: { -readonly [K in keyof AlignedLine]: AlignedLine[K] } = { path, depth: facts.depth };
    if (left !== undefined) {
      line.left = this.#indented('left', left, line, facts.depth);
    }
    if (right !== undefined) {
      line.right = this.#indented('right', right, line, facts.depth);
    }
    if (change !== undefined) {
      line.change = change;
    }
    if (part !== undefined) {
      line.part = part;
    }
    if (masked === true) {
      line.masked = true;
    }
    this.#lines.push(line);
  }

  /** Dashes come right before the content, one for each list that begins with it; the line is as deep as the first of them. */
  #indented(side: Side, text: string, line: { depth: number }, depth: number): string {
    const [first, ...others] = this.#dashes[side];
    if (first === undefined) {
      return spaces(depth) + text;
    }
    this.#dashes[side] = none;
    line.depth = Math.min(line.depth, first);
    return `${spaces(first)}${'- '.repeat(others.length + 1)}${text}`;
  }
}
