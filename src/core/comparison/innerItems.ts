import type { Disposable } from '../base/emitter.ts';
import type { KubeClient } from '../kube/client.ts';
import type { ReflectorFactory } from '../reflector/reflector.ts';
import { comparedProjection } from './comparedItem.ts';
import { type ComparedKind, isMetadataOnly } from './comparedKind.ts';
import { type ItemListener, ItemSet, type ItemSource } from './itemSet.ts';
import type { KindTable } from './kindTable.ts';

const part = 'all';

/** What is inside one vcluster, live, through a client of its own API. */
export class InnerItems implements Disposable {
  readonly #client: KubeClient;
  readonly #reflectors: ReflectorFactory;
  readonly #items: ItemSet;
  readonly #kinds = new Set<ComparedKind>();

  constructor(client: KubeClient, reflectors: ReflectorFactory, kinds: KindTable, listener: ItemListener) {
    this.#client = client;
    this.#reflectors = reflectors;
    this.#items = new ItemSet(listener);
    this.setKinds(kinds);
  }

  get source(): ItemSource {
    return this.#items;
  }

  /** Reads other custom resources from now on. */
  setKinds(kinds: KindTable): void {
    const wanted = new Set(kinds.all);
    for (const kind of [...this.#kinds].filter((one) => !wanted.has(one))) {
      this.#kinds.delete(kind);
      this.#items.remove(kind, part);
    }
    for (const kind of kinds.all.filter((one) => !this.#kinds.has(one))) {
      const type = kinds.resource(kind);
      const query = { type, metadataOnly: isMetadataOnly(kind), project: comparedProjection(kind, type) };
      this.#kinds.add(kind);
      this.#items.add(kind, part, this.#reflectors(this.#client, query));
    }
  }

  dispose(): void {
    this.#items.dispose();
  }
}
