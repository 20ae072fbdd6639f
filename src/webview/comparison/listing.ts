import type { PanelState } from '../../core/comparison/contract.ts';
import type { ComparisonRow, RowChanges } from '../../core/comparison/model.ts';
import { fits, type Group, grouped, groupItems, type ListItem, partOf, samePlace } from './grouping.ts';
import { kindLabel } from './words.ts';

/** What of the state decides which rows are shown. */
export type ListView = Pick<PanelState, 'search' | 'filters' | 'parts' | 'collapsed'>;

/** What has to be painted after rows have changed: these alone, or everything since places have moved. */
export type Repaint = readonly string[] | 'all';

function searchable(row: ComparisonRow): string {
  return [row.virtualName, row.virtualNamespace, row.hostName, row.kind, kindLabel(row.kind), row.status]
    .join(' ')
    .toLowerCase();
}

function wordsOf({ search }: ListView): readonly string[] {
  return search.toLowerCase().split(/\s+/u).filter(Boolean);
}

function hasAll(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word));
}

/** All rows, and the list that filters, groups and their order make of them. It knows nothing of how it is drawn. */
export class Listing {
  readonly #rows = new Map<string, ComparisonRow>();
  #groups: readonly Group[] | undefined;
  #view: ListView;
  #words: readonly string[];
  #items: readonly ListItem[] = [];
  #places = new Map<string, number>();
  #shown = 0;

  constructor(view: ListView) {
    this.#view = view;
    this.#words = wordsOf(view);
  }

  get items(): readonly ListItem[] {
    return this.#items;
  }

  /** How many rows fit the filters, those in closed groups too. */
  get shown(): number {
    return this.#shown;
  }

  get rows(): Iterable<ComparisonRow> {
    return this.#rows.values();
  }

  get size(): number {
    return this.#rows.size;
  }

  row(key: string): ComparisonRow | undefined {
    return this.#rows.get(key);
  }

  /** Where an item stands in the list; undefined for one that is filtered away or in a closed group. */
  place(id: string): number | undefined {
    return this.#places.get(id);
  }

  replace(rows: readonly ComparisonRow[]): void {
    this.#rows.clear();
    for (const row of rows) {
      this.#rows.set(row.key, row);
    }
    this.#groups = undefined;
    this.#build();
  }

  look(view: ListView): void {
    this.#view = view;
    this.#words = wordsOf(view);
    this.#build();
  }

  apply({ changed, removed }: RowChanges): Repaint {
    const repaint: string[] = [];
    let moved = false;
    for (const key of removed) {
      moved = this.#rows.delete(key) || moved;
    }
    for (const row of changed) {
      const before = this.#rows.get(row.key);
      this.#rows.set(row.key, row);
      if (before === undefined || !samePlace(before, row) || this.#fits(before) !== this.#fits(row)) {
        moved = true;
      } else {
        this.#put(row);
        repaint.push(row.key);
      }
    }
    // A row that was put in the place of another is not in the groups.
    this.#groups = undefined;
    if (!moved) {
      return repaint;
    }
    this.#build();
    return 'all';
  }

  #put(row: ComparisonRow): void {
    const place = this.#places.get(row.key);
    const item = place === undefined ? undefined : this.#items[place];
    if (place !== undefined && item?.type === 'row') {
      this.#items = this.#items.with(place, { ...item, row });
    }
  }

  #fits(row: ComparisonRow): boolean {
    const { filters, parts } = this.#view;
    return (
      (filters.length === 0 || filters.some((filter) => fits(row, filter))) &&
      (parts.length === 0 || parts.includes(partOf(row))) &&
      (this.#words.length === 0 || hasAll(searchable(row), this.#words))
    );
  }

  #build(): void {
    this.#groups ??= grouped(this.#rows.values());
    const collapsed = new Set(this.#view.collapsed);
    this.#shown = 0;
    this.#items = this.#groups.flatMap(([id, rows]) => {
      const fitting = rows.filter((row) => this.#fits(row));
      this.#shown += fitting.length;
      return groupItems(id, fitting, !collapsed.has(id));
    });
    this.#places = new Map(this.#items.map(({ id }, index) => [id, index]));
  }
}
