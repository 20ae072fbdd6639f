import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  stringify,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { ConfigDocument } from '../document.ts';
import type { ConfigPath } from '../finding.ts';

/** A piece of the text by offsets, and what takes its place. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A key of a map that stands in the text itself, or an item of a list. */
export interface Slot {
  readonly parent: YAMLMap | YAMLSeq;
  readonly index: number;
  /** Where the key or the item begins. */
  readonly start: number;
  /** Of an entry of a map. */
  readonly key?: Node;
  readonly value: Node | null;
}

/** The offset behind what a node says, without white space. */
export function endOf(text: string, node: Node): number {
  const [start, end] = node.range ?? [0, 0];
  return start + text.slice(start, end).trimEnd().length;
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** The offset of the line break after it, or the end of the text. */
export function lineEnd(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  return at < 0 ? text.length : at;
}

/** How far a place is from the start of its line. */
export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/** Whether it is written with braces or brackets. */
export function isFlow(node: Node | null): boolean {
  return node !== null && (isMap(node) || isSeq(node)) && node.flow === true;
}

function asNode(value: unknown): Node | null {
  return isNode(value) ? value : null;
}

function pairSlot(parent: YAMLMap, step: string): Slot | undefined {
  const index = parent.items.findLastIndex(({ key }) => isScalar(key) && String(key.value) === step);
  const pair: Pair | undefined = parent.items[index];
  const key = asNode(pair?.key);
  return pair === undefined || key?.range == null
    ? undefined
    : { parent, index, key, start: key.range[0], value: asNode(pair.value) };
}

/** The slot of a path; undefined where it is not written, lies behind an alias, or is merged in. */
export function slotOf(document: ConfigDocument, path: ConfigPath): Slot | undefined {
  let node: Node | null = document.view?.root ?? null;
  let slot: Slot | undefined;
  for (const step of path) {
    if (isMap(node)) {
      slot = pairSlot(node, String(step));
    } else if (isSeq(node) && typeof step === 'number') {
      const item = asNode(node.items[step]);
      slot = item?.range == null ? undefined : { parent: node, index: step, start: item.range[0], value: item };
    } else {
      slot = undefined;
    }
    if (slot === undefined) {
      return undefined;
    }
    // What an alias stands for belongs to another place.
    node = isAlias(slot.value) ? null : slot.value;
  }
  return slot;
}

/** The spaces that a file indents maps with. */
export function indentStep(document: ConfigDocument): number {
  const [, spaces = '  '] = /^[\w"'-][^\n]*:[ \t]*(?:#[^\n]*)?\r?\n( +)[\w"']/mu.exec(document.text) ?? [];
  return spaces.length;
}

/** The line break of a text. */
export function breakOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** A value in one line. */
export function inlineYaml(value: unknown): string {
  return stringify(value, {
    collectionStyle: 'flow',
    lineWidth: 0,
    version: '1.1',
    flowCollectionPadding: false,
  }).trimEnd();
}

/** A value as it stands behind the colon of a key at a column: beside it, or in lines of its own. */
export function blockYaml(value: unknown, column: number, step: number, lineBreak: string): string {
  const plain = typeof value !== 'object' || value === null || Object.keys(value).length === 0;
  if (plain) {
    return ` ${inlineYaml(value)}`;
  }
  const lines = stringify(value, { indent: step, lineWidth: 0, version: '1.1' }).trimEnd().split('\n');
  return lines.map((line) => `${lineBreak}${line === '' ? '' : ' '.repeat(column + step)}${line}`).join('');
}

/** The text with pieces of it replaced; they do not overlap. */
export function spliced(text: string, splices: readonly Splice[]): string {
  return splices
    .toSorted((a, b) => b.start - a.start)
    .reduce((result, { start, end, text: piece }) => result.slice(0, start) + piece + result.slice(end), text);
}

/** The offset of a place of a text. */
export function offsetAt(text: string, line: number, character: number): number {
  let start = 0;
  for (let number = 0; number < line; number += 1) {
    start = lineEnd(text, start) + 1;
  }
  return start + character;
}
