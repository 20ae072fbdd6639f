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

export function layerOf({ state }: ComparisonRow): Layer {
  return state === 'hostOnly' ? 'host' : state === 'synced' || state === 'waiting' ? 'synced' : 'virtual';
}

/** The part of the picture that stands for a row. */
export function partOf(row: ComparisonRow): string {
  return `${layerOf(row)}:${row.kind}`;
}

export function fits(row: ComparisonRow, filter: RowFilter): boolean {
  switch (filter) {
    case 'rewritten':
      return row.state === 'synced';
    case 'waiting':
      return row.state === 'waiting';
    case 'drift':
      return (row.drift ?? 0) > 0;
    case 'hostOnly':
      return row.state === 'hostOnly';
    default:
      return row.state === 'virtualOnly' || row.state === 'notSynced' || row.state === 'notReferenced';
  }
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
export function rank(row: ComparisonRow): string {
  const place = String(kindRank(row.kind)).padStart(3, '0');
  return [row.state === 'hostOnly' ? 1 : 0, place, row.kind, namespaceOf(row), nameOf(row)].join('\u0000');
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
