import { isDeepStrictEqual } from 'node:util';
import { type Disposable, Emitter } from '../base/emitter.ts';
import type { Operation } from '../base/operation.ts';
import { objectYaml } from '../host/objectYaml.ts';
import type { ComparedKind } from './comparedKind.ts';
import type { ComparedSide } from './comparison.ts';
import { comparisonDetail, driftOf } from './detail.ts';
import { diagnosis } from './diagnosis.ts';
import { DriftWatch } from './driftWatch.ts';
import type { ItemSource } from './itemSet.ts';
import type { KindTable } from './kindTable.ts';
import { type ComparisonTools, LiveSides, type SidesListener } from './liveSides.ts';
import type { ComparisonDetail, ComparisonHead, ComparisonRow, Diagnosis, RowChanges } from './model.ts';
import { problemOf } from './notice.ts';
import { objectGone, PairReader } from './pairReader.ts';
import { revealed } from './reveal.ts';
import { type Rewriter, RowIndex } from './rowIndex.ts';
import { ShownDetails } from './shownDetails.ts';

/** How long changes are collected before they are said, in milliseconds. */
const batchMs = 50;

/** One vcluster side by side, live from when it is made until it is disposed of. */
export class LiveComparison implements SidesListener, Disposable {
  readonly #sides: LiveSides;
  readonly #index: RowIndex;
  readonly #reader: PairReader;
  readonly #drift: DriftWatch;
  readonly #shown = new ShownDetails();
  readonly #headChanged = new Emitter<ComparisonHead>();
  readonly #rowsChanged = new Emitter<RowChanges>();
  readonly #detailChanged = new Emitter<string>();
  #head: ComparisonHead;
  #timer: NodeJS.Timeout | undefined;
  #isEnded = false;

  readonly onDidChangeHead = this.#headChanged.event;
  readonly onDidChangeRows = this.#rowsChanged.event;
  readonly onDidChangeDetail = this.#detailChanged.event;

  /** @throws OperationError `invalid` for what is no id, KubeError `kubeconfig` when the context cannot be used */
  constructor(id: string, tools: ComparisonTools) {
    this.#sides = new LiveSides(id, tools, this);
    this.#index = new RowIndex(this.#sides.rewriter, this.#sides.kinds);
    this.#reader = new PairReader(() => this.#sides.clients);
    this.#drift = new DriftWatch(this.#sides, this.#index, (found) => this.#sayDrift(found));
    this.#head = this.#sides.head;
    this.#sides.start();
  }

  /** Whether its context is gone; it never comes back to life, but another can be made. */
  get isGone(): boolean {
    return this.#sides.isGone;
  }

  get head(): ComparisonHead {
    return this.#head;
  }

  get rows(): readonly ComparisonRow[] {
    return this.#index.rows;
  }

  openVirtual(operation: Operation): Promise<void> {
    return this.#sides.inside.open(operation);
  }

  async detail(key: string): Promise<ComparisonDetail> {
    this.#shown.show(key);
    const entry = this.#entry(key);
    const read = await this.#reader.both(key, entry);
    const detail = comparisonDetail(key, entry, read, {
      rewriter: this.#sides.rewriter,
      namespaceLabels: this.#sides.namespaceLabels,
      isOpen: this.#sides.clients.virtual !== undefined,
      hostProblem: problemOf(this.#sides.host, entry.kind),
    });
    const drift = driftOf(detail, read);
    if (drift !== undefined) {
      this.#sayDrift([[key, drift]]);
    }
    return detail;
  }

  #sayDrift(found: Iterable<readonly [key: string, drift: number]>): void {
    const changed = [...found].flatMap(([key, drift]) => this.#index.setDrift(key, drift) ?? []);
    if (changed.length > 0 && !this.#isEnded) {
      this.#rowsChanged.fire({ changed, removed: [] });
    }
  }

  async yaml(key: string, side: ComparedSide): Promise<string> {
    const entry = this.#entry(key);
    return objectYaml(await this.#reader.one(key, entry, side), entry.type.plural);
  }

  async reveal(key: string, side: ComparedSide, pointer: string): Promise<string> {
    return revealed(await this.#reader.one(key, this.#entry(key), side), pointer);
  }

  async diagnose(key: string): Promise<Diagnosis> {
    const entry = this.#entry(key);
    const { clients, vcluster, rewriter, inner } = this.#sides;
    return diagnosis(key, await this.#reader.both(key, entry), {
      entry,
      index: this.#index,
      insideItems: inner,
      vcluster,
      host: clients.host,
      inside: clients.virtual,
      rewriter,
    });
  }

  #entry(key: string) {
    const entry = this.#index.entry(key);
    if (entry === undefined) {
      throw objectGone(key);
    }
    return entry;
  }

  touched(kind: ComparedKind, side: ComparedSide, keys: readonly string[]): void {
    this.#index.touch(kind, side, keys);
    this.#drift.touched(kind, side, keys);
    if (!this.#shown.isEmpty) {
      for (const key of keys) {
        this.#shown.touch(this.#index.keyOf(kind, side, key));
      }
    }
    this.#schedule();
  }

  innerReplaced(inner: ItemSource | undefined): void {
    this.#index.setInner(inner);
    this.#drift.touchedAll();
    this.#shown.touchAll();
    this.#schedule();
  }

  reset(rewriter: Rewriter, kinds: KindTable): void {
    this.#index.setRewriter(rewriter, kinds);
    this.#drift.touchedAll();
    this.#shown.touchAll();
    this.#schedule();
  }

  changed(): void {
    this.#schedule();
    this.#sayHead();
  }

  #schedule(): void {
    if (!this.#isEnded) {
      this.#timer ??= setTimeout(() => this.#flush(), batchMs);
    }
  }

  #flush(): void {
    this.#timer = undefined;
    const changes = this.#index.flush(this.#sides.host);
    this.#sayHead();
    if (changes.changed.length > 0 || changes.removed.length > 0) {
      this.#rowsChanged.fire(changes);
    }
    if (!this.#shown.isEmpty) {
      for (const key of [...changes.changed.map((row) => row.key), ...changes.removed]) {
        this.#shown.touch(key);
      }
    }
    for (const key of this.#shown.take()) {
      this.#detailChanged.fire(key);
    }
    this.#drift.look();
  }

  #sayHead(): void {
    const { head } = this.#sides;
    if (!this.#isEnded && !isDeepStrictEqual(head, this.#head)) {
      this.#head = head;
      this.#headChanged.fire(head);
    }
  }

  dispose(): void {
    this.#isEnded = true;
    clearTimeout(this.#timer);
    this.#drift.dispose();
    this.#sides.dispose();
    for (const emitter of [this.#headChanged, this.#rowsChanged, this.#detailChanged]) {
      emitter.dispose();
    }
  }
}
