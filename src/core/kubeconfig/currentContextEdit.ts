import * as l10n from '@vscode/l10n';
import { type CST, Parser } from 'yaml';
import { printable } from '../base/text.ts';
import { KubeError } from '../kube/error.ts';
import { loadDocuments, sameData } from './document.ts';
import { renderScalar, type ScalarStyle } from './scalar.ts';

const key = 'current-context';

/** What goes in place of `text.slice(start, end)`. */
interface Splice {
  readonly start: number;
  readonly end: number;
  readonly insert: string;
}

type Item = CST.BlockMap['items'][number] | CST.CollectionItem;

const trivia = new Set(['space', 'newline', 'comment', 'comma']);

function lineEnding(text: string): string {
  return /\r?\n/u.exec(text)?.[0] ?? '\n';
}

function keyOf(item: Item): string | undefined {
  switch (item.key?.type) {
    case 'scalar':
      return item.key.source;
    case 'single-quoted-scalar':
    case 'double-quoted-scalar':
      return item.key.source.slice(1, -1);
    default:
      return undefined;
  }
}

const styles: Partial<Record<CST.Token['type'], ScalarStyle>> = {
  'single-quoted-scalar': 'single',
  'double-quoted-scalar': 'double',
};

/** A comment behind the `|` stays. */
function replaceBlock({ offset, props, source }: CST.BlockScalar, scalar: string): Splice {
  const sources = props.map((token) => ('source' in token ? token.source : ''));
  const rest = sources.slice(1).join('');
  const end = offset + sources.join('').length + source.length;
  return { start: offset, end, insert: scalar + (source.endsWith('\n') ? rest : rest.trimEnd()) };
}

/** Puts the name where the value of the pair is; undefined where something stands there that is not a scalar. */
function replaceValue({ key: itsKey, sep = [], value }: Item, name: string): Splice | undefined {
  // A double-quoted key speaks for JSON, where every string is quoted so, also in place of a null.
  const fallback = itsKey?.type === 'double-quoted-scalar' ? 'double' : 'plain';
  const colon = sep.find(({ type }) => type === 'map-value-ind');
  if (colon === undefined || sep.some(({ type }) => type === 'anchor' || type === 'tag')) {
    return undefined;
  }
  if (value === undefined || (value.type === 'scalar' && value.source === '')) {
    const start = colon.offset + colon.source.length;
    return { start, end: start, insert: ` ${renderScalar(name, fallback)}` };
  }
  if (value.type === 'block-scalar') {
    return replaceBlock(value, renderScalar(name, fallback));
  }
  if (value.type === 'scalar' || value.type === 'alias' || styles[value.type] !== undefined) {
    const insert = renderScalar(name, styles[value.type] ?? fallback);
    return { start: value.offset, end: value.offset + ('source' in value ? value.source.length : 0), insert };
  }
  return undefined;
}

/** Adds the pair below `apiVersion` and `kind`, where nothing that belongs to another pair is near, else as the first. */
function addToBlock(text: string, map: CST.BlockMap, name: string): Splice {
  const line = `${key}: ${renderScalar(name, 'plain')}`;
  const header = map.items.findLast(
    (item) => ['apiVersion', 'kind'].includes(keyOf(item) ?? '') && item.value?.type === 'scalar',
  );
  const [first] = map.items;
  const token = first?.start.find(({ type }) => !trivia.has(type)) ?? first?.key;
  const at = token?.offset ?? map.offset;
  const indent = /[ ]*$/u.exec(text.slice(0, at))?.[0] ?? '';
  if (header?.value?.type !== 'scalar') {
    return { start: at, end: at, insert: line + lineEnding(text) + indent };
  }
  const after = text.indexOf('\n', header.value.offset + header.value.source.length);
  return after < 0
    ? { start: text.length, end: text.length, insert: lineEnding(text) + indent + line }
    : { start: after + 1, end: after + 1, insert: indent + line + lineEnding(text) };
}

function addToFlow(text: string, map: CST.FlowCollection, name: string): Splice {
  const start = map.offset + map.start.source.length;
  const space = /^\s*/u.exec(text.slice(start))?.[0] ?? '';
  const pair = `"${key}": ${renderScalar(name, 'double')}`;
  const isEmpty = map.items.every((item) => item.key === undefined || item.key === null);
  return { start, end: start, insert: isEmpty ? pair : `${space}${pair},${space === '' ? ' ' : ''}` };
}

function addToNothing(text: string, name: string): Splice {
  const eol = lineEnding(text);
  const lines = ['apiVersion: v1', 'kind: Config', `${key}: ${renderScalar(name, 'plain')}`, ''].join(eol);
  const gap = text === '' || text.endsWith('\n') || text === '\ufeff' ? '' : eol;
  return { start: text.length, end: text.length, insert: gap + lines };
}

function findSplice(text: string, name: string): Splice | undefined {
  for (const token of new Parser().parse(text)) {
    if (token.type !== 'document') {
      continue;
    }
    const map = token.value;
    if (map === undefined) {
      return addToNothing(text, name);
    }
    if (map.type !== 'block-map' && !(map.type === 'flow-collection' && map.start.type === 'flow-map-start')) {
      return undefined;
    }
    const items: readonly Item[] = map.items;
    // Of a repeated key the last counts, as it does for kubectl.
    const present = items.findLast((item) => keyOf(item) === key);
    if (present !== undefined) {
      return replaceValue(present, name);
    }
    return map.type === 'block-map' ? addToBlock(text, map, name) : addToFlow(text, map, name);
  }
  return addToNothing(text, name);
}

function parsed(text: string, file: string): readonly unknown[] {
  try {
    return loadDocuments(text, file);
  } catch {
    return [];
  }
}

/** Whether `after` is `before` with another current-context and, where it was empty, the header that it needs. */
function differsInCurrentContextOnly(before: string, after: string, name: string, file: string): boolean {
  const [old = null, ...oldRest] = parsed(before, file);
  const [now, ...nowRest] = parsed(after, file);
  if (!(now instanceof Map) || now.get(key) !== name || !sameData(oldRest, nowRest)) {
    return false;
  }
  const header = new Map([
    ['apiVersion', 'v1'],
    ['kind', 'Config'],
  ]);
  const expected = new Map(old instanceof Map ? old : header);
  const others = new Map(now);
  expected.delete(key);
  others.delete(key);
  return sameData(expected, others);
}

/**
 * The text of a kubeconfig with another current-context. Nothing else changes: order, comments, quotes and line ends stay
 * as they are. The result is parsed again before it is given.
 *
 * @throws KubeError `kubeconfig` where that cannot be done, as with an anchor at the value. `file` is for the message.
 */
export function withCurrentContext(text: string, name: string, file: string): string {
  const splice = findSplice(text, name);
  if (splice !== undefined) {
    const after = text.slice(0, splice.start) + splice.insert + text.slice(splice.end);
    if (differsInCurrentContextOnly(text, after, name, file)) {
      return after;
    }
  }
  throw new KubeError(
    'kubeconfig',
    l10n.t('The current-context of {0} cannot be set without changing other parts of the file.', printable(file)),
  );
}
