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

/**
 * The text with the templates outside of quotes and block scalars masked by as many characters, so that it is YAML and every
 * position stays. Inside of those they do no harm.
 */
export function maskTemplates(text: string): string {
  if (!text.includes('{{')) {
    return text;
  }
  const lines = text.split('\n');
  const masked: string[] = [];
  let block = -1;
  for (let i = 0; i < lines.length; i += 1) {
    let line = lines[i] ?? '';
    if (block >= 0 && (line.trim() === '' || indentOf(line) > block)) {
      masked.push(line);
      continue;
    }
    block = blockHeader.test(line.slice(-200)) ? indentOf(line) : -1;
    // A template may go over several lines.
    while (line.lastIndexOf('{{') > line.lastIndexOf('}}') && line.length < 10_000 && i + 1 < lines.length) {
      i += 1;
      line += `\n${lines[i] ?? ''}`;
    }
    masked.push(line.includes('{{') ? maskLine(line) : line);
  }
  return masked.join('\n');
}
