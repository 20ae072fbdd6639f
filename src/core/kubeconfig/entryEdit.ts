import { isDeepStrictEqual } from 'node:util';
import * as l10n from '@vscode/l10n';
import { EVENT_ID, type Event } from 'js-yaml';
import { printable } from '../base/text.ts';
import { KubeError } from '../kube/error.ts';
import { headerLines } from './currentContextSplice.ts';
import { documentsOf } from './document.ts';
import { entrySplices } from './entryList.ts';
import { type EntryEdit, type EntryKind, entryKinds, entryValue, namesakes } from './entryText.ts';
import {
  childRanges,
  type EventStream,
  isEmpty,
  readEvents,
  rootOf,
  rootPairs,
  sameEvents,
  scalarText,
} from './eventStream.ts';
import { lineEnding, spliced } from './splice.ts';

type Document = ReadonlyMap<unknown, unknown>;

interface Parsed {
  readonly stream: EventStream;
  readonly document: Document;
}

/** The text, with the header of a kubeconfig where it holds nothing. */
function withHeader(text: string): string {
  const root = rootOf(readEvents(text));
  if (root !== undefined && !isEmpty(root)) {
    return text;
  }
  const eol = lineEnding(text);
  const gap = text === '' || text.endsWith('\n') || text === '\ufeff' ? '' : eol;
  return `${text}${gap}${[...headerLines, ''].join(eol)}`;
}

function parsed(text: string): Parsed | undefined {
  const stream = readEvents(text);
  const [document] = documentsOf(stream);
  return document instanceof Map ? { stream, document } : undefined;
}

function itemsOf(document: Document, kind: EntryKind): readonly unknown[] {
  const list = document.get(kind);
  return Array.isArray(list) ? list : [];
}

function isDone(document: Document, { kind, name, body }: EntryEdit): boolean {
  const items = itemsOf(document, kind);
  const found = namesakes(items, name).map((index) => items[index]);
  return body === undefined
    ? found.length === 0
    : found.length === 1 && isDeepStrictEqual(found[0], entryValue({ kind, name, body }));
}

/** A stream without the entries that are edited, and without lists that hold nothing else; and what was left out. */
function withoutEntries({ stream, document }: Parsed, edits: readonly EntryEdit[]) {
  const { events, text } = stream;
  const pairs = rootPairs(stream);
  const left: { start: number; end: number }[] = [];
  const lists: Event[] = [];
  for (const { kind, name } of edits) {
    const pair = pairs.findLast(({ key }) => scalarText(text, key) === kind);
    if (pair === undefined) {
      continue;
    }
    const ranges = pair.value.type === EVENT_ID.SEQUENCE ? childRanges(stream, pair.middle) : [];
    const ours = namesakes(itemsOf(document, kind), name).flatMap((index) => ranges[index] ?? []);
    const isNothing = (document.get(kind) ?? null) === null || pair.value.type === EVENT_ID.SEQUENCE;
    left.push(...(isNothing && ours.length === ranges.length ? [pair] : ours));
    lists.push(pair.value);
  }
  const isLeft = new Set(left.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, at) => start + at)));
  const rest = { text, events: events.filter((_, index) => !isLeft.has(index)) };
  return { rest, left: events.filter((_, index) => isLeft.has(index)), lists };
}

function anchorsOf(text: string, events: readonly Event[]): readonly string[] {
  return events.flatMap((event) =>
    event.type !== EVENT_ID.ALIAS && 'anchorStart' in event && event.anchorStart >= 0
      ? [text.slice(event.anchorStart, event.anchorEnd)]
      : [],
  );
}

/** Whether anything that stays refers to what is taken out, or to a list whose entries change. */
function isShared(before: Parsed, after: Parsed, edits: readonly EntryEdit[]): boolean {
  const { text, events } = before.stream;
  const { left, lists } = withoutEntries(before, edits);
  const anchors = new Set(anchorsOf(text, [...left, ...lists, ...events.slice(1, 2)]));
  const { stream } = after;
  return stream.events.some(
    (event) => event.type === EVENT_ID.ALIAS && anchors.has(stream.text.slice(event.anchorStart, event.anchorEnd)),
  );
}

function differsInEntriesOnly(before: Parsed, after: Parsed, edits: readonly EntryEdit[]): boolean {
  const others = ({ document }: Parsed, { kind, name }: EntryEdit): number =>
    itemsOf(document, kind).length - namesakes(itemsOf(document, kind), name).length;
  return (
    edits.every((edit) => isDone(after.document, edit) && others(before, edit) === others(after, edit)) &&
    !isShared(before, after, edits) &&
    sameEvents(withoutEntries(before, edits).rest, withoutEntries(after, edits).rest)
  );
}

function edited(text: string, edits: readonly EntryEdit[]): string | undefined {
  const current = parsed(text);
  if (edits.every((edit) => isDone(current?.document ?? new Map(), edit))) {
    return text;
  }
  const before = parsed(withHeader(text));
  let at = before;
  for (const edit of edits) {
    const splices = at === undefined || isDone(at.document, edit) ? [] : entrySplices(at.stream, at.document, edit);
    at = at && splices && (splices.length === 0 ? at : parsed(spliced(at.stream.text, splices)));
  }
  return before && at && differsInEntriesOnly(before, at, edits) ? at.stream.text : undefined;
}

function attempted(text: string, edits: readonly EntryEdit[]): string | undefined {
  try {
    return edited(text, edits);
  } catch {
    return undefined;
  }
}

/** Edits of one entry after another, at most one of each kind. */
export function editsOf(name: string, bodies: Partial<Record<EntryKind, EntryEdit['body']>>): readonly EntryEdit[] {
  return entryKinds.flatMap((kind) => {
    const body = bodies[kind];
    return kind in bodies ? [body === undefined ? { kind, name } : { kind, name, body }] : [];
  });
}

/**
 * The text of a kubeconfig with other entries, at most one edit of each kind; the text itself where they are as wanted.
 * Nothing else changes: order, comments, quotes, anchors and line ends stay as they are. The result is parsed again and
 * compared before it is given.
 *
 * @throws KubeError `kubeconfig` where that cannot be done. `file` is for the message.
 */
export function withEntries(text: string, edits: readonly EntryEdit[], file: string): string {
  const after = attempted(text, edits);
  if (after === undefined) {
    throw new KubeError(
      'kubeconfig',
      l10n.t('The entries of {0} cannot be changed without changing other parts of the file.', printable(file)),
    );
  }
  return after;
}
