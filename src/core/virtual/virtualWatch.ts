import type { Disposable } from '../base/emitter.ts';
import type { VirtualKindView, VirtualView } from '../explorer/view.ts';
import { LastingKinds } from '../host/lastingKinds.ts';
import type { KubeClient } from '../kube/client.ts';
import type { ReflectorFactory } from '../reflector/reflector.ts';
import type { WatchedKinds } from '../vcluster/watchedKinds.ts';
import type { VirtualItem } from './virtualItem.ts';
import { type VirtualKind, virtualKinds, virtualResource } from './virtualKind.ts';
import { openVirtualKinds } from './virtualReflectors.ts';

export interface VirtualWatchOptions {
  readonly reflectors: ReflectorFactory;
  readonly lingerMs: number;
  readonly onChange: (kind: VirtualKind) => void;
}

/** The objects inside one vcluster, while somebody looks and it is connected. */
export class VirtualWatch implements Disposable {
  readonly #options: VirtualWatchOptions;
  readonly #kinds: LastingKinds<VirtualKind, VirtualItem>;
  #client: KubeClient | undefined;
  #source: WatchedKinds<VirtualKind, VirtualItem> | undefined;

  constructor(client: KubeClient | undefined, options: VirtualWatchOptions) {
    this.#options = options;
    const { lingerMs, onChange } = options;
    this.#kinds = new LastingKinds<VirtualKind, VirtualItem>({ kinds: virtualKinds, lingerMs, onChange });
    this.connect(client);
  }

  /** Watches every kind for as long as it is held. */
  hold(): Disposable {
    return this.#kinds.hold();
  }

  get view(): VirtualView {
    return { kinds: virtualKinds.map((kind) => this.#kind(kind)) };
  }

  /**
   * Takes up what the connection is now. Through another client everything is read again, and what was known stays until then;
   * the same one may have healed, so that what failed is tried at once. Without a client nothing is kept.
   */
  connect(client: KubeClient | undefined): void {
    if (client !== undefined && client === this.#client) {
      this.#retry();
      return;
    }
    const before = this.#source;
    this.#client = client;
    this.#source = client && openVirtualKinds(client, this.#options.reflectors);
    this.#source?.onDidChange(({ kind }) => this.#options.onChange(kind));
    this.#kinds.replace(this.#source);
    before?.dispose();
    if (client === undefined) {
      this.#kinds.forget();
    }
  }

  refresh(): void {
    this.#source?.refresh();
  }

  #retry(): void {
    for (const watch of this.#source?.watches.values() ?? []) {
      if (watch.freshness.state === 'stale') {
        watch.refresh();
      }
    }
  }

  #kind(kind: VirtualKind): VirtualKindView {
    const known = this.#kinds.known(kind);
    return {
      type: virtualResource(kind),
      freshness: this.#kinds.freshness(kind),
      count: known?.count,
      groups: known?.groups ?? [],
    };
  }

  dispose(): void {
    this.#kinds.dispose();
    this.#source?.dispose();
  }
}
