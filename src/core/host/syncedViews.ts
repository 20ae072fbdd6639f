import { type Disposable, Emitter } from '../base/emitter.ts';
import type { SyncedView } from '../explorer/view.ts';
import type { KubeClient } from '../kube/client.ts';
import type { ReflectorFactory } from '../reflector/reflector.ts';
import { parseVClusterId, type VClusterAddress } from '../vcluster/id.ts';
import type { WatchedKind } from '../vcluster/syncedKind.ts';
import type { SyncedOrigin } from '../vcluster/syncedReflectors.ts';
import { SyncedWatch } from './syncedWatch.ts';

export interface SyncedChange {
  readonly vcluster: VClusterAddress;
  readonly kind: WatchedKind;
}

interface Watched {
  readonly vcluster: VClusterAddress;
  readonly watch: SyncedWatch;
}

/** The synced objects of those vclusters of one host that somebody looks at. */
export class SyncedViews implements Disposable {
  readonly #reflectors: ReflectorFactory;
  readonly #lingerMs: number;
  readonly #watched = new Map<string, Watched>();
  readonly #changed = new Emitter<SyncedChange>();
  #client: KubeClient;

  readonly onDidChange = this.#changed.event;

  constructor(client: KubeClient, reflectors: ReflectorFactory, lingerMs: number) {
    this.#client = client;
    this.#reflectors = reflectors;
    this.#lingerMs = lingerMs;
  }

  /** Watches every kind for as long as it is held. */
  hold(vcluster: string): Disposable {
    return this.#open(vcluster).hold();
  }

  /** Watches the CoreDNS pods for as long as it is held. */
  holdCoreDns(vcluster: string): Disposable {
    return this.#open(vcluster).holdCoreDns();
  }

  /** What is known of a vcluster's synced objects; undefined for one that nobody has looked at. */
  view(vcluster: string): SyncedView | undefined {
    return this.#watched.get(vcluster)?.watch.view;
  }

  refresh(): void {
    for (const { watch } of this.#watched.values()) {
      watch.refresh();
    }
  }

  /** Goes on with another client. With `keep`, what was known last stays until the new lists are there. */
  reconnect(client: KubeClient, keep: boolean): void {
    this.#client = client;
    for (const { vcluster, watch } of this.#watched.values()) {
      watch.reconnect(this.#origin(vcluster));
      if (!keep) {
        watch.forget();
      }
    }
  }

  /** Lets go of what was known last of a vcluster that is gone. */
  forget(vcluster: string): void {
    this.#watched.get(vcluster)?.watch.forget();
  }

  #origin({ name, namespace }: VClusterAddress): SyncedOrigin {
    return { name, namespace, client: this.#client, reflectors: this.#reflectors };
  }

  #open(id: string): SyncedWatch {
    const known = this.#watched.get(id);
    if (known !== undefined) {
      return known.watch;
    }
    const vcluster = parseVClusterId(id);
    if (vcluster === undefined) {
      throw new TypeError(`not the id of a vcluster: ${id}`);
    }
    const watch = new SyncedWatch({
      origin: this.#origin(vcluster),
      lingerMs: this.#lingerMs,
      onChange: (kind) => this.#changed.fire({ vcluster, kind }),
    });
    this.#watched.set(id, { vcluster, watch });
    return watch;
  }

  dispose(): void {
    for (const { watch } of this.#watched.values()) {
      watch.dispose();
    }
    this.#watched.clear();
    this.#changed.dispose();
  }
}
