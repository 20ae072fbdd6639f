import { COLLECTION_STYLE, EVENT_ID, type Event, type MappingEvent, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import { type EventStream, isEmpty, type Pair, rangeOf, rootOf, rootPairs, scalarText } from './eventStream.ts';
import { renderScalar, type ScalarStyle } from './scalar.ts';
import { lineEnding, type Splice, skipTrivia } from './splice.ts';

/** The key of the context in use, at the top of a kubeconfig. */
export const currentContextKey = 'current-context';

/** The lines that make a text a kubeconfig. */
export const headerLines: readonly string[] = ['apiVersion: v1', 'kind: Config'];

/** Of a repeated key the last counts, as it does for kubectl. */
export function currentContextPair(stream: EventStream): Pair | undefined {
  return rootPairs(stream).findLast(({ key }) => scalarText(stream.text, key) === currentContextKey);
}

/** The index behind the colon of a pair, which the events do not tell; undefined where there is none. */
function colonEnd(text: string, { key }: Pair): number | undefined {
  const range = rangeOf(key);
  const at = range === undefined ? -1 : skipTrivia(text, range.end);
  return text[at] === ':' ? at + 1 : undefined;
}

/** Replaces a block scalar with its header. A comment behind the header stays, and so do blank lines at the end. */
function replaceBlock(text: string, { valueStart, valueEnd }: ScalarEvent, start: number, scalar: string): Splice {
  const [indicator = ''] = /^[|>][-+\d]*/u.exec(text.slice(start, valueStart)) ?? [];
  const rest = text.slice(start + indicator.length, valueStart);
  const lines = text.slice(valueStart, valueEnd).split(/(?<=\n)/u);
  const content = lines.slice(0, lines.findLastIndex((line) => /[^ \t\r\n]/u.test(line)) + 1).join('');
  const insert = scalar + (content === '' || content.endsWith('\n') ? rest : rest.trimEnd());
  return { start, end: valueStart + content.length, insert };
}

function quotesOf(event: Event): ScalarStyle | undefined {
  const style = event.type === EVENT_ID.SCALAR ? event.style : undefined;
  if (style === SCALAR_STYLE.SINGLE_QUOTED) {
    return 'single';
  }
  return style === SCALAR_STYLE.DOUBLE_QUOTED ? 'double' : undefined;
}

/** Puts the name where the value of the pair is; undefined where a mapping, a list, an anchor or a tag stands there. */
function replaceValue(text: string, pair: Pair, name: string): Splice | undefined {
  const { key, value } = pair;
  // A double-quoted key speaks for JSON, where every string is quoted so, also in place of a null.
  const scalar = renderScalar(name, quotesOf(value) ?? (quotesOf(key) === 'double' ? 'double' : 'plain'));
  if (value.type === EVENT_ID.SCALAR && (value.anchorStart >= 0 || value.tagStart >= 0)) {
    return undefined;
  }
  const range = rangeOf(value);
  if (range !== undefined) {
    return { ...range, insert: scalar };
  }
  const after = colonEnd(text, pair);
  if (value.type !== EVENT_ID.SCALAR || after === undefined) {
    return undefined;
  }
  return isEmpty(value)
    ? { start: after, end: after, insert: ` ${scalar}` }
    : replaceBlock(text, value, skipTrivia(text, after), scalar);
}

/** Where `apiVersion` and `kind` end, if they are there. */
function headerEnd(stream: EventStream): number | undefined {
  return rootPairs(stream)
    .filter(({ key }) => ['apiVersion', 'kind'].includes(scalarText(stream.text, key) ?? ''))
    .reduce<number | undefined>((end, { value }) => rangeOf(value)?.end ?? end, undefined);
}

/** Adds the pair below `apiVersion` and `kind`, where nothing that belongs to another pair is near, else as the first. */
function addToBlock(stream: EventStream, { start }: MappingEvent, name: string): Splice {
  const { text } = stream;
  const eol = lineEnding(text);
  const line = `${currentContextKey}: ${renderScalar(name, 'plain')}`;
  const indent = / *$/u.exec(text.slice(text.lastIndexOf('\n', start - 1) + 1, start))?.[0] ?? '';
  const end = headerEnd(stream);
  if (end === undefined) {
    return { start, end: start, insert: line + eol + indent };
  }
  const after = text.indexOf('\n', end);
  return after < 0
    ? { start: text.length, end: text.length, insert: eol + indent + line }
    : { start: after + 1, end: after + 1, insert: indent + line + eol };
}

function addToFlow(stream: EventStream, map: MappingEvent, name: string): Splice {
  const start = map.start + 1;
  const space = /^\s*/u.exec(stream.text.slice(start))?.[0] ?? '';
  const pair = `"${currentContextKey}": ${renderScalar(name, 'double')}`;
  const isFirst = rootPairs(stream).length === 0;
  return { start, end: start, insert: isFirst ? pair : `${space}${pair},${space === '' ? ' ' : ''}` };
}

function addToNothing(text: string, name: string): Splice {
  const eol = lineEnding(text);
  const lines = [...headerLines, `${currentContextKey}: ${renderScalar(name, 'plain')}`, ''].join(eol);
  const gap = text === '' || text.endsWith('\n') || text === '\ufeff' ? '' : eol;
  return { start: text.length, end: text.length, insert: gap + lines };
}

/** What sets the current-context of a kubeconfig; undefined where nothing short does. Not certain: parse what it makes. */
export function currentContextSplice(stream: EventStream, name: string): Splice | undefined {
  const root = rootOf(stream);
  if (root === undefined || isEmpty(root)) {
    return addToNothing(stream.text, name);
  }
  if (root.type !== EVENT_ID.MAPPING) {
    return undefined;
  }
  const present = currentContextPair(stream);
  if (present !== undefined) {
    return replaceValue(stream.text, present, name);
  }
  return root.style === COLLECTION_STYLE.FLOW ? addToFlow(stream, root, name) : addToBlock(stream, root, name);
}
