import type { Disposable } from '../base/emitter.ts';
import { Lease } from '../base/lease.ts';
import type { Comparison } from './comparison.ts';
import { LiveComparison } from './liveComparison.ts';
import type { ComparisonTools } from './liveSides.ts';

export interface ComparisonsOptions extends ComparisonTools {
  /** How long a comparison goes on after nobody looks at it, in milliseconds. */
  readonly lingerMs: number;
}

interface Opened extends Disposable {
  readonly live: LiveComparison;
  readonly lease: Lease;
}

/** The vclusters that somebody looks at side by side: one set of watches for each, whoever looks, and none while nobody does. */
export class Comparisons implements Disposable {
  readonly #options: ComparisonsOptions;
  readonly #opened = new Map<string, Opened>();

  constructor(options: ComparisonsOptions) {
    this.#options = options;
  }

  /** @throws OperationError `invalid` for what is no id of a vcluster, KubeError `kubeconfig` when its context cannot be used */
  open(vclusterId: string): Comparison {
    const known = this.#opened.get(vclusterId);
    const { live, lease } = known === undefined || known.live.isGone ? this.#make(vclusterId) : known;
    const hold = lease.hold();
    return {
      get head() {
        return live.head;
      },
      get rows() {
        return live.rows;
      },
      onDidChangeHead: live.onDidChangeHead,
      onDidChangeRows: live.onDidChangeRows,
      onDidChangeDetail: live.onDidChangeDetail,
      openVirtual: (operation) => live.openVirtual(operation),
      detail: (key) => live.detail(key),
      yaml: (key, side) => live.yaml(key, side),
      reveal: (key, side, pointer) => live.reveal(key, side, pointer),
      diagnose: (key) => live.diagnose(key),
      dispose: () => hold.dispose(),
    };
  }

  #make(vclusterId: string): Opened {
    const live = new LiveComparison(vclusterId, this.#options);
    const end = (): void => {
      if (this.#opened.get(vclusterId)?.live === live) {
        this.#opened.delete(vclusterId);
      }
      live.dispose();
    };
    const lease = new Lease(() => undefined, end, this.#options.lingerMs);
    const opened = { live, lease, dispose: () => lease.dispose() };
    this.#opened.set(vclusterId, opened);
    return opened;
  }

  dispose(): void {
    for (const opened of [...this.#opened.values()]) {
      opened.dispose();
    }
  }
}
