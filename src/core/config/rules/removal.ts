import { isMap, isSeq, type Node } from 'yaml';
import type { ConfigDocument } from '../document.ts';
import type { ConfigPath } from '../finding.ts';
import { endOf, isFlow, lineEnd, lineStart, type Slot, type Splice, slotOf } from './yamlText.ts';

/** Where comments that stand right above a line begin; those at the top of the file stay there. */
export function commentStart(text: string, start: number, column: number): number {
  let at = start;
  while (at > 0) {
    const before = lineStart(text, at - 1);
    const line = text.slice(before, at);
    if (!line.trimStart().startsWith('#') || line.length - line.trimStart().length !== column) {
      break;
    }
    at = before;
  }
  return at === 0 ? start : at;
}

/** The end of the line on which a slot ends, with its line break. */
export function slotEnd(text: string, slot: Slot): number {
  const [from, to] = slot.value?.range ?? [0, 0];
  const last =
    slot.value === null || from === to
      ? slot.key === undefined
        ? slot.start
        : endOf(text, slot.key)
      : endOf(text, slot.value);
  return Math.min(text.length, lineEnd(text, last) + 1);
}

function inFlow(text: string, { parent, index, start, key, value }: Slot): Splice {
  const next = parent.items[index + 1];
  const nextNode = isMap(parent) ? (parent.items[index + 1]?.key as Node | undefined) : (next as Node | undefined);
  const own = value?.range && value.range[0] !== value.range[1] ? value : (key ?? value);
  const end = own === null || own === undefined ? start : endOf(text, own);
  if (nextNode?.range) {
    return { start, end: nextNode.range[0], text: '' };
  }
  const comma = text.slice(0, start).trimEnd();
  return { start: comma.endsWith(',') ? comma.length - 1 : start, end, text: '' };
}

/** What takes a slot away, and those around it that would be empty. */
export function removing(document: ConfigDocument, path: ConfigPath, comments: boolean): Splice | undefined {
  const { text } = document;
  const slot = slotOf(document, path);
  if (slot === undefined) {
    return undefined;
  }
  if (slot.parent.items.length === 1 && path.length > 1) {
    return removing(document, path.slice(0, -1), comments);
  }
  if (isFlow(slot.parent)) {
    return inFlow(text, slot);
  }
  const line = lineStart(text, slot.start);
  const before = text.slice(line, slot.start);
  const ownLine = isSeq(slot.parent) ? /^\s*-\s+$/u.test(before) : before.trim() === '';
  if (ownLine) {
    const column = isSeq(slot.parent) ? before.indexOf('-') : before.length;
    return { start: comments ? commentStart(text, line, column) : line, end: slotEnd(text, slot), text: '' };
  }
  // The first key behind a dash: the next one takes its place.
  const next = isMap(slot.parent) ? (slot.parent.items[slot.index + 1]?.key as Node | undefined) : undefined;
  return next?.range ? { start: slot.start, end: next.range[0], text: '' } : undefined;
}
