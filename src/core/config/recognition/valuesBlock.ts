import { isMap, isScalar, type Node, Scalar } from 'yaml';
import type { Range } from '../finding.ts';

/** A part of a file that holds values: its text as a file of its own, and where that stands. */
export interface ValuesBlock {
  /** The values, without the indentation that they have in the file. */
  readonly text: string;
  /** The line of the file that the first line of the text is on, from 0. */
  readonly line: number;
  /** How many characters of each line stand before the text. */
  readonly indent: number;
  /** The chart beside the values. */
  readonly chart?: { readonly name: string; readonly version?: string };
}

/** Where a place in the text of a block is in its file. */
export function inFile({ line, indent }: ValuesBlock, range: Range): Range {
  return {
    line: range.line + line,
    character: range.character + indent,
    endLine: range.endLine + line,
    endCharacter: range.endCharacter + indent,
  };
}

/** Where a place of the file is in the text of a block; undefined for one outside of it. */
export function inBlock(
  { text, line, indent }: ValuesBlock,
  place: { readonly line: number; readonly character: number },
): { readonly line: number; readonly character: number } | undefined {
  const lines = text.split('\n').length;
  const at = place.line - line;
  return at >= 0 && at < lines && place.character >= indent
    ? { line: at, character: place.character - indent }
    : undefined;
}

function lineStart(file: string, offset: number): number {
  return file.lastIndexOf('\n', offset - 1) + 1;
}

function lineNumber(file: string, offset: number): number {
  let count = 0;
  for (let at = file.indexOf('\n'); at >= 0 && at < offset; at = file.indexOf('\n', at + 1)) {
    count += 1;
  }
  return count;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function dedented(file: string, start: number, end: number, indent: number): string {
  return file
    .slice(start, end)
    .split('\n')
    .map((line) => (line.trim() === '' ? '' : line.slice(Math.min(indent, indentOf(line)))))
    .join('\n')
    .trimEnd();
}

/** The block behind a key whose value is a map or a block scalar; undefined for an empty one, for quoted text and for what has no end. */
export function blockOf(file: string, node: Node | null, chart?: ValuesBlock['chart']): ValuesBlock | undefined {
  const [start, end] = node?.range ?? [0, 0];
  const withChart = chart === undefined ? {} : { chart };
  if (isMap(node) && node.flow !== true && node.items.length > 0) {
    const from = lineStart(file, start);
    const indent = start - from;
    return { text: dedented(file, from, end, indent), line: lineNumber(file, from), indent, ...withChart };
  }
  if (isMap(node) && node.items.length > 0) {
    // Between brackets indentation says nothing, so the text stays where it is.
    const from = lineStart(file, start);
    return {
      text: ' '.repeat(start - from) + file.slice(start, end),
      line: lineNumber(file, from),
      indent: 0,
      ...withChart,
    };
  }
  if (isScalar(node) && (node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED)) {
    const from = file.indexOf('\n', start) + 1;
    const first = file
      .slice(from, end)
      .split('\n')
      .find((line) => line.trim() !== '');
    if (from === 0 || first === undefined) {
      return undefined;
    }
    const indent = indentOf(first);
    return { text: dedented(file, from, end, indent), line: lineNumber(file, from), indent, ...withChart };
  }
  return undefined;
}
