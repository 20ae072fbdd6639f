import { type Disposable, Emitter, type Event } from '../base/emitter.ts';
import type { Freshness } from '../kube/freshness.ts';
import type { ReflectorChange } from '../reflector/reflector.ts';
import { KindWatch } from './kindWatch.ts';
import type { ControlPlanePod } from './model.ts';
import { groupByNamespace, type SyncedGroup } from './syncedGroups.ts';
import type { SyncedItem } from './syncedItem.ts';
import { resourceOf, type SyncedKind, type WatchedKind } from './syncedKind.ts';
import { openCoreDns, openNamespaces, openSynced, type SyncedOrigin } from './syncedReflectors.ts';
import { VirtualNamespaces } from './virtualNamespaces.ts';

/** What changed in one kind; the keys are those of its items, `namespace/name` on the host. */
export interface SyncedChange extends ReflectorChange {
  readonly kind: WatchedKind;
}

/**
 * What one vcluster has on its host, live, kind by kind. Nothing is read that nobody watches: each kind is started by its
 * first user and stopped by its last. A vcluster in multi-namespace mode is followed into its namespaces.
 */
export class SyncedResources implements Disposable {
  readonly #origin: SyncedOrigin;
  readonly #changes = new Emitter<SyncedChange>();
  readonly #users = new Map<WatchedKind, number>();
  readonly #kinds = new Map<SyncedKind, KindWatch<SyncedItem>>();
  readonly #groups = new Map<SyncedKind, readonly SyncedGroup[]>();
  readonly #namespaces: VirtualNamespaces;
  #coreDns: KindWatch<ControlPlanePod> | undefined;

  readonly onDidChange: Event<SyncedChange> = this.#changes.event;

  constructor(origin: SyncedOrigin) {
    this.#origin = origin;
    this.#namespaces = new VirtualNamespaces(
      () => openNamespaces(origin),
      origin.namespace,
      () => this.#spread(),
    );
  }

  /** Starts to watch kinds; disposing of the result stops those that nobody else watches. */
  watch(kinds: readonly WatchedKind[]): Disposable {
    const held = new Set(kinds);
    for (const kind of held) {
      this.start(kind);
    }
    return {
      dispose: () => {
        const released = [...held];
        held.clear();
        for (const kind of released) {
          this.stop(kind);
        }
      },
    };
  }

  /** One more user of a kind. */
  start(kind: WatchedKind): void {
    const users = this.#users.get(kind) ?? 0;
    this.#users.set(kind, users + 1);
    if (users === 0) {
      this.#open(kind).start();
      this.#namespaces.start();
      this.#spread();
    }
  }

  /** One user less; without any, the kind is forgotten. */
  stop(kind: WatchedKind): void {
    const users = this.#users.get(kind) ?? 0;
    if (users > 1) {
      this.#users.set(kind, users - 1);
    } else if (users === 1) {
      this.#close(kind);
    }
  }

  /** Lists everything again that is watched. */
  refresh(): void {
    this.#namespaces.refresh();
    this.#coreDns?.refresh();
    for (const watch of this.#kinds.values()) {
      watch.refresh();
    }
  }

  /** Stops everything, whoever uses it. */
  dispose(): void {
    for (const kind of [...this.#users.keys()]) {
      this.#close(kind);
    }
    this.#changes.dispose();
  }

  /** How many objects of a kind there are; undefined until that is known. */
  count(kind: SyncedKind): number | undefined {
    const known = this.#kinds.get(kind)?.synced === true;
    return known ? this.groups(kind).reduce((sum, { items }) => sum + items.length, 0) : undefined;
  }

  /** The objects of a kind by virtual namespace; none for a kind that is not watched. */
  groups(kind: SyncedKind): readonly SyncedGroup[] {
    const watch = this.#kinds.get(kind);
    const known = this.#groups.get(kind) ?? groupByNamespace(watch?.items ?? []);
    if (watch) {
      this.#groups.set(kind, known);
    }
    return known;
  }

  /** The pods of the vcluster's CoreDNS, while `coredns` is watched. */
  get coreDns(): readonly ControlPlanePod[] {
    return [...(this.#coreDns?.items ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** `idle` for a kind that is not watched. */
  freshness(kind: WatchedKind): Freshness {
    return (kind === 'coredns' ? this.#coreDns : this.#kinds.get(kind))?.freshness ?? { state: 'idle' };
  }

  #open(kind: WatchedKind): { start(): void } {
    const listener = (change: ReflectorChange): void => {
      if (kind !== 'coredns') {
        this.#groups.delete(kind);
      }
      this.#changes.fire({ kind, ...change });
    };
    if (kind === 'coredns') {
      this.#coreDns = new KindWatch((namespace) => openCoreDns(this.#origin, namespace), listener);
      return this.#coreDns;
    }
    const watch = new KindWatch<SyncedItem>((namespace) => openSynced(this.#origin, kind, namespace), listener);
    this.#kinds.set(kind, watch);
    return watch;
  }

  #close(kind: WatchedKind): void {
    this.#users.delete(kind);
    if (kind === 'coredns') {
      this.#coreDns?.stop();
      this.#coreDns = undefined;
    } else {
      this.#kinds.get(kind)?.stop();
      this.#kinds.delete(kind);
      this.#groups.delete(kind);
    }
    if (this.#users.size === 0) {
      this.#namespaces.stop();
    }
  }

  /** Takes every watched kind into the namespaces that there are now. */
  #spread(): void {
    const all = this.#namespaces.all;
    this.#coreDns?.setNamespaces(all.filter(({ virtualName }) => virtualName === 'kube-system'));
    for (const [kind, watch] of this.#kinds) {
      if (resourceOf(kind).namespaced) {
        watch.setNamespaces(all);
      }
    }
  }
}
