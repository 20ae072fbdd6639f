import { isMap, isScalar, isSeq, type Node, Scalar } from 'yaml';
import type { ConfigDocument } from '../document.ts';

/** The comments that stand above a line, each without its `#`; an empty text is a blank line. */
export interface Head {
  readonly comments: readonly string[];
  /** Whether a blank line stands before them. */
  readonly spaced: boolean;
}

const none: Head = { comments: [], spaced: false };

/** The lines that belong to scalars which go over several lines, so that a `#` in them says nothing. */
function scalarLines(document: ConfigDocument): ReadonlySet<number> {
  const covered = new Set<number>();
  const ahead: unknown[] = [document.view?.root];
  while (ahead.length > 0) {
    const next = ahead.pop();
    if (isMap(next)) {
      for (const { key, value } of next.items) {
        ahead.push(key, value);
      }
    } else if (isSeq(next)) {
      for (const item of next.items) {
        ahead.push(item);
      }
    } else if (isScalar(next)) {
      const [start, end] = (next as Node).range ?? [0, 0];
      const { line, endLine, endCharacter } = document.rangeOf(start, end);
      const last = endCharacter === 0 ? endLine - 1 : endLine;
      for (let at = line + 1; at <= last; at += 1) {
        covered.add(at);
      }
    }
  }
  return covered;
}

function textOf(line: string): string {
  return line.trim().replace(/^#/u, '').trimEnd();
}

/**
 * Where the comments of a text belong, by its lines: to the key below them, or, indented deeper than that, to what stands above. The YAML
 * library gives a comment to what is nested deepest before it, so that it would go astray with that.
 */
export class Remarks {
  /** The comment at the start of the file, with a blank line between it and the first key. */
  readonly header: readonly string[];
  /** What comments stand behind everything. */
  readonly footer: readonly string[];
  /** Whether blank lines stand between keys at the root. */
  readonly spaced: boolean;
  /** Lines that hold nothing but a template. */
  readonly templateLines: readonly number[];
  readonly #document: ConfigDocument;
  readonly #lines: readonly string[];
  readonly #heads = new Map<number, Head>();
  readonly #tails = new Map<number, readonly string[]>();

  constructor(document: ConfigDocument) {
    this.#document = document;
    this.#lines = document.text.split('\n').map((line) => line.replace(/\r$/u, ''));
    const covered = scalarLines(document);
    const templates: number[] = [];
    let header: readonly string[] = [];
    let block: string[] = [];
    let above = -1;
    for (const [at, line] of this.#lines.entries()) {
      const trimmed = line.trim();
      const template = !covered.has(at) && /^(?:\{\{.*\}\}\s*)+$/u.test(trimmed);
      if (template) {
        templates.push(at);
      }
      if (!covered.has(at) && (trimmed === '' || trimmed.startsWith('#'))) {
        block.push(line);
      } else if (!template && !/^(?:---|%)/u.test(line)) {
        if (above === -1) {
          const end = block.findLastIndex((comment) => comment.trim() === '');
          header = block.slice(0, Math.max(0, end)).map(textOf);
          block = block.slice(Math.max(0, end));
        }
        this.#share(block, above, at);
        block = [];
        above = at;
      }
    }
    this.header = trimmedBlock(header);
    const first = block.findIndex((line) => line.startsWith('#'));
    this.footer = first < 0 ? [] : trimmedBlock(block.slice(first).map(textOf));
    this.#tails.set(above, trimmedBlock(first < 0 ? block : block.slice(0, first)));
    this.templateLines = templates;
    this.spaced = [...this.#heads].some(
      ([line, head]) => head.spaced && /^[^\s#-]/u.test(this.#lines[line] ?? '') && line > 0,
    );
  }

  /** Takes what stands above a key or list item; nothing for a second one on the same line. */
  headOf(node: Node | null): Head {
    const { line } = this.#document.rangeOfNode(node);
    const head = this.#heads.get(line) ?? none;
    this.#heads.delete(line);
    return head;
  }

  /** Takes the comments below a map or list that are indented as what is in it. */
  tailOf(node: Node | null): readonly string[] {
    const { character, endLine } = this.#document.rangeOfNode(node);
    const tail = this.#tails.get(endLine) ?? [];
    if (indentOf(tail[0] ?? '') < character) {
      return [];
    }
    this.#tails.delete(endLine);
    return tail.map(textOf);
  }

  /** The comment on the line that a node ends on. */
  besides(node: Node | null): string | undefined {
    const end = node?.range?.[1];
    const block = isScalar(node)
      ? node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED
      : (isMap(node) || isSeq(node)) && node.flow !== true;
    if (end === undefined || block) {
      return undefined;
    }
    const rest = this.#document.text.slice(end, end + 2_000);
    const [, comment] = /^:?[ \t]*,?[ \t]+#([^\r\n]*)/u.exec(rest) ?? [];
    return comment?.trimEnd();
  }

  #share(block: readonly string[], above: number, below: number): void {
    const column = indentOf(this.#lines[below] ?? '');
    const start = block.findIndex((line) => line.trim() !== '' && indentOf(line) <= column);
    const tail = above < 0 ? [] : start < 0 ? block : block.slice(0, start);
    const head = block.slice(tail.length);
    this.#tails.set(above, trimmedBlock(tail));
    const spaced = block.some((line) => line.trim() === '');
    this.#heads.set(below, { comments: trimmedBlock(head.map(textOf)), spaced });
  }
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Without blank lines at both ends. */
function trimmedBlock(lines: readonly string[]): readonly string[] {
  const start = lines.findIndex((line) => line.trim() !== '');
  const end = lines.findLastIndex((line) => line.trim() !== '');
  return start < 0 ? [] : lines.slice(start, end + 1);
}
