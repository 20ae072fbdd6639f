import { EVENT_ID } from 'js-yaml';
import { blockLines, type EntryEdit, flowText, namesakes, type WantedEntry } from './entryText.ts';
import { type EventStream, isEmpty, scalarText } from './eventStream.ts';
import { indentOf, insertion, insertLines, inside, isFlow, lineBelow } from './nodeText.ts';
import { lineEnding, type Splice, skipTrivia } from './splice.ts';
import { locateRoot, type YamlNode } from './yamlNode.ts';

function appendToFlow(text: string, list: YamlNode, item: string): Splice {
  const [first, last] = [list.children[0], list.children.at(-1)];
  if (first === undefined || last === undefined) {
    return insertion(inside(list), item);
  }
  const space = text.slice(inside(list), first.start);
  return insertion(last.end, `,${/^\s+$/u.test(space) ? space : ' '}${item}`);
}

function append(text: string, list: YamlNode, edit: WantedEntry): Splice | undefined {
  if (isFlow(list)) {
    return appendToFlow(text, list, flowText(edit));
  }
  const indent = indentOf(text, list.children[0]?.lead ?? list.start);
  return indent === undefined ? undefined : insertLines(text, list, blockLines(edit), indent);
}

/** Fills a list that is null or empty. In a block mapping its entries go below it, in block style. */
function fill(
  text: string,
  root: YamlNode,
  list: YamlNode,
  edit: WantedEntry,
): readonly (Splice | undefined)[] | undefined {
  const value = text.slice(list.start, list.end);
  const isList = list.event.type === EVENT_ID.SEQUENCE;
  if (isFlow(root)) {
    return isList
      ? [insertion(inside(list), flowText(edit))]
      : [{ start: list.start, end: list.end, insert: `${value === '' ? ' ' : ''}[${flowText(edit)}]` }];
  }
  if (isList && !/^\[[ \t]*\]$/u.test(value)) {
    return [insertion(inside(list), flowText(edit))];
  }
  const indent = indentOf(text, root.start);
  const gap = /[ \t]*$/u.exec(text.slice(0, list.start))?.[0].length ?? 0;
  return indent === undefined
    ? undefined
    : [{ start: list.start - gap, end: list.end, insert: '' }, insertLines(text, list, blockLines(edit), indent)];
}

function addList(text: string, root: YamlNode, edit: WantedEntry): Splice | undefined {
  const last = root.children.at(-1);
  if (isFlow(root)) {
    const pair = `"${edit.kind}": [${flowText(edit)}]`;
    const space = text.slice(inside(root), root.children[0]?.start);
    const gap = /^\s+$/u.test(space) ? space : ' ';
    return last === undefined ? insertion(inside(root), pair) : insertion(last.end, `,${gap}${pair}`);
  }
  const indent = indentOf(text, root.start);
  const lines = [`${edit.kind}:`, ...blockLines(edit)];
  return indent === undefined ? undefined : insertLines(text, root, lines, indent);
}

function replaceItem(text: string, list: YamlNode, item: YamlNode, edit: WantedEntry): Splice | undefined {
  if (isFlow(list)) {
    return { start: item.start, end: item.end, insert: flowText(edit) };
  }
  const indent = indentOf(text, item.lead);
  const end = item.lead + text.slice(item.lead, item.end).trimEnd().length;
  return indent === undefined
    ? undefined
    : { start: item.lead, end, insert: blockLines(edit).join(lineEnding(text) + indent) };
}

/** The lines of an item, with the comment behind it. */
function removeBlockItem(text: string, item: YamlNode): Splice | undefined {
  const indent = indentOf(text, item.lead);
  if (indent === undefined) {
    return undefined;
  }
  const end = lineBelow(text, item.end);
  const start = item.lead - indent.length;
  // Where the last line has no break, the one before it is the one to go.
  const isOpen = end === text.length && text[end - 1] !== '\n';
  const spare = isOpen ? (/\r?\n$/u.exec(text.slice(0, start))?.[0].length ?? 0) : 0;
  return { start: start - spare, end, insert: '' };
}

/** With the comma before it, or behind it where nothing before it stays. */
function removeFlowItems({ children }: YamlNode, indexes: readonly number[]): readonly (Splice | undefined)[] {
  return indexes.map((index, at) => {
    const [before, item, after] = [children[index - 1], children[index], children[index + 1]];
    if (item === undefined) {
      return undefined;
    }
    return before === undefined || indexes.slice(0, at + 1).every((one, order) => one === order)
      ? { start: item.start, end: after?.start ?? item.end, insert: '' }
      : { start: before.end, end: item.end, insert: '' };
  });
}

function removeItems(text: string, key: YamlNode, list: YamlNode, indexes: readonly number[]) {
  const isAll = indexes.length === list.children.length;
  if (isFlow(list)) {
    return isAll ? [{ start: inside(list), end: list.end - 1, insert: '' }] : removeFlowItems(list, indexes);
  }
  const colon = skipTrivia(text, key.end);
  const empty = isAll ? [text[colon] === ':' ? insertion(colon + 1, ' []') : undefined] : [];
  return [
    ...empty,
    ...list.children.filter((_, index) => indexes.includes(index)).map((item) => removeBlockItem(text, item)),
  ];
}

function change(text: string, root: YamlNode, key: YamlNode, list: YamlNode, edit: EntryEdit, items: unknown) {
  const { kind, name, body } = edit;
  const [first, ...others] = namesakes(items, name);
  if (body === undefined) {
    return first === undefined ? [] : removeItems(text, key, list, [first, ...others]);
  }
  const wanted = { kind, name, body };
  const item = first === undefined ? undefined : list.children[first];
  if (item !== undefined) {
    return [replaceItem(text, list, item, wanted), ...removeItems(text, key, list, others)];
  }
  return list.children.length === 0 ? fill(text, root, list, wanted) : [append(text, list, wanted)];
}

/**
 * What makes an entry of a kubeconfig be there, or be gone, and changes nothing else; undefined where nothing short does.
 * `document` is what the stream says. Not certain: parse what it makes.
 */
export function entrySplices(
  stream: EventStream,
  document: ReadonlyMap<unknown, unknown>,
  edit: EntryEdit,
): readonly Splice[] | undefined {
  const { text } = stream;
  const root = locateRoot(stream);
  const { kind, name, body } = edit;
  const at = root.children.findLastIndex(({ event }, index) => index % 2 === 0 && scalarText(text, event) === kind);
  const [key, list] = [root.children[at], root.children[at + 1]];
  if (at < 0 || key === undefined || list === undefined) {
    const added = body === undefined ? [] : [addList(text, root, { kind, name, body })];
    return complete(added);
  }
  const { event } = list;
  const isNull = event.type === EVENT_ID.SCALAR && (isEmpty(event) || (document.get(kind) ?? null) === null);
  if (!isNull && event.type !== EVENT_ID.SEQUENCE) {
    return undefined;
  }
  return complete(change(text, root, key, list, edit, document.get(kind)));
}

function complete(splices: readonly (Splice | undefined)[] | undefined): readonly Splice[] | undefined {
  const made = splices?.filter((splice) => splice !== undefined);
  return made?.length === splices?.length ? made : undefined;
}
