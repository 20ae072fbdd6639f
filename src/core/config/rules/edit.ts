import { isMap, isScalar, isSeq, Scalar } from 'yaml';
import { type ConfigDocument, parseConfig } from '../document.ts';
import type { ConfigPath } from '../finding.ts';
import { appending, contentOfValue, inserting } from './insertion.ts';
import { moved } from './relocation.ts';
import { removing } from './removal.ts';
import type { Change } from './rule.ts';
import {
  blockYaml,
  breakOf,
  columnOf,
  endOf,
  indentStep,
  inlineYaml,
  isFlow,
  offsetAt,
  type Slot,
  type Splice,
  slotOf,
  spliced,
} from './yamlText.ts';

function replacing(document: ConfigDocument, slot: Slot, value: unknown): Splice | undefined {
  const { text } = document;
  const step = indentStep(document);
  const [from, to] = slot.value?.range ?? [0, 0];
  const single = typeof value !== 'object' || value === null || isFlow(slot.parent) || slot.key === undefined;
  const block = slot.value !== null && !isFlow(slot.value) && (isMap(slot.value) || isSeq(slot.value));
  const literal =
    isScalar(slot.value) && (slot.value.type === Scalar.BLOCK_LITERAL || slot.value.type === Scalar.BLOCK_FOLDED);
  if (slot.value !== null && from !== to && single && !block && !literal) {
    return { start: from, end: endOf(text, slot.value), text: inlineYaml(value) };
  }
  if (slot.key === undefined) {
    return undefined;
  }
  const keyEnd = endOf(text, slot.key);
  const colon = text.indexOf(':', keyEnd) + 1;
  const end = slot.value === null || from === to ? colon : endOf(text, slot.value);
  return {
    start: colon,
    end: Math.max(colon, end),
    text: single ? ` ${inlineYaml(value)}` : blockYaml(value, columnOf(text, slot.start), step, breakOf(text)),
  };
}

function writing(document: ConfigDocument, path: ConfigPath, at: 'key' | 'value', text: string): Splice | undefined {
  const located = document.at(path);
  if (located === undefined) {
    return undefined;
  }
  const range = at === 'key' ? located.keyRange : located.valueRange;
  return range.line === range.endLine
    ? {
        start: offsetAt(document.text, range.line, range.character),
        end: offsetAt(document.text, range.line, range.endCharacter),
        text,
      }
    : undefined;
}

/** What puts a value in that is not there. */
function setting(document: ConfigDocument, path: ConfigPath, value: unknown): Splice | undefined {
  if (slotOf(document, path) !== undefined) {
    return undefined;
  }
  return typeof path.at(-1) === 'number'
    ? appending(document, path.slice(0, -1), value)
    : inserting(document, path, contentOfValue(document, value));
}

/** What a change replaces where it stands, so that it gets in the way of no other; undefined for those that put in or take away. */
function replacement(document: ConfigDocument, change: Change): Splice | undefined {
  const slot = slotOf(document, change.path);
  switch (change.kind) {
    case 'set':
      return slot === undefined ? undefined : replacing(document, slot, change.value);
    case 'rename':
      return slot?.key === undefined
        ? undefined
        : { start: slot.start, end: endOf(document.text, slot.key), text: inlineYaml(change.to) };
    case 'write':
      return writing(document, change.path, change.at, change.text);
    default:
      return undefined;
  }
}

function apply(document: ConfigDocument, change: Change): string | undefined {
  const { path } = change;
  const splice =
    change.kind === 'remove'
      ? removing(document, path, false)
      : (replacement(document, change) ?? (change.kind === 'set' ? setting(document, path, change.value) : undefined));
  return change.kind === 'move' ? moved(document, path, change.to) : splice && spliced(document.text, [splice]);
}

function isThere(document: ConfigDocument, path: ConfigPath, value?: unknown): boolean {
  const located = document.at(path);
  return located !== undefined && (value === undefined || JSON.stringify(located.value) === JSON.stringify(value));
}

/** Whether a text has become what a change wants; anything else is not offered. */
function holds(before: ConfigDocument, after: ConfigDocument, change: Change): boolean {
  const errors = (document: ConfigDocument): number =>
    document.documents.reduce((count, one) => count + one.errors.length, 0);
  if (errors(after) > errors(before)) {
    return false;
  }
  switch (change.kind) {
    case 'set':
      return isThere(after, change.path, change.value);
    case 'rename':
      return isThere(after, [...change.path.slice(0, -1), change.to]);
    case 'move':
      return !isThere(after, change.path) && isThere(after, change.to, before.at(change.path)?.value);
    case 'write':
      return true;
    case 'remove':
      return typeof change.path.at(-1) === 'number' || !isThere(after, change.path);
  }
}

/**
 * The document with changes one after the other, its comments and its formatting kept. Undefined where one of them cannot be done:
 * in what an alias or a merge brings in, or where something else than a map is in the way. What is gone already stays gone.
 */
export function changed(document: ConfigDocument, changes: readonly Change[]): ConfigDocument | undefined {
  let at = document;
  for (const change of changes) {
    if (change.kind === 'remove' && at.at(change.path) === undefined) {
      continue;
    }
    const text = apply(at, change);
    const after = text === undefined ? undefined : parseConfig(text);
    if (after === undefined || !holds(at, after, change)) {
      return undefined;
    }
    at = after;
  }
  return at;
}

/**
 * The document with all of those changes at once that replace something where it stands, and the others. Where they do not go
 * together, none of them is done.
 */
export function replacedAtOnce<T extends { readonly changes: readonly Change[] }>(
  document: ConfigDocument,
  answers: readonly T[],
): { readonly document: ConfigDocument; readonly left: readonly T[] } {
  const pieces = answers.flatMap((answer) => {
    const [change, ...more] = answer.changes;
    const splice = change === undefined || more.length > 0 ? undefined : replacement(document, change);
    return change === undefined || splice === undefined ? [] : [{ answer, change, splice }];
  });
  const apart = pieces
    .toSorted((a, b) => a.splice.start - b.splice.start)
    .filter(({ splice }, index, all) => index === 0 || splice.start >= (all[index - 1]?.splice.end ?? 0));
  const after = parseConfig(
    spliced(
      document.text,
      apart.map(({ splice }) => splice),
    ),
  );
  const done = new Set(apart.map(({ answer }) => answer));
  return apart.every(({ change }) => holds(document, after, change))
    ? { document: after, left: answers.filter((answer) => !done.has(answer)) }
    : { document, left: answers };
}
