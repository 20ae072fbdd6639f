import { type Disposable, Emitter } from '../base/emitter.ts';
import { Lease } from '../base/lease.ts';
import type { SyncedView } from '../explorer/view.ts';
import type { KubeClient } from '../kube/client.ts';
import type { ReflectorFactory } from '../kube/reflector.ts';
import { parseVClusterId, type VClusterAddress } from '../vcluster/id.ts';
import { resourceOf, syncedKinds, type WatchedKind } from '../vcluster/syncedKind.ts';
import { SyncedResources } from '../vcluster/syncedResources.ts';

export interface SyncedChange {
  readonly vcluster: VClusterAddress;
  readonly kind: WatchedKind;
}

interface Watched {
  readonly resources: SyncedResources;
  readonly all: Lease;
  readonly coreDns: Lease;
}

/** The synced objects of those vclusters of one host that somebody looks at. */
export class SyncedViews implements Disposable {
  readonly #client: KubeClient;
  readonly #reflectors: ReflectorFactory;
  readonly #lingerMs: number;
  readonly #watched = new Map<string, Watched>();
  readonly #changed = new Emitter<SyncedChange>();

  readonly onDidChange = this.#changed.event;

  constructor(client: KubeClient, reflectors: ReflectorFactory, lingerMs: number) {
    this.#client = client;
    this.#reflectors = reflectors;
    this.#lingerMs = lingerMs;
  }

  /** Watches every kind for as long as it is held. */
  hold(vcluster: string): Disposable {
    return this.#open(vcluster).all.hold();
  }

  /** Watches the CoreDNS pods for as long as it is held. */
  holdCoreDns(vcluster: string): Disposable {
    return this.#open(vcluster).coreDns.hold();
  }

  /** What is known of a vcluster's synced objects; undefined for one that nobody has looked at. */
  view(vcluster: string): SyncedView | undefined {
    const watched = this.#watched.get(vcluster);
    if (watched === undefined) {
      return undefined;
    }
    const { resources, all } = watched;
    const kinds = all.running
      ? syncedKinds.map((kind) => ({
          type: resourceOf(kind),
          freshness: resources.freshness(kind),
          count: resources.count(kind),
          groups: resources.groups(kind),
        }))
      : [];
    return { kinds, coreDns: resources.coreDns };
  }

  refresh(): void {
    for (const { resources } of this.#watched.values()) {
      resources.refresh();
    }
  }

  #open(id: string): Watched {
    const known = this.#watched.get(id);
    if (known !== undefined) {
      return known;
    }
    const vcluster = parseVClusterId(id);
    if (vcluster === undefined) {
      throw new TypeError(`not the id of a vcluster: ${id}`);
    }
    const { name, namespace } = vcluster;
    const resources = new SyncedResources({ name, namespace, client: this.#client, reflectors: this.#reflectors });
    resources.onDidChange(({ kind }) => this.#changed.fire({ vcluster, kind }));
    const lease = (kinds: readonly WatchedKind[]): Lease => {
      let watch: Disposable | undefined;
      return new Lease(
        () => {
          watch = resources.watch(kinds);
        },
        () => watch?.dispose(),
        this.#lingerMs,
      );
    };
    const watched = { resources, all: lease(syncedKinds), coreDns: lease(['coredns']) };
    this.#watched.set(id, watched);
    return watched;
  }

  dispose(): void {
    for (const { resources, all, coreDns } of this.#watched.values()) {
      all.dispose();
      coreDns.dispose();
      resources.dispose();
    }
    this.#watched.clear();
    this.#changed.dispose();
  }
}
