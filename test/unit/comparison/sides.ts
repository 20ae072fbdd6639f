import type { ComparedItem } from '../../../src/core/comparison/comparedItem.ts';
import type { ComparedKind } from '../../../src/core/comparison/comparedKind.ts';
import type { ItemSource } from '../../../src/core/comparison/itemSet.ts';
import type { Freshness } from '../../../src/core/kube/freshness.ts';

/** One side that a test fills. */
export class TestSide implements ItemSource {
  readonly #items = new Map<ComparedKind, Map<string, ComparedItem>>();
  /** Kinds of which no complete list has arrived. */
  readonly unknown = new Set<ComparedKind>();
  readonly broken = new Map<ComparedKind, Freshness>();

  put(kind: ComparedKind, ...items: readonly ComparedItem[]): this {
    const all = this.#items.get(kind) ?? new Map<string, ComparedItem>();
    this.#items.set(kind, all);
    for (const item of items) {
      all.set(item.key, item);
    }
    return this;
  }

  remove(kind: ComparedKind, key: string): void {
    this.#items.get(kind)?.delete(key);
  }

  items(kind: ComparedKind): readonly ComparedItem[] {
    return [...(this.#items.get(kind)?.values() ?? [])];
  }

  find(kind: ComparedKind, key: string): ComparedItem | undefined {
    return this.#items.get(kind)?.get(key);
  }

  isKnown(kind: ComparedKind): boolean {
    return !this.unknown.has(kind);
  }

  freshness(kind: ComparedKind): Freshness {
    return this.broken.get(kind) ?? { state: this.isKnown(kind) ? 'live' : 'loading', since: 0 };
  }
}
