import { isMap, isScalar, isSeq, type Node } from 'yaml';
import type { ConfigDocument } from '../document.ts';
import type { ConfigPath } from '../finding.ts';
import {
  blockYaml,
  breakOf,
  columnOf,
  endOf,
  indentStep,
  inlineYaml,
  isFlow,
  lineEnd,
  lineStart,
  type Splice,
  slotOf,
} from './yamlText.ts';

/** What is put behind a key: in lines of its own for a key at a column, or in one line. */
export interface Content {
  readonly block: (column: number) => string;
  readonly inline: string;
}

/** A value that is not in the file yet. */
export function contentOfValue(document: ConfigDocument, value: unknown): Content {
  const lineBreak = breakOf(document.text);
  return { inline: inlineYaml(value), block: (column) => blockYaml(value, column, indentStep(document), lineBreak) };
}

/** The keys that are missing, around what stands behind the last of them. */
function nested(
  keys: readonly string[],
  column: number,
  step: number,
  lineBreak: string,
  behind: (column: number) => string,
): string {
  const [key = '', ...rest] = keys;
  const name = `${' '.repeat(column)}${inlineYaml(key)}:`;
  return rest.length === 0
    ? `${name}${behind(column)}`
    : `${name}${lineBreak}${nested(rest, column + step, step, lineBreak, behind)}`;
}

function afterLine(text: string, offset: number, lines: string): Splice {
  const at = lineEnd(text, offset);
  const lineBreak = breakOf(text);
  return at === text.length && !text.endsWith('\n')
    ? { start: at, end: at, text: `${text === '' ? '' : lineBreak}${lines}` }
    : { start: Math.min(at + 1, text.length), end: Math.min(at + 1, text.length), text: `${lines}${lineBreak}` };
}

function intoMap(document: ConfigDocument, map: Node, keys: readonly string[], content: Content): Splice | undefined {
  const { text } = document;
  const step = indentStep(document);
  if (!isMap(map) || map.range == null) {
    return undefined;
  }
  if (isFlow(map)) {
    const [key = '', ...rest] = keys.map((one) => inlineYaml(one));
    const value = rest.reduceRight((inner, one) => `{${one}: ${inner}}`, content.inline);
    const close = endOf(text, map) - 1;
    const last = text.slice(0, close).trimEnd().length;
    const lead = map.items.length === 0 ? '' : text[last - 1] === ',' ? ' ' : ', ';
    return { start: last, end: last, text: `${lead}${key}: ${value}` };
  }
  const column = columnOf(text, (map.items[0]?.key as Node | undefined)?.range?.[0] ?? map.range[0]);
  const lastPair = map.items.at(-1);
  const lastNode = (lastPair?.value as Node | null) ?? (lastPair?.key as Node | undefined);
  const lastKey = lastPair?.key as Node | undefined;
  const end = Math.max(lastNode ? endOf(text, lastNode) : 0, lastKey ? endOf(text, lastKey) : 0);
  return afterLine(text, end, nested(keys, column, step, breakOf(text), content.block));
}

/** What puts one more item behind those of a list. */
export function appending(document: ConfigDocument, path: ConfigPath, value: unknown): Splice | undefined {
  const { text } = document;
  const list = slotOf(document, path)?.value ?? null;
  const last = isSeq(list) ? (list.items.at(-1) as Node | undefined) : undefined;
  if (!isSeq(list) || list.range == null) {
    return undefined;
  }
  if (isFlow(list)) {
    const end = text.slice(0, endOf(text, list) - 1).trimEnd().length;
    return { start: end, end, text: `${list.items.length === 0 ? '' : ', '}${inlineYaml(value)}` };
  }
  const start = last?.range?.[0] ?? list.range[0];
  const column = text.slice(lineStart(text, start), start).indexOf('-');
  const [first = '', ...lines] = blockYaml(value, column, 2, '\n').trimStart().split('\n');
  const item = [`${' '.repeat(Math.max(0, column))}- ${first}`, ...lines].join(breakOf(text));
  return last === undefined ? undefined : afterLine(text, endOf(text, last), item);
}

/** Lines in place of the empty braces behind a key, unless a comment follows them. */
function unfolding(
  document: ConfigDocument,
  key: Node,
  braces: Node,
  column: number,
  keys: readonly string[],
  content: Content,
): Splice | undefined {
  const { text } = document;
  const end = endOf(text, braces);
  if (text.slice(end, lineEnd(text, end)).trim() !== '') {
    return intoMap(document, braces, keys, content);
  }
  const lineBreak = breakOf(text);
  const start = text.indexOf(':', endOf(text, key)) + 1;
  return { start, end, text: `${lineBreak}${nested(keys, column, indentStep(document), lineBreak, content.block)}` };
}

/** What puts a missing key in, with the maps around it. */
export function inserting(document: ConfigDocument, path: ConfigPath, content: Content): Splice | undefined {
  const { text } = document;
  const root = document.view?.root ?? null;
  let depth = path.length - 1;
  while (depth > 0 && slotOf(document, path.slice(0, depth)) === undefined) {
    depth -= 1;
  }
  const keys = path.slice(depth);
  if (!keys.every((key) => typeof key === 'string')) {
    return undefined;
  }
  const slot = depth === 0 ? undefined : slotOf(document, path.slice(0, depth));
  const holder = slot === undefined ? root : slot.value;
  const step = indentStep(document);
  const empty = holder === null || (isScalar(holder) && holder.value === null);
  const braces = isMap(holder) && isFlow(holder) && holder.items.length === 0 ? holder : undefined;
  if (braces !== undefined && slot?.key !== undefined && !isFlow(slot.parent)) {
    return unfolding(document, slot.key, braces, columnOf(text, slot.start) + step, keys, content);
  }
  if (!empty) {
    return intoMap(document, holder, keys, content);
  }
  if (slot === undefined) {
    return afterLine(text, text.length, nested(keys, 0, step, breakOf(text), content.block));
  }
  if (isFlow(slot.parent) || slot.key === undefined) {
    return undefined;
  }
  const column = columnOf(text, slot.start) + step;
  const nil = slot.value?.range && slot.value.range[0] !== slot.value.range[1] ? slot.value : undefined;
  const lines = nested(keys, column, step, breakOf(text), content.block);
  return nil === undefined ? afterLine(text, endOf(text, slot.key), lines) : undefined;
}
