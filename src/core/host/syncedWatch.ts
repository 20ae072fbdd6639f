import type { Disposable } from '../base/emitter.ts';
import type { SyncedKindView, SyncedView } from '../explorer/view.ts';
import type { ControlPlanePod } from '../vcluster/model.ts';
import type { SyncedItem } from '../vcluster/syncedItem.ts';
import { resourceOf, type SyncedKind, syncedKinds, type WatchedKind } from '../vcluster/syncedKind.ts';
import type { SyncedOrigin } from '../vcluster/syncedReflectors.ts';
import { SyncedResources } from '../vcluster/syncedResources.ts';
import { type KindSource, LastingKinds } from './lastingKinds.ts';

export interface SyncedWatchOptions {
  readonly origin: SyncedOrigin;
  readonly lingerMs: number;
  readonly onChange: (kind: WatchedKind) => void;
}

/** The CoreDNS pods as a kind. Those that are there count before the list is complete: it is read for nothing else. */
function coreDnsOf(resources: SyncedResources): KindSource<'coredns', ControlPlanePod> {
  return {
    watch: (kinds) => resources.watch(kinds),
    freshness: (kind) => resources.freshness(kind),
    known: (kind) => {
      const { state } = resources.freshness(kind);
      const { coreDns } = resources;
      return state === 'live' || state === 'polling' || coreDns.length > 0
        ? { count: coreDns.length, groups: [{ namespace: undefined, items: coreDns }] }
        : undefined;
    },
  };
}

/** The synced objects of one vcluster, while somebody looks, and what was known last while nobody does. */
export class SyncedWatch implements Disposable {
  readonly #options: SyncedWatchOptions;
  readonly #kinds: LastingKinds<SyncedKind, SyncedItem>;
  readonly #coreDns: LastingKinds<'coredns', ControlPlanePod>;
  #resources: SyncedResources;
  #subscription: Disposable | undefined;

  constructor(options: SyncedWatchOptions) {
    this.#options = options;
    const { origin, lingerMs, onChange } = options;
    this.#resources = this.#open(origin);
    this.#kinds = new LastingKinds<SyncedKind, SyncedItem>({ kinds: syncedKinds, lingerMs, onChange }, this.#resources);
    this.#coreDns = new LastingKinds({ kinds: ['coredns'], lingerMs, onChange }, coreDnsOf(this.#resources));
  }

  /** Watches every kind for as long as it is held. */
  hold(): Disposable {
    return this.#kinds.hold();
  }

  /** Watches the CoreDNS pods for as long as it is held. */
  holdCoreDns(): Disposable {
    return this.#coreDns.hold();
  }

  get view(): SyncedView {
    return {
      kinds: syncedKinds.map((kind) => this.#kind(kind)),
      coreDns: this.#coreDns.known('coredns')?.groups[0]?.items ?? [],
    };
  }

  refresh(): void {
    this.#resources.refresh();
  }

  /** Asks another server, or the same one with other credentials. */
  reconnect(origin: SyncedOrigin): void {
    const before = this.#resources;
    this.#subscription?.dispose();
    this.#resources = this.#open(origin);
    this.#kinds.replace(this.#resources);
    this.#coreDns.replace(coreDnsOf(this.#resources));
    before.dispose();
  }

  /** Lets go of what was known last. */
  forget(): void {
    this.#kinds.forget();
    this.#coreDns.forget();
  }

  #kind(kind: SyncedKind): SyncedKindView {
    const known = this.#kinds.known(kind);
    return {
      type: resourceOf(kind),
      freshness: this.#kinds.freshness(kind),
      count: known?.count,
      groups: known?.groups ?? [],
    };
  }

  #open(origin: SyncedOrigin): SyncedResources {
    const resources = new SyncedResources(origin);
    this.#subscription = resources.onDidChange(({ kind }) => this.#options.onChange(kind));
    return resources;
  }

  dispose(): void {
    this.#subscription?.dispose();
    this.#kinds.dispose();
    this.#coreDns.dispose();
    this.#resources.dispose();
  }
}
