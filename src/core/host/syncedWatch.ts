import type { Disposable } from '../base/emitter.ts';
import { Lease } from '../base/lease.ts';
import type { SyncedKindView, SyncedView } from '../explorer/view.ts';
import type { ControlPlanePod } from '../vcluster/model.ts';
import { resourceOf, type SyncedKind, syncedKinds, type WatchedKind } from '../vcluster/syncedKind.ts';
import type { SyncedOrigin } from '../vcluster/syncedReflectors.ts';
import { SyncedResources } from '../vcluster/syncedResources.ts';

export interface SyncedWatchOptions {
  readonly origin: SyncedOrigin;
  readonly lingerMs: number;
  readonly onChange: (kind: WatchedKind) => void;
}

type Known = Pick<SyncedKindView, 'count' | 'groups'>;

/** The kinds that are watched together. */
const parts = { synced: syncedKinds, coreDns: ['coredns'] } as const satisfies Record<string, readonly WatchedKind[]>;
type Part = keyof typeof parts;

/**
 * The synced objects of one vcluster, while somebody looks. What was known last stays to be shown while a new list is on
 * its way, so that a view that comes back after a pause finds its nodes where they were.
 */
export class SyncedWatch implements Disposable {
  readonly #options: SyncedWatchOptions;
  readonly #leases: Readonly<Record<Part, Lease>>;
  readonly #watching = new Map<Part, Disposable>();
  readonly #last = new Map<SyncedKind, Known>();
  #lastCoreDns: readonly ControlPlanePod[] = [];
  #resources: SyncedResources;
  #subscription: Disposable | undefined;

  constructor(options: SyncedWatchOptions) {
    this.#options = options;
    this.#leases = { synced: this.#lease('synced'), coreDns: this.#lease('coreDns') };
    this.#resources = this.#open(options.origin);
  }

  /** Watches every kind for as long as it is held. */
  hold(): Disposable {
    return this.#leases.synced.hold();
  }

  /** Watches the CoreDNS pods for as long as it is held. */
  holdCoreDns(): Disposable {
    return this.#leases.coreDns.hold();
  }

  get view(): SyncedView {
    return { kinds: syncedKinds.map((kind) => this.#kind(kind)), coreDns: this.#coreDns };
  }

  refresh(): void {
    this.#resources.refresh();
  }

  /** Asks another server, or the same one with other credentials. */
  reconnect(origin: SyncedOrigin): void {
    this.#remember();
    this.#close();
    this.#resources = this.#open(origin);
    for (const part of this.#watching.keys()) {
      this.#watching.set(part, this.#resources.watch(parts[part]));
    }
  }

  /** Lets go of what was known last. */
  forget(): void {
    this.#last.clear();
    this.#lastCoreDns = [];
  }

  #kind(kind: SyncedKind): SyncedKindView {
    const count = this.#resources.count(kind);
    const known = count === undefined ? this.#last.get(kind) : { count, groups: this.#resources.groups(kind) };
    return {
      type: resourceOf(kind),
      freshness: this.#resources.freshness(kind),
      count: known?.count,
      groups: known?.groups ?? [],
    };
  }

  get #coreDns(): readonly ControlPlanePod[] {
    const { state } = this.#resources.freshness('coredns');
    const { coreDns } = this.#resources;
    return state === 'live' || state === 'polling' || coreDns.length > 0 ? coreDns : this.#lastCoreDns;
  }

  #lease(part: Part): Lease {
    return new Lease(
      () => {
        this.#watching.set(part, this.#resources.watch(parts[part]));
      },
      () => {
        this.#remember();
        this.#watching.get(part)?.dispose();
        this.#watching.delete(part);
        for (const kind of parts[part]) {
          this.#options.onChange(kind);
        }
      },
      this.#options.lingerMs,
    );
  }

  #open(origin: SyncedOrigin): SyncedResources {
    const resources = new SyncedResources(origin);
    this.#subscription = resources.onDidChange(({ kind }) => this.#options.onChange(kind));
    return resources;
  }

  #remember(): void {
    for (const [index, { count, groups }] of this.view.kinds.entries()) {
      const kind = syncedKinds[index];
      if (kind !== undefined && count !== undefined) {
        this.#last.set(kind, { count, groups });
      }
    }
    this.#lastCoreDns = this.#coreDns;
  }

  #close(): void {
    this.#subscription?.dispose();
    this.#resources.dispose();
  }

  dispose(): void {
    this.#subscription?.dispose();
    for (const lease of Object.values(this.#leases)) {
      lease.dispose();
    }
    this.#close();
  }
}
