import { EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';

/** A YAML text as js-yaml's parser saw it: a flat list of events, whose offsets are about the text. */
export interface EventStream {
  readonly text: string;
  readonly events: readonly Event[];
}

/** A key of a mapping and its value; in the stream they take the events from `start` up to `end`, the value from `middle`. */
export interface Pair {
  readonly key: Event;
  readonly value: Event;
  readonly start: number;
  readonly middle: number;
  readonly end: number;
}

/** Where something stands in a text or a list. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** @throws YAMLException where the text is not YAML; it quotes the text. */
export function readEvents(text: string): EventStream {
  return { text, events: parseEvents(text, {}) };
}

/** The content of the first document, if there is a document. */
export function rootOf({ events }: EventStream): Event | undefined {
  return events[1];
}

/** The index behind the node that starts at `index`. */
function endOf(events: readonly Event[], index: number): number {
  let depth = 0;
  for (let at = index; at < events.length; at++) {
    const type = events[at]?.type;
    if (type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE) {
      depth++;
    } else if (type === EVENT_ID.POP) {
      depth--;
    }
    if (depth <= 0) {
      return at + 1;
    }
  }
  return events.length;
}

/** The events that the children of the collection at `index` take: of a mapping, keys and values in turn. */
export function childRanges({ events }: EventStream, index: number): readonly TextRange[] {
  const ranges: TextRange[] = [];
  for (let start = index + 1; start < events.length && events[start]?.type !== EVENT_ID.POP; ) {
    const end = endOf(events, start);
    ranges.push({ start, end });
    start = end;
  }
  return ranges;
}

/** The pairs of the mapping that the first document consists of; none where it is something else. */
export function rootPairs(stream: EventStream): readonly Pair[] {
  const ranges = rootOf(stream)?.type === EVENT_ID.MAPPING ? childRanges(stream, 1) : [];
  return ranges.flatMap(({ start }, at) => {
    const range = ranges[at + 1];
    const [key, value] = [stream.events[start], range && stream.events[range.start]];
    const isPair = at % 2 === 0 && key !== undefined && value !== undefined && range !== undefined;
    return isPair ? [{ key, value, start, middle: range.start, end: range.end }] : [];
  });
}

/** Whether a node is empty: neither text nor properties are there. */
export function isEmpty(event: Event): boolean {
  return event.type === EVENT_ID.SCALAR && event.valueStart < 0 && event.anchorStart < 0 && event.tagStart < 0;
}

/** Whether a scalar is written as lines below a `|` or `>`. */
export function isBlockScalar({ style }: ScalarEvent): boolean {
  return style === SCALAR_STYLE.LITERAL_BLOCK || style === SCALAR_STYLE.FOLDED_BLOCK;
}

/** Where an alias or a scalar stands, with its quotes; undefined where the events do not tell, as for a block scalar. */
export function rangeOf(event: Event): TextRange | undefined {
  if (event.type === EVENT_ID.ALIAS) {
    return { start: event.anchorStart - 1, end: event.anchorEnd };
  }
  if (event.type !== EVENT_ID.SCALAR || event.valueStart < 0 || isBlockScalar(event)) {
    return undefined;
  }
  const quote = event.style === SCALAR_STYLE.PLAIN ? 0 : 1;
  return { start: event.valueStart - quote, end: event.valueEnd + quote };
}

/** The text that a scalar stands for, before its tag makes it anything else; undefined for anything but a scalar. */
export function scalarText(text: string, event: Event): string | undefined {
  return event.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : undefined;
}

function anchorOf(text: string, event: Event): string {
  return 'anchorStart' in event ? text.slice(event.anchorStart, event.anchorEnd) : '';
}

function tagOf(text: string, event: Event): string {
  return 'tagStart' in event ? text.slice(event.tagStart, event.tagEnd) : '';
}

function styleOf(event: Event): number | undefined {
  return 'style' in event ? event.style : undefined;
}

/**
 * Whether two streams say the same, node by node: type, style, anchor, tag and text. What they hold as data is the same
 * then; comments, and how the text of a scalar is folded or escaped, do not count. Linear, also where aliases are nested.
 */
export function sameEvents(one: EventStream, other: EventStream): boolean {
  return (
    one.events.length === other.events.length &&
    one.events.every((event, index) => {
      const partner = other.events[index];
      return (
        partner?.type === event.type &&
        styleOf(partner) === styleOf(event) &&
        anchorOf(other.text, partner) === anchorOf(one.text, event) &&
        tagOf(other.text, partner) === tagOf(one.text, event) &&
        scalarText(other.text, partner) === scalarText(one.text, event)
      );
    })
  );
}
