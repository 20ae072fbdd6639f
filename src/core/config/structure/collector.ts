import * as l10n from '@vscode/l10n';
import type { Node } from 'yaml';
import type { ConfigDocument } from '../document.ts';
import { compareFindings, type Finding, type FindingData, type Range, type Severity } from '../finding.ts';

/** As many as anybody reads; a file with more of them is not what it was taken for. */
const most = 100;

/** What may be due to the next line alone. */
const hanging: ReadonlySet<string> = new Set(['empty-section', 'empty-value', 'missing-key']);

/** What one finding says, apart from its place. */
export interface Remark {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly data?: FindingData;
}

/** Takes findings in: one for each place and code, and not more than can be read. */
export class Collector {
  readonly #document: ConfigDocument;
  readonly #findings = new Map<string, Finding>();
  #left = 0;

  constructor(document: ConfigDocument) {
    this.#document = document;
  }

  /** Whether there are so many that more of them help nobody. */
  get isFull(): boolean {
    return this.#findings.size >= most;
  }

  /** Something about a node, or about the first line of one that has several. */
  add(node: Node | null, remark: Remark): void {
    this.addAt(firstLine(this.#document.rangeOfNode(node), this.#document), remark);
  }

  addAt(range: Range, remark: Remark): void {
    const id = `${range.line}:${range.character}:${remark.code}`;
    if (this.#findings.has(id)) {
      return;
    }
    if (this.isFull) {
      this.leave();
      return;
    }
    this.#findings.set(id, { ...range, ...remark });
  }

  /** Counts one that there is no room for. */
  leave(): void {
    this.#left += 1;
  }

  /** All of them by place, without those behind a line where the text cannot be read any more. */
  result(unreadableFrom: number): readonly Finding[] {
    const readable = ({ line, code }: Finding): boolean =>
      code.startsWith('yaml-') || line < (hanging.has(code) ? unreadableFrom - 1 : unreadableFrom);
    const found = [...this.#findings.values()].filter(readable);
    const sorted = found.sort(compareFindings);
    const last = sorted.at(-1);
    if (this.#left === 0 || last === undefined) {
      return sorted;
    }
    const { line, character, endLine, endCharacter } = last;
    const message = l10n.t('There is more like this below. Is this a file for vcluster, and is its version right?');
    return [
      ...sorted,
      { line, character, endLine, endCharacter, severity: 'information', code: 'more-findings', message },
    ];
  }
}

/** A range that goes over several lines, cut at the end of the first. */
export function firstLine(range: Range, document: ConfigDocument): Range {
  if (range.endLine === range.line) {
    return range;
  }
  const { endLine, endCharacter } = document.endOfLine(range.line);
  return { ...range, endLine, endCharacter };
}
