import type { PanelState } from '../../core/comparison/contract.ts';
import type { AlignedLine } from '../../core/comparison/model.ts';

/** What of the state decides which lines are shown. */
export type LineView = Pick<PanelState, 'onlyChanges' | 'status' | 'managed'>;

/** Whether lines below this one are part of it, so that they can be folded away. */
export function foldable(lines: readonly AlignedLine[], index: number): boolean {
  return (lines[index + 1]?.depth ?? 0) > (lines[index]?.depth ?? 0);
}

/** Every line that leads to a changed one: the line itself and what it stands below. */
function leading(lines: readonly AlignedLine[], kept: (line: AlignedLine) => boolean): ReadonlySet<number> {
  const found = new Set<number>();
  const above: number[] = [];
  for (const [index, line] of lines.entries()) {
    while (above.length > 0 && (lines[above.at(-1) ?? 0]?.depth ?? 0) >= line.depth) {
      above.pop();
    }
    above.push(index);
    if (line.change !== undefined && kept(line)) {
      for (const one of above) {
        found.add(one);
      }
    }
  }
  return found;
}

/**
 * The indices of the lines that are shown: without parts that are hidden, without what is below a folded line, and with
 * nothing but what differs and what it stands below, where that is wanted.
 */
export function shownLines(
  lines: readonly AlignedLine[],
  { onlyChanges, status, managed }: LineView,
  folded: ReadonlySet<number>,
): readonly number[] {
  const hidden = ({ part }: AlignedLine): boolean => (part === 'status' && !status) || (part === 'managed' && !managed);
  const wanted = onlyChanges ? leading(lines, (line) => !hidden(line)) : undefined;
  const shown: number[] = [];
  let foldDepth = Number.POSITIVE_INFINITY;
  for (const [index, line] of lines.entries()) {
    if (line.depth <= foldDepth) {
      foldDepth = Number.POSITIVE_INFINITY;
    }
    if (foldDepth === Number.POSITIVE_INFINITY && !hidden(line) && wanted?.has(index) !== false) {
      shown.push(index);
      if (folded.has(index)) {
        foldDepth = line.depth;
      }
    }
  }
  return shown;
}

/** The first shown line of each change, in the order of the document; what next and previous step through. */
export function changeStops(lines: readonly AlignedLine[], shown: readonly number[]): readonly number[] {
  const seen = new Set<number>();
  return shown.filter((index) => {
    const change = lines[index]?.change;
    return change !== undefined && !seen.has(change) && seen.add(change) !== undefined;
  });
}
