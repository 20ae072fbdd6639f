import { COLLECTION_STYLE, EVENT_ID, type Event, type MappingEvent, type SequenceEvent } from 'js-yaml';
import { type EventStream, rangeOf, type TextRange } from './eventStream.ts';
import { skipTrivia } from './splice.ts';

/** A node of a YAML text with the place where it stands, from its anchor or tag to its last character. */
export interface YamlNode extends TextRange {
  readonly event: Event;
  /** Where the dash of an item of a block sequence is, or what the node itself starts with. */
  readonly lead: number;
  /** Of a mapping, keys and values in turn. */
  readonly children: readonly YamlNode[];
}

function misplaced(at: number): Error {
  return new Error(`The text differs from its events at ${at}.`);
}

/** Walks events and text side by side: the events do not tell where brackets close, dashes stand and colons are. */
class Locator {
  readonly #text: string;
  readonly #events: readonly Event[];
  #index: number;

  constructor({ text, events }: EventStream, index: number) {
    this.#text = text;
    this.#events = events;
    this.#index = index;
  }

  /** The next node; `from` is behind what introduces it: a dash, a colon, a comma, a bracket. */
  node(from: number, lead?: number): YamlNode {
    const event = this.#events[this.#index++];
    switch (event?.type) {
      case EVENT_ID.SEQUENCE:
      case EVENT_ID.MAPPING: {
        const start = Math.min(event.start, ...propertyStarts(event));
        const { children, end } = event.style === COLLECTION_STYLE.FLOW ? this.#flow(event) : this.#block(event);
        return { event, start, end, lead: lead ?? start, children };
      }
      case EVENT_ID.SCALAR:
      case EVENT_ID.ALIAS:
        return this.#leaf(event, from, lead);
      default:
        throw misplaced(from);
    }
  }

  #leaf(event: Event, from: number, lead: number | undefined): YamlNode {
    const range = rangeOf(event);
    const ends = event.type === EVENT_ID.SCALAR ? [event.anchorEnd, event.tagEnd, event.valueEnd] : [];
    const isThere = range !== undefined || ends.some((end) => end >= 0);
    const start = isThere ? Math.min(range?.start ?? skipTrivia(this.#text, from), ...propertyStarts(event)) : from;
    return { event, start, end: range?.end ?? Math.max(from, ...ends), lead: lead ?? start, children: [] };
  }

  #closes(): boolean {
    const closes = this.#events[this.#index]?.type === EVENT_ID.POP;
    this.#index += closes ? 1 : 0;
    return closes;
  }

  #block(event: SequenceEvent | MappingEvent) {
    const children: YamlNode[] = [];
    let end = event.start;
    while (!this.#closes()) {
      if (event.type === EVENT_ID.MAPPING) {
        const key = this.node(skipIndicator(this.#text, end, '?'));
        children.push(key, this.node(skipIndicator(this.#text, key.end, ':')));
      } else {
        const dash = skipTrivia(this.#text, end);
        if (this.#text[dash] !== '-') {
          throw misplaced(dash);
        }
        children.push(this.node(dash + 1, dash));
      }
      end = children.at(-1)?.end ?? end;
    }
    return { children, end };
  }

  #flow(event: SequenceEvent | MappingEvent) {
    const isMap = event.type === EVENT_ID.MAPPING;
    const children: YamlNode[] = [];
    // A single pair inside a flow sequence is a mapping without braces.
    const isBare = isMap && this.#text[event.start] !== '{';
    let end = isBare ? event.start : event.start + 1;
    while (!this.#closes()) {
      const child = this.node(isMap ? skipIndicator(this.#text, end, '?') : end);
      children.push(child);
      if (isMap) {
        children.push(this.node(skipIndicator(this.#text, child.end, ':')));
      }
      end = children.at(-1)?.end ?? end;
      end = isBare ? end : skipIndicator(this.#text, end, ',');
    }
    if (isBare) {
      return { children, end };
    }
    const close = skipTrivia(this.#text, end);
    if (this.#text[close] !== (isMap ? '}' : ']')) {
      throw misplaced(close);
    }
    return { children, end: close + 1 };
  }
}

function propertyStarts(event: Event): readonly number[] {
  const anchor = 'anchorStart' in event && event.anchorStart >= 0 ? [event.anchorStart - 1] : [];
  const tag = 'tagStart' in event && event.tagStart >= 0 ? [event.tagStart] : [];
  return [...anchor, ...tag];
}

/** Behind the indicator where it is the next thing to come, else where it was. */
function skipIndicator(text: string, start: number, indicator: string): number {
  const at = skipTrivia(text, start);
  return text[at] === indicator ? at + 1 : start;
}

/** The content of the first document with the places of everything in it. Throws where the text has none. */
export function locateRoot(stream: EventStream): YamlNode {
  return new Locator(stream, 1).node(0);
}
