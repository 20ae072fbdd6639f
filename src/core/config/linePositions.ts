import type { LineCounter } from 'yaml';
import type { Range } from './finding.ts';

/** The place between two offsets of a text; YAML's own lines and columns count from 1. */
export function rangeBetween(lines: LineCounter, start: number, end: number): Range {
  const from = lines.linePos(start);
  const to = lines.linePos(Math.max(start, end));
  return {
    line: Math.max(0, from.line - 1),
    character: Math.max(0, from.col - 1),
    endLine: Math.max(0, to.line - 1),
    endCharacter: Math.max(0, to.col - 1),
  };
}
