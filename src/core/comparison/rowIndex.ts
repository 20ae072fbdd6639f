import type { ResourceType } from '../kube/resource.ts';
import type { RewriteOptions, Target } from '../rewrite/model.ts';
import { Pairing } from '../rewrite/pair.ts';
import type { ComparedKind } from './comparedKind.ts';
import type { Entry } from './comparedPair.ts';
import type { ItemSource } from './itemSet.ts';
import { KindRows } from './kindRows.ts';
import { KindTable } from './kindTable.ts';
import type { ComparisonRow, RowChanges } from './model.ts';
import { Usage } from './usage.ts';

/** How a vcluster rewrites, as far as that is known. */
export interface Rewriter {
  readonly target: Target;
  readonly options: RewriteOptions;
}

/** A row with the pair behind it and the resource that both of it are. */
export interface KindEntry extends Entry {
  readonly kind: ComparedKind;
  readonly type: ResourceType;
}

const users: readonly ComparedKind[] = ['pods', 'ingresses'];
const usable: Readonly<Record<string, ComparedKind>> = { ConfigMap: 'configmaps', Secret: 'secrets' };

/** All rows of one vcluster, kept up to date with both of its sides. It reads nothing by itself. */
export class RowIndex {
  readonly #kinds = new Map<ComparedKind, KindRows>();
  #table: KindTable;
  readonly #usage = new Usage();
  #inner: ItemSource | undefined;
  #wasUseKnown = false;
  #rewriter: Rewriter;
  #pairing: Pairing;
  #rows: readonly ComparisonRow[] | undefined;

  constructor(rewriter: Rewriter, table: KindTable = new KindTable()) {
    this.#rewriter = rewriter;
    this.#pairing = new Pairing(rewriter.target, rewriter.options);
    this.#table = table;
    this.#addKinds();
  }

  /** In the order of kinds. */
  get rows(): readonly ComparisonRow[] {
    this.#rows ??= [...this.#kinds.values()].flatMap((rows) => [...rows.entries.values()].map(({ row }) => row));
    return this.#rows;
  }

  /** Undefined for a row that is not there, or no longer. */
  entry(key: string): KindEntry | undefined {
    const kind = this.#table.kindOf(key);
    const entry = kind && this.#kinds.get(kind)?.entries.get(key);
    return kind && entry && { ...entry, kind, type: this.#table.resource(kind) };
  }

  keyOf(kind: ComparedKind, side: 'virtual' | 'host', key: string): string | undefined {
    return this.#kinds.get(kind)?.keyOf(side, key);
  }

  /** Pairs everything anew with what is known of the rewriting now. */
  setRewriter(rewriter: Rewriter, table: KindTable = this.#table): void {
    this.#rewriter = rewriter;
    this.#pairing = new Pairing(rewriter.target, rewriter.options);
    this.#table = table;
    this.#addKinds();
    for (const rows of this.#kinds.values()) {
      rows.touchAll();
    }
  }

  /** Kinds that are read no longer stay: they become empty by that. */
  #addKinds(): void {
    for (const kind of this.#table.all.filter((one) => !this.#kinds.has(one))) {
      this.#kinds.set(kind, new KindRows());
    }
  }

  /** These objects are new, different or gone. */
  touch(kind: ComparedKind, side: 'virtual' | 'host', keys: readonly string[]): void {
    this.#kinds.get(kind)?.touch(side, keys);
    if (side === 'virtual' && users.includes(kind)) {
      for (const key of keys) {
        this.#use(kind, key);
      }
    }
  }

  #use(kind: ComparedKind, key: string): void {
    const uses = this.#inner?.find(kind, key)?.uses;
    for (const used of this.#usage.set(`${kind}/${key}`, uses)) {
      const [name = '', ...rest] = used.split('/');
      const usableKind = usable[name];
      if (usableKind !== undefined) {
        this.#kinds.get(usableKind)?.touch('virtual', [rest.join('/')]);
      }
    }
  }

  /** Reads the inside from somewhere else from now on, or from nowhere. */
  setInner(inner: ItemSource | undefined): void {
    this.#inner = inner;
    this.#usage.clear();
    for (const kind of users) {
      for (const { key } of inner?.items(kind) ?? []) {
        this.#use(kind, key);
      }
    }
  }

  setDrift(key: string, drift: number): ComparisonRow | undefined {
    const kind = this.entry(key)?.kind;
    const row = kind && this.#kinds.get(kind)?.setDrift(key, drift);
    this.#rows = row === undefined ? this.#rows : undefined;
    return row;
  }

  /** Pairs what was touched since the last time. */
  flush(host: ItemSource): RowChanges {
    const inner = this.#inner;
    const isUseKnown = users.every((kind) => inner?.isKnown(kind));
    if (isUseKnown !== this.#wasUseKnown) {
      this.#wasUseKnown = isUseKnown;
      for (const kind of Object.values(usable)) {
        this.#kinds.get(kind)?.touchAll();
      }
    }
    const { target, options } = this.#rewriter;
    const tools = { target, options, pairing: this.#pairing, used: isUseKnown ? this.#usage.used : undefined };
    const all = [...this.#kinds].map(([kind, rows]) => {
      const settled = this.#isSettled(kind, host);
      if (rows.wasSettled && !settled) {
        return { changed: [], removed: [] };
      }
      const seen = settled && inner?.isKnown(kind) === true ? inner : undefined;
      return rows.update({ host, inner: seen, isSettled: settled }, { ...tools, kind });
    });
    const changes = { changed: all.flatMap(({ changed }) => changed), removed: all.flatMap(({ removed }) => removed) };
    if (changes.changed.length > 0 || changes.removed.length > 0) {
      this.#rows = undefined;
    }
    return changes;
  }

  /** Whether it can be said by now what of a kind is on the host, or that it cannot be said at all. */
  #isSettled(kind: ComparedKind, host: ItemSource): boolean {
    return !this.#table.isSynced(kind) || host.isKnown(kind) || host.freshness(kind).state === 'stale';
  }
}
