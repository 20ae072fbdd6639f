/** Stands for each character of a `{{ … }}` while the text is parsed. From the private use area, so that no text has it by chance. */
const filler = '\ue000';

/** Whether somebody else fills a value in before vcluster reads it: Helm and Go templates, and `${NAME}` of envsubst. */
export function isPlaceholder(value: unknown): boolean {
  return typeof value === 'string' && (value.includes('{{') || /^\$\{[^}]*\}$/u.test(value));
}

/** Whether a parsed scalar has masked text in it. */
export function isMasked(value: string): boolean {
  return value.includes(filler);
}

/** The end of a line that a block scalar begins on, such as `manifests: |-`. Only that of its last characters is looked at. */
const blockHeader = /(?:[:-][ \t]+|^[ \t]*)(?:[&!]\S+[ \t]+)*[|>][-+0-9]{0,3}(?:[ \t]+#.*)?[ \t\r]*$/u;

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Whether a text ends inside of quotes. A quote in the middle of a word opens nothing. */
function endsQuoted(text: string): boolean {
  let open = '';
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charAt(i);
    if (open === '"' && c === '\\') {
      i += 1;
    } else if (open !== '') {
      open = c === open ? '' : open;
    } else if ((c === '"' || c === "'") && /^$|[\s[{,:]/u.test(text.charAt(i - 1))) {
      open = c;
    }
  }
  return open !== '';
}

/** A comment where nothing else stands on the lines of the templates, else a plain scalar of the same length. */
function maskLine(line: string): string {
  const template = /\{\{(?:[^}]|\}(?!\}))*(?:\}\}|$)/gu;
  const alone = line.replace(template, '').trim() === '';
  return line.replace(template, (found, offset: number) =>
    !alone && endsQuoted(line.slice(0, offset)) ? found : found.replace(/\S/gu, alone ? '#' : filler),
  );
}

/** A text with its templates masked. */
export interface MaskedText {
  readonly text: string;
  /** Where the first template begins that has no end. */
  readonly unclosed?: number;
}

/** For each line the next one from it on in which a word stands; the number of lines for none. */
function nextLines(lines: readonly string[], word: string): readonly number[] {
  const next = Array.from(lines, () => lines.length);
  for (let i = lines.length - 1; i >= 0; i -= 1) {
    next[i] = lines[i]?.includes(word) === true ? i : (next[i + 1] ?? lines.length);
  }
  return next;
}

/** Where a line begins a template that it does not end; -1 if it does not. Quotes hold texts. */
function openedAt(line: string): number {
  const start = line.lastIndexOf('{{');
  return start > line.lastIndexOf('}}') && !endsQuoted(line.slice(0, start)) ? start : -1;
}

/** The lines of a file, with those that a template goes over in one piece. */
class Pieces {
  readonly #lines: readonly string[];
  readonly #closing: readonly number[];
  readonly #opening: readonly number[];

  constructor(lines: readonly string[]) {
    this.#lines = lines;
    this.#closing = nextLines(lines, '}}');
    this.#opening = nextLines(lines, '{{');
  }

  /** The last line of a template that a line leaves open; undefined if nothing ends it before the next one begins. */
  end(line: number): number | undefined {
    const [closing = this.#lines.length, opening = this.#lines.length] = [
      this.#closing[line + 1],
      this.#opening[line + 1],
    ];
    const text = this.#lines[closing] ?? '';
    const isNext = closing < opening || (closing === opening && text.indexOf('}}') < text.indexOf('{{'));
    return isNext && closing < this.#lines.length ? closing : undefined;
  }
}

/**
 * The text with the templates outside of quotes and block scalars masked by as many characters, so that it is YAML and every
 * position stays. Inside of those they do no harm. Of a template without an end only its line is masked.
 */
export function maskTemplates(text: string): MaskedText {
  if (!text.includes('{{')) {
    return { text };
  }
  const lines = text.split('\n');
  const pieces = new Pieces(lines);
  const masked: string[] = [];
  let unclosed: number | undefined;
  let block = -1;
  let offset = 0;
  for (let i = 0; i < lines.length; i += 1) {
    let line = lines[i] ?? '';
    const start = offset;
    if (block >= 0 && (line.trim() === '' || indentOf(line) > block)) {
      masked.push(line);
      offset += line.length + 1;
      continue;
    }
    block = blockHeader.test(line.slice(-200)) ? indentOf(line) : -1;
    // A template may go over several lines.
    for (let at = openedAt(line); at >= 0; at = openedAt(line)) {
      const end = pieces.end(i);
      if (end === undefined) {
        unclosed ??= start + at;
        break;
      }
      line = [line, ...lines.slice(i + 1, end + 1)].join('\n');
      i = end;
    }
    masked.push(line.includes('{{') ? maskLine(line) : line);
    offset += line.length + 1;
  }
  return { text: masked.join('\n'), ...(unclosed === undefined ? {} : { unclosed }) };
}
