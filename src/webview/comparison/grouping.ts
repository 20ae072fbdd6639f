import type { Layer, RowFilter } from '../../core/comparison/contract.ts';
import type { ComparisonRow } from '../../core/comparison/model.ts';
import { kindRank } from './words.ts';

/** The head of all rows of one kind in one namespace. */
export interface GroupItem {
  readonly type: 'group';
  readonly id: string;
  readonly kind: string;
  readonly namespace: string;
  readonly hostOnly: boolean;
  readonly count: number;
  readonly open: boolean;
}

export interface RowItem {
  readonly type: 'row';
  readonly id: string;
  readonly row: ComparisonRow;
  /** Its place within its group, from 1, and how many there are. */
  readonly position: number;
  readonly size: number;
}

export type ListItem = GroupItem | RowItem;

const layerOfState: Readonly<Record<ComparisonRow['state'], Layer>> = {
  synced: 'synced',
  waiting: 'synced',
  fromHost: 'synced',
  hostOnly: 'host',
  virtualOnly: 'virtual',
  notSynced: 'virtual',
  notReferenced: 'virtual',
};

export function layerOf({ state }: ComparisonRow): Layer {
  return layerOfState[state];
}

/** The part of the picture that stands for a row. */
export function partOf(row: ComparisonRow): string {
  return `${layerOf(row)}:${row.kind}`;
}

const filterOfState: Readonly<Record<ComparisonRow['state'], RowFilter>> = {
  synced: 'rewritten',
  fromHost: 'rewritten',
  waiting: 'waiting',
  hostOnly: 'hostOnly',
  virtualOnly: 'notSynced',
  notSynced: 'notSynced',
  notReferenced: 'notSynced',
};

/** The filter that a row fits by its state; by `drift` it fits one more. */
export function filterOf({ state }: ComparisonRow): RowFilter {
  return filterOfState[state];
}

export function drifts({ drift }: ComparisonRow): boolean {
  return (drift ?? 0) > 0;
}

export function fits(row: ComparisonRow, filter: RowFilter): boolean {
  return filter === 'drift' ? drifts(row) : filter === filterOf(row);
}

function nameOf(row: ComparisonRow): string {
  return row.virtualName ?? row.hostName ?? row.key;
}

function namespaceOf(row: ComparisonRow): string {
  return row.virtualNamespace ?? (row.state === 'hostOnly' ? row.hostNamespace : undefined) ?? '';
}

export function groupOf(row: ComparisonRow): string {
  return `${row.state === 'hostOnly' ? 'host' : 'virtual'}:${row.kind}/${namespaceOf(row)}`;
}

/** Kinds in their order, then namespaces; what lives on the host only comes after all else. */
function rank(row: ComparisonRow): string {
  const place = String(kindRank(row.kind)).padStart(3, '0');
  return [row.state === 'hostOnly' ? 1 : 0, place, row.kind, namespaceOf(row)].join('\u0000');
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** One group of rows: its id, and the rows by their names. */
export type Group = readonly [id: string, rows: readonly ComparisonRow[]];

/** All rows in their groups, both in order. Only groups are ranked, since there may be 10,000 rows. */
export function grouped(rows: Iterable<ComparisonRow>): readonly Group[] {
  return [...Map.groupBy(rows, groupOf)]
    .map(([id, [first, ...rest]]) => ({ id, first, rest }))
    .flatMap(({ id, first, rest }) => (first === undefined ? [] : { id, rank: rank(first), rows: [first, ...rest] }))
    .sort((a, b) => order(a.rank, b.rank))
    .map(({ id, rows: its }) => [id, its.sort((a, b) => order(nameOf(a), nameOf(b)))]);
}

/** Whether two states of one row stand in the same place. */
export function samePlace(a: ComparisonRow, b: ComparisonRow): boolean {
  return groupOf(a) === groupOf(b) && nameOf(a) === nameOf(b);
}

/** The items of one group: its head, and its rows while it is open. */
export function groupItems(id: string, rows: readonly ComparisonRow[], open: boolean): readonly ListItem[] {
  const [first] = rows;
  if (first === undefined) {
    return [];
  }
  const group: GroupItem = {
    type: 'group',
    id,
    kind: first.kind,
    namespace: namespaceOf(first),
    hostOnly: first.state === 'hostOnly',
    count: rows.length,
    open,
  };
  const size = rows.length;
  return open
    ? [group, ...rows.map((row, index): RowItem => ({ type: 'row', id: row.key, row, position: index + 1, size }))]
    : [group];
}
