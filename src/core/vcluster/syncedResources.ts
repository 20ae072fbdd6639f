import { type Disposable, Emitter, type Event } from '../base/emitter.ts';
import type { Freshness } from '../kube/freshness.ts';
import { KindWatch } from './kindWatch.ts';
import type { ControlPlanePod } from './model.ts';
import { groupByNamespace, type SyncedGroup } from './syncedGroups.ts';
import type { SyncedItem } from './syncedItem.ts';
import { resourceOf, type SyncedKind, type WatchedKind } from './syncedKind.ts';
import { openCoreDns, openNamespaces, openSynced, type SyncedOrigin } from './syncedReflectors.ts';
import { VirtualNamespaces } from './virtualNamespaces.ts';
import { holdKinds, type KindChange, type KnownKind, WatchedKinds } from './watchedKinds.ts';

/** What changed in one kind; the keys are those of its items, `namespace/name` on the host. */
export type SyncedChange = KindChange<WatchedKind>;

function byName(a: ControlPlanePod, b: ControlPlanePod): number {
  return a.name < b.name ? -1 : 1;
}

/**
 * What one vcluster has on its host, live, kind by kind. Nothing is read that nobody watches: each kind is started by its
 * first user and stopped by its last. A vcluster in multi-namespace mode is followed into its namespaces.
 */
export class SyncedResources implements Disposable {
  readonly #changes = new Emitter<SyncedChange>();
  readonly #kinds: WatchedKinds<SyncedKind, SyncedItem>;
  readonly #coreDns: WatchedKinds<'coredns', ControlPlanePod>;
  readonly #namespaces: VirtualNamespaces;

  readonly onDidChange: Event<SyncedChange> = this.#changes.event;

  constructor(origin: SyncedOrigin) {
    this.#kinds = new WatchedKinds({
      open: (kind, listener) => new KindWatch((namespace) => openSynced(origin, kind, namespace), listener),
      group: groupByNamespace,
    });
    this.#coreDns = new WatchedKinds({
      open: (_, listener) => new KindWatch((namespace) => openCoreDns(origin, namespace), listener),
      group: (pods) => [{ namespace: undefined, items: pods.toSorted(byName) }],
    });
    this.#namespaces = new VirtualNamespaces(
      () => openNamespaces(origin),
      origin.namespace,
      () => this.#spread(),
    );
    for (const kinds of [this.#kinds, this.#coreDns]) {
      kinds.onDidChange((change) => this.#changes.fire(change));
    }
  }

  /** Starts to watch kinds; disposing of the result stops those that nobody else watches. */
  watch(kinds: readonly WatchedKind[]): Disposable {
    return holdKinds(this, kinds);
  }

  /** One more user of a kind. */
  start(kind: WatchedKind): void {
    const watches = this.#watching;
    if (kind === 'coredns') {
      this.#coreDns.start(kind);
    } else {
      this.#kinds.start(kind);
    }
    if (this.#watching > watches) {
      this.#namespaces.start();
      this.#spread();
    }
  }

  /** One user less; without any, the kind is forgotten. */
  stop(kind: WatchedKind): void {
    if (kind === 'coredns') {
      this.#coreDns.stop(kind);
    } else {
      this.#kinds.stop(kind);
    }
    if (this.#watching === 0) {
      this.#namespaces.stop();
    }
  }

  /** Lists everything again that is watched. */
  refresh(): void {
    this.#namespaces.refresh();
    this.#coreDns.refresh();
    this.#kinds.refresh();
  }

  /** Stops everything, whoever uses it. */
  dispose(): void {
    this.#kinds.dispose();
    this.#coreDns.dispose();
    this.#namespaces.stop();
    this.#changes.dispose();
  }

  /** What is known of a kind; undefined until that is all there is. */
  known(kind: SyncedKind): KnownKind<SyncedItem> | undefined {
    return this.#kinds.known(kind);
  }

  /** How many objects of a kind there are; undefined until that is known. */
  count(kind: SyncedKind): number | undefined {
    return this.#kinds.known(kind)?.count;
  }

  /** The objects of a kind by virtual namespace; none for a kind that is not watched. */
  groups(kind: SyncedKind): readonly SyncedGroup[] {
    return this.#kinds.groups(kind);
  }

  /** The pods of the vcluster's CoreDNS, while `coredns` is watched. */
  get coreDns(): readonly ControlPlanePod[] {
    return this.#coreDns.groups('coredns')[0]?.items ?? [];
  }

  /** `idle` for a kind that is not watched. */
  freshness(kind: WatchedKind): Freshness {
    return kind === 'coredns' ? this.#coreDns.freshness(kind) : this.#kinds.freshness(kind);
  }

  /** How many kinds are watched. */
  get #watching(): number {
    return this.#kinds.watches.size + this.#coreDns.watches.size;
  }

  /** Takes every watched kind into the namespaces that there are now. */
  #spread(): void {
    const all = this.#namespaces.all;
    const system = all.filter(({ virtualName }) => virtualName === 'kube-system');
    for (const watch of this.#coreDns.watches.values()) {
      watch.setNamespaces(system);
    }
    for (const [kind, watch] of this.#kinds.watches) {
      if (resourceOf(kind).namespaced) {
        watch.setNamespaces(all);
      }
    }
  }
}
