import { type Disposable, Emitter } from '../base/emitter.ts';
import type { SyncedView } from '../explorer/view.ts';
import type { KubeClient } from '../kube/client.ts';
import type { ReflectorFactory } from '../reflector/reflector.ts';
import type { VClusterAddress } from '../vcluster/id.ts';
import { PerVCluster } from '../vcluster/perVCluster.ts';
import type { WatchedKind } from '../vcluster/syncedKind.ts';
import type { SyncedOrigin } from '../vcluster/syncedReflectors.ts';
import { SyncedWatch } from './syncedWatch.ts';

export interface SyncedChange {
  readonly vcluster: VClusterAddress;
  readonly kind: WatchedKind;
}

/** The synced objects of those vclusters of one host that somebody looks at. */
export class SyncedViews implements Disposable {
  readonly #reflectors: ReflectorFactory;
  readonly #watches: PerVCluster<SyncedWatch>;
  readonly #changed = new Emitter<SyncedChange>();
  #client: KubeClient;

  readonly onDidChange = this.#changed.event;

  constructor(client: KubeClient, reflectors: ReflectorFactory, lingerMs: number) {
    this.#client = client;
    this.#reflectors = reflectors;
    this.#watches = new PerVCluster((vcluster) => {
      const onChange = (kind: WatchedKind): void => this.#changed.fire({ vcluster, kind });
      return new SyncedWatch({ origin: this.#origin(vcluster), lingerMs, onChange });
    });
  }

  /** Watches every kind for as long as it is held. */
  hold(vcluster: string): Disposable {
    return this.#watches.open(vcluster).hold();
  }

  /** Watches the CoreDNS pods for as long as it is held. */
  holdCoreDns(vcluster: string): Disposable {
    return this.#watches.open(vcluster).holdCoreDns();
  }

  /** What is known of a vcluster's synced objects; undefined for one that nobody has looked at. */
  view(vcluster: string): SyncedView | undefined {
    return this.#watches.find(vcluster)?.view;
  }

  refresh(): void {
    for (const { value } of this.#watches.all) {
      value.refresh();
    }
  }

  /** Goes on with another client. With `keep`, what was known last stays until the new lists are there. */
  reconnect(client: KubeClient, keep: boolean): void {
    this.#client = client;
    for (const { vcluster, value } of this.#watches.all) {
      value.reconnect(this.#origin(vcluster));
      if (!keep) {
        value.forget();
      }
    }
  }

  /** Lets go of what was known last of a vcluster that is gone. */
  forget(vcluster: string): void {
    this.#watches.find(vcluster)?.forget();
  }

  #origin({ name, namespace }: VClusterAddress): SyncedOrigin {
    return { name, namespace, client: this.#client, reflectors: this.#reflectors };
  }

  dispose(): void {
    this.#watches.dispose();
    this.#changed.dispose();
  }
}
