import type { Disposable } from '../base/emitter.ts';
import { parseVClusterId, type VClusterAddress } from './id.ts';

/** One thing for each vcluster that was asked for, made when it first is. */
export class PerVCluster<T extends Disposable> implements Disposable {
  readonly #make: (vcluster: VClusterAddress, id: string) => T;
  readonly #made = new Map<string, { readonly vcluster: VClusterAddress; readonly value: T }>();

  constructor(make: (vcluster: VClusterAddress, id: string) => T) {
    this.#make = make;
  }

  /** What there is by now. */
  get all(): readonly { readonly vcluster: VClusterAddress; readonly value: T }[] {
    return [...this.#made.values()];
  }

  /** Undefined for a vcluster that was not asked for. */
  find(id: string): T | undefined {
    return this.#made.get(id)?.value;
  }

  /** @throws TypeError for a text that is not the id of a vcluster */
  open(id: string): T {
    const known = this.#made.get(id);
    if (known !== undefined) {
      return known.value;
    }
    const vcluster = parseVClusterId(id);
    if (vcluster === undefined) {
      throw new TypeError(`not the id of a vcluster: ${id}`);
    }
    const value = this.#make(vcluster, id);
    this.#made.set(id, { vcluster, value });
    return value;
  }

  dispose(): void {
    for (const { value } of this.#made.values()) {
      value.dispose();
    }
    this.#made.clear();
  }
}
