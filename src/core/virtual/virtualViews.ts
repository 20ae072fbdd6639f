import { type Disposable, Emitter } from '../base/emitter.ts';
import type { VirtualView } from '../explorer/view.ts';
import type { ReflectorFactory } from '../reflector/reflector.ts';
import { parseVClusterId, type VClusterAddress } from '../vcluster/id.ts';
import { PerVCluster } from '../vcluster/perVCluster.ts';
import { type VirtualKind, virtualKinds, virtualResource } from './virtualKind.ts';
import type { VirtualSource } from './virtualSource.ts';
import { VirtualWatch } from './virtualWatch.ts';

/** What is different inside a vcluster: one kind, or its connection where no kind is given. */
export interface VirtualChange {
  readonly vcluster: VClusterAddress;
  readonly kind?: VirtualKind;
}

/** Of a connected vcluster that nobody has looked into. */
const unseen: VirtualView = {
  kinds: virtualKinds.map((kind) => ({
    type: virtualResource(kind),
    freshness: { state: 'idle' },
    count: undefined,
    groups: [],
  })),
};

/** The insides of those connected vclusters that somebody looks into. Whoever connects owns the clients. */
export class VirtualViews implements Disposable {
  readonly #source: VirtualSource;
  readonly #watches: PerVCluster<VirtualWatch>;
  readonly #changed = new Emitter<VirtualChange>();
  readonly #subscription: Disposable;

  readonly onDidChange = this.#changed.event;

  constructor(source: VirtualSource, reflectors: ReflectorFactory, lingerMs: number) {
    this.#source = source;
    this.#watches = new PerVCluster((vcluster, id) => {
      const onChange = (kind: VirtualKind): void => this.#changed.fire({ vcluster, kind });
      return new VirtualWatch(source.client(id), { reflectors, lingerMs, onChange });
    });
    this.#subscription = source.onDidChange((id) => this.#connectionChanged(id));
  }

  /** What is known of the inside of a vcluster; undefined unless it is connected. */
  view(vcluster: string): VirtualView | undefined {
    return this.#source.client(vcluster) && (this.#watches.find(vcluster)?.view ?? unseen);
  }

  /** Watches every kind for as long as it is held, whenever the vcluster is connected. */
  hold(vcluster: string): Disposable {
    return this.#watches.open(vcluster).hold();
  }

  /** Lists again what is watched of one vcluster. */
  refresh(vcluster: string): void {
    this.#watches.find(vcluster)?.refresh();
  }

  /** Lists again what is watched of the vclusters of one context, or of all. */
  refreshAll(context?: string): void {
    for (const { vcluster, value } of this.#watches.all) {
      if (context === undefined || vcluster.context === context) {
        value.refresh();
      }
    }
  }

  #connectionChanged(id: string): void {
    this.#watches.find(id)?.connect(this.#source.client(id));
    const vcluster = parseVClusterId(id);
    if (vcluster !== undefined) {
      this.#changed.fire({ vcluster });
    }
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#watches.dispose();
    this.#changed.dispose();
  }
}
