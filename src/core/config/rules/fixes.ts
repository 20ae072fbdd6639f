import type { ConfigDocument } from '../document.ts';
import type { Finding, Range } from '../finding.ts';
import { changed, replacedAtOnce } from './edit.ts';
import { answersOf } from './structureAnswers.ts';

/** What takes the place of a piece of text. */
export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

/** One way to mend a finding. */
export interface Fix {
  /** Of the button. */
  readonly title: string;
  /** They do not overlap. */
  readonly edits: readonly TextEdit[];
  /** Whether it is the only answer, so that it can be done without asking. */
  readonly preferred: boolean;
}

/** Whether a place lies between the two characters of a line break of Windows, where no editor has a position. */
function splitsBreak(text: string, offset: number): boolean {
  return text[offset] === '\n' && text[offset - 1] === '\r';
}

/** The one edit that makes another text of a document's. */
export function editTo(document: ConfigDocument, text: string): TextEdit {
  const before = document.text;
  const most = Math.min(before.length, text.length);
  let start = 0;
  while (start < most && before[start] === text[start]) {
    start += 1;
  }
  start -= splitsBreak(before, start) || splitsBreak(text, start) ? 1 : 0;
  let tail = 0;
  while (tail < most - start && before[before.length - 1 - tail] === text[text.length - 1 - tail]) {
    tail += 1;
  }
  tail -= splitsBreak(before, before.length - tail) || splitsBreak(text, text.length - tail) ? 1 : 0;
  return {
    range: document.rangeOf(start, before.length - tail),
    newText: text.slice(start, text.length - tail),
  };
}

/** Everything that can be done about a finding without asking a cluster; only what leaves the rest of the document as it is. */
export function fixesOf(document: ConfigDocument, finding: Finding): readonly Fix[] {
  const answers = answersOf(document, finding);
  return answers.flatMap(({ title, changes, cautious }) => {
    const after = changed(document, changes);
    return after === undefined || after.text === document.text
      ? []
      : [
          {
            title,
            edits: [editTo(document, after.text)],
            preferred: answers.length === 1 && cautious !== true,
          },
        ];
  });
}

/**
 * The text with everything mended that has exactly one answer. What no longer fits after another answer is left as it is;
 * comments and formatting are kept.
 */
export function fixAll(document: ConfigDocument, findings: readonly Finding[]): string {
  // From the end on, so that the items of lists keep their numbers.
  const ordered = findings.toSorted((a, b) => b.line - a.line || b.character - a.character);
  const answers = ordered.flatMap((finding) => {
    const [answer, ...more] = answersOf(document, finding);
    return answer === undefined || more.length > 0 || answer.cautious === true ? [] : [answer];
  });
  const first = replacedAtOnce(document, answers);
  return first.left.reduce((at, { changes }) => changed(at, changes) ?? at, first.document).text;
}
