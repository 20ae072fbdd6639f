import { renderScalar } from './scalar.ts';

/** The three lists of a kubeconfig. */
export const entryKinds = ['clusters', 'contexts', 'users'] as const;
export type EntryKind = (typeof entryKinds)[number];

/** The key that the body of an entry has beside `name`. */
export const bodyKeys = { clusters: 'cluster', contexts: 'context', users: 'user' } as const;

/** What an entry holds besides its name; texts, and flags that are true. */
export type EntryBody = Readonly<Record<string, string | true>>;

/** An entry of one of the lists; without a body it is to be absent. */
export interface EntryEdit {
  readonly kind: EntryKind;
  readonly name: string;
  readonly body?: EntryBody;
}

/** An entry that is to be there. */
export type WantedEntry = Required<EntryEdit>;

function sorted(body: EntryBody): readonly (readonly [string, string | true])[] {
  return Object.entries(body).sort(([one], [other]) => (one < other ? -1 : 1));
}

/** The entry as `loadDocuments` gives it, where every scalar is text. */
export function entryValue({ kind, name, body }: WantedEntry): ReadonlyMap<string, unknown> {
  const fields = new Map(sorted(body).map(([key, value]) => [key, String(value)]));
  return new Map<string, unknown>([
    ['name', name],
    [bodyKeys[kind], fields],
  ]);
}

/** The lines of an entry as kubectl writes them, without indentation; the first begins with the dash. */
export function blockLines({ kind, name, body }: WantedEntry): readonly string[] {
  const fields = sorted(body).map(
    ([key, value]) => `  ${key}: ${value === true ? value : renderScalar(value, 'plain')}`,
  );
  const key = bodyKeys[kind];
  const bodyLines = fields.length === 0 ? [`${key}: {}`] : [`${key}:`, ...fields];
  const nameLine = `name: ${renderScalar(name, 'plain')}`;
  const lines = key < 'name' ? [...bodyLines, nameLine] : [nameLine, ...bodyLines];
  return lines.map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`));
}

/** An entry on one line that is JSON too. */
export function flowText({ kind, name, body }: WantedEntry): string {
  const fields = sorted(body).map(
    ([key, value]) => `"${key}": ${value === true ? value : renderScalar(value, 'double')}`,
  );
  return `{"name": ${renderScalar(name, 'double')}, "${bodyKeys[kind]}": {${fields.join(', ')}}}`;
}

/** The indexes of the items of a list that have a name; usually one or none. */
export function namesakes(list: unknown, name: string): readonly number[] {
  const items: readonly unknown[] = Array.isArray(list) ? list : [];
  return items.flatMap((item, index) => (item instanceof Map && item.get('name') === name ? [index] : []));
}
