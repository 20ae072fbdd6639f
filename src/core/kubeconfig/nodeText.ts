import { COLLECTION_STYLE, EVENT_ID } from 'js-yaml';
import { isBlockScalar } from './eventStream.ts';
import { lineEnding, type Splice } from './splice.ts';
import type { YamlNode } from './yamlNode.ts';

/** Whether a collection stands in brackets. */
export function isFlow({ event }: YamlNode): boolean {
  return 'style' in event && event.type !== EVENT_ID.SCALAR && event.style === COLLECTION_STYLE.FLOW;
}

/** Behind the bracket that opens a flow collection. */
export function inside({ event, start }: YamlNode): number {
  return ('start' in event ? event.start : start) + 1;
}

/** A splice that takes nothing away. */
export function insertion(at: number, insert: string): Splice {
  return { start: at, end: at, insert };
}

/** The spaces before `at` where nothing else stands on its line; undefined where something does. */
export function indentOf(text: string, at: number): string | undefined {
  const before = text.slice(text.lastIndexOf('\n', at - 1) + 1, at).replace(/^\ufeff/u, '');
  return /^ *$/u.test(before) ? before : undefined;
}

/** The start of the line below a node. A block scalar ends there by itself. */
export function lineBelow(text: string, end: number): number {
  const at = text[end - 1] === '\n' ? end : text.indexOf('\n', end) + 1;
  return at === 0 ? text.length : at;
}

/** Below a node and the comments that are indented as a part of it is. */
function below(text: string, end: number, indent: string): number {
  const comments = new RegExp(`(?:${indent} +#[^\n]*(?:\n|$))*`, 'uy');
  comments.lastIndex = lineBelow(text, end);
  comments.test(text);
  return comments.lastIndex;
}

function lastLeaf(node: YamlNode): YamlNode {
  const last = node.children.at(-1);
  return last === undefined ? node : lastLeaf(last);
}

/**
 * Puts lines below the last child of a block collection. Above the first one, where the line break that has to come would
 * become part of a block scalar at the end of the text.
 */
export function insertLines(text: string, node: YamlNode, lines: readonly string[], indent: string): Splice {
  const eol = lineEnding(text);
  const block = lines.map((line) => indent + line).join(eol);
  const at = below(text, node.end, indent);
  if (text[at - 1] === '\n') {
    return insertion(at, block + eol);
  }
  const { event } = lastLeaf(node);
  return event.type === EVENT_ID.SCALAR && isBlockScalar(event)
    ? insertion(node.children[0]?.lead ?? node.start, block.slice(indent.length) + eol + indent)
    : insertion(at, eol + block);
}
