import type { Layer, RowFilter } from '../../core/comparison/contract.ts';
import type { ComparisonRow } from '../../core/comparison/model.ts';
import { drifts, filterOf, layerOf } from './grouping.ts';
import { kindRank } from './words.ts';

export const rowFilters = ['rewritten', 'waiting', 'drift', 'hostOnly', 'notSynced'] as const;

/** How many rows there are of each sort, for the picture and the filters. */
export interface Counts {
  readonly all: number;
  readonly filters: Readonly<Record<RowFilter, number>>;
  /** Kinds with how many of them there are in a layer, in the order of the list. */
  readonly layers: Readonly<Record<Layer, readonly (readonly [kind: string, count: number])[]>>;
}

/** Counts all rows in one go: there may be 10,000. */
export function countRows(rows: Iterable<ComparisonRow>): Counts {
  const filters: Record<RowFilter, number> = { rewritten: 0, waiting: 0, drift: 0, hostOnly: 0, notSynced: 0 };
  const layers: Record<Layer, Map<string, number>> = { virtual: new Map(), synced: new Map(), host: new Map() };
  let all = 0;
  for (const row of rows) {
    all += 1;
    filters[filterOf(row)] += 1;
    filters.drift += drifts(row) ? 1 : 0;
    const layer = layers[layerOf(row)];
    layer.set(row.kind, (layer.get(row.kind) ?? 0) + 1);
  }
  const ordered = (layer: Map<string, number>): readonly (readonly [string, number])[] =>
    [...layer].sort(([a], [b]) => kindRank(a) - kindRank(b) || a.localeCompare(b));
  return {
    all,
    filters,
    layers: { virtual: ordered(layers.virtual), synced: ordered(layers.synced), host: ordered(layers.host) },
  };
}
