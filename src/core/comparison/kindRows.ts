import { byKey, type ComparedPair, comparedRow, type Entry, hostKey, innerKey, isSameRow } from './comparedPair.ts';
import type { ItemSource } from './itemSet.ts';
import { claimedPairs, KindLinks, type KindSides, type PairingTools, pairsOf } from './kindPairing.ts';
import type { ComparisonRow } from './model.ts';

/** Where the objects of a kind are, at the moment. */
export interface SidesNow {
  readonly host: ItemSource;
  /** Undefined where the inside cannot be seen, or nothing can be said yet about what of it is on the host. */
  readonly inner: ItemSource | undefined;
  /** Whether it is known what is on the host, or that it cannot be known. */
  readonly isSettled: boolean;
}

/** What of a kind is to be looked at again. */
interface Touched {
  readonly virtual: Set<string>;
  readonly host: Set<string>;
}

/** Above this share of a kind, and this number, pairing all of it costs no more than finding out what is touched. */
const manyTouched = { share: 0.5, count: 200 };

/** The rows of one kind. After a change only what may belong to what changed is paired again. */
export class KindRows {
  readonly #entries = new Map<string, Entry>();
  readonly #keyOf = { virtual: new Map<string, string>(), host: new Map<string, string>() };
  readonly #links = new KindLinks();
  readonly #drift = new Map<string, number>();
  #touched: Touched = { virtual: new Set(), host: new Set() };
  #all = true;
  #wasSettled = false;
  #seen: ItemSource | undefined;

  get entries(): ReadonlyMap<string, Entry> {
    return this.#entries;
  }

  /** The key of the row that an object is in. */
  keyOf(side: 'virtual' | 'host', key: string): string | undefined {
    return this.#keyOf[side].get(key);
  }

  touch(side: 'virtual' | 'host', keys: Iterable<string>): void {
    for (const key of keys) {
      this.#touched[side].add(key);
    }
  }

  /** Whether it has been known once what is on the host, so that the list is to stay while that is read again. */
  get wasSettled(): boolean {
    return this.#wasSettled;
  }

  touchAll(): void {
    this.#all = true;
  }

  /** Notes how many fields nothing explains; gives the row if it looks different for that. */
  setDrift(key: string, drift: number): ComparisonRow | undefined {
    const entry = this.#entries.get(key);
    this.#drift.set(key, drift);
    if (entry === undefined || entry.row.drift === drift) {
      return undefined;
    }
    const row = { ...entry.row, drift };
    this.#entries.set(key, { ...entry, row });
    return row;
  }

  /** Pairs what was touched; gives what became of the list. */
  update(now: SidesNow, tools: PairingTools): { readonly changed: ComparisonRow[]; readonly removed: string[] } {
    const touched = this.#touched;
    this.#wasSettled ||= now.isSettled;
    const isNew = now.inner !== this.#seen;
    this.#seen = now.inner;
    this.#touched = { virtual: new Set(), host: new Set() };
    const touchedCount = touched.virtual.size + touched.host.size;
    if (!this.#all && !isNew && touchedCount === 0) {
      return { changed: [], removed: [] };
    }
    const all =
      this.#all || isNew || touchedCount > Math.max(manyTouched.count, this.#entries.size * manyTouched.share);
    const sides = all ? undefined : this.#nearby(touched, now, tools);
    this.#all = false;
    return sides === undefined ? this.#replaceAll(now, tools) : this.#replace(sides, now, tools);
  }

  /** Undefined where the whole kind has to be looked at. */
  #nearby(touched: Touched, { host, inner }: SidesNow, tools: PairingTools): Touched | undefined {
    for (const key of touched.host) {
      const item = host.find(tools.kind, key);
      const before = this.#links.claimOf(key);
      // By its name alone it may belong to anything that is inside.
      if (item !== undefined && item.claims === undefined && (before !== undefined || !this.#links.isKnown(key))) {
        return undefined;
      }
      // Others that say they are the same one may be believed now.
      if (before !== undefined) {
        touched.virtual.add(before);
      }
      this.#links.note(key, item);
    }
    const byRule = (key: string): string | undefined => {
      const item = inner?.find(tools.kind, key);
      const place = item && tools.pairing.hostKey(item);
      return place?.slice(place.indexOf('/') + 1).replace(/^\//u, '');
    };
    const near = this.#links.neighbours(touched.virtual, touched.host, byRule);
    return { virtual: new Set(near.virtual), host: new Set(near.host) };
  }

  #replaceAll({ host, inner }: SidesNow, tools: PairingTools) {
    const { kind } = tools;
    const sides = { virtual: inner?.items(kind) ?? [], host: host.items(kind).toSorted(byKey) };
    const before = new Map(this.#entries);
    this.#entries.clear();
    this.#keyOf.virtual.clear();
    this.#keyOf.host.clear();
    this.#links.clear();
    for (const item of sides.host) {
      this.#links.note(item.key, item);
    }
    return this.#put(before, sides, inner !== undefined, tools);
  }

  #replace(near: Touched, { host, inner }: SidesNow, tools: PairingTools) {
    const { kind } = tools;
    const before = new Map<string, Entry>();
    for (const side of ['virtual', 'host'] as const) {
      for (const key of near[side]) {
        this.#takeOut(side, key, before);
      }
    }
    const found = (source: ItemSource | undefined, keys: ReadonlySet<string>) =>
      [...keys].flatMap((key) => source?.find(kind, key) ?? []).toSorted(byKey);
    return this.#put(
      before,
      { virtual: found(inner, near.virtual), host: found(host, near.host) },
      inner !== undefined,
      tools,
    );
  }

  #takeOut(side: 'virtual' | 'host', key: string, into: Map<string, Entry>): void {
    const rowKey = this.#keyOf[side].get(key);
    const entry = rowKey === undefined ? undefined : this.#entries.get(rowKey);
    this.#links.unlink(side, key);
    this.#keyOf[side].delete(key);
    if (rowKey !== undefined && entry !== undefined) {
      into.set(rowKey, entry);
      this.#entries.delete(rowKey);
    }
  }

  #put(before: ReadonlyMap<string, Entry>, sides: KindSides, isSeen: boolean, tools: PairingTools) {
    const pairs = isSeen ? pairsOf(sides, tools) : claimedPairs(sides.host, tools);
    const changed: ComparisonRow[] = [];
    const [certain, others] = [pairs.filter(isCertain), pairs.filter((pair) => !isCertain(pair))];
    for (const pair of [...certain, ...others]) {
      const row = this.#add(pair, tools);
      const old = row && before.get(row.key)?.row;
      if (row !== undefined && (old === undefined || !isSameRow(old, row))) {
        changed.push(row);
      }
    }
    const removed = [...before.keys()].filter((key) => !this.#entries.has(key));
    for (const key of removed) {
      this.#drift.delete(key);
    }
    return { changed, removed };
  }

  #add(pair: ComparedPair, { kind, target }: PairingTools): ComparisonRow | undefined {
    const inner = innerKey(kind, pair);
    const key = inner !== undefined && !this.#entries.has(inner) ? inner : pair.host && hostKey(kind, pair.host);
    if (key === undefined) {
      return undefined;
    }
    const row = comparedRow(key, kind, pair, target.name, this.#drift.get(key));
    this.#entries.set(key, { row, pair });
    this.#links.link(pair);
    if (pair.virtual !== undefined) {
      this.#keyOf.virtual.set(pair.virtual.key, key);
    }
    if (pair.host !== undefined) {
      this.#keyOf.host.set(pair.host.key, key);
    }
    return row;
  }
}

/** What is believed to be the object that it says it is comes first, so that its key is that object's. */
function isCertain({ state, virtual }: ComparedPair): boolean {
  return virtual !== undefined || state === 'synced';
}
