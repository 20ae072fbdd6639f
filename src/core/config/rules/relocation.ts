import { type ConfigDocument, parseConfig } from '../document.ts';
import type { ConfigPath } from '../finding.ts';
import { type Content, contentOfValue, inserting } from './insertion.ts';
import { commentStart, removing, slotEnd } from './removal.ts';
import { breakOf, columnOf, endOf, inlineYaml, isFlow, lineStart, type Slot, slotOf, spliced } from './yamlText.ts';

/** What stands behind a key, to be put behind another one with its comments. */
function contentOf(document: ConfigDocument, slot: Slot, value: unknown): Content {
  const { text } = document;
  const plain = contentOfValue(document, value);
  if (slot.key === undefined || isFlow(slot.parent)) {
    return plain;
  }
  const old = columnOf(text, slot.start);
  const colon = text.indexOf(':', endOf(text, slot.key)) + 1;
  const [first = '', ...lines] = text.slice(colon, slotEnd(text, slot)).trimEnd().split(/\r?\n/u);
  return {
    inline: plain.inline,
    block: (column) => {
      const shift = (line: string): string =>
        column >= old
          ? `${line === '' ? '' : ' '.repeat(column - old)}${line}`
          : line.replace(new RegExp(`^ {0,${old - column}}`, 'u'), '');
      return [first, ...lines.map(shift)].join(breakOf(text));
    },
  };
}

/** The comments above a slot, at another column. */
function leading(document: ConfigDocument, slot: Slot): readonly string[] {
  const { text } = document;
  const line = lineStart(text, slot.start);
  const start =
    isFlow(slot.parent) || text.slice(line, slot.start).trim() !== ''
      ? line
      : commentStart(text, line, slot.start - line);
  return text
    .slice(start, line)
    .split(/\r?\n/u)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** The text with a value taken to another place, with its comments. Undefined where something stands there already. */
export function moved(document: ConfigDocument, path: ConfigPath, to: ConfigPath): string | undefined {
  const slot = slotOf(document, path);
  const located = document.at(path);
  if (slot === undefined || located === undefined || slotOf(document, to) !== undefined) {
    return undefined;
  }
  const content = contentOf(document, slot, located.value);
  const put = inserting(document, to, content);
  if (put === undefined) {
    return undefined;
  }
  const comments = leading(document, slot);
  const lineBreak = breakOf(document.text);
  // Comments go in front of the line that has the key.
  const last = inlineYaml(to.at(-1));
  const withComments =
    comments.length === 0
      ? put.text
      : put.text.replace(
          new RegExp(`^( *)${escaped(last)}:`, 'mu'),
          (line, indent: string) => `${comments.map((one) => `${indent}${one}${lineBreak}`).join('')}${line}`,
        );
  const between = spliced(document.text, [{ ...put, text: withComments }]);
  const cut = removing(parseConfig(between), path, true);
  return cut === undefined ? undefined : spliced(between, [cut]);
}

function escaped(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}]/gu, '\\$&');
}
