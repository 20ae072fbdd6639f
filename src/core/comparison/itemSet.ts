import type { Disposable } from '../base/emitter.ts';
import { type Freshness, worstFreshness } from '../kube/freshness.ts';
import type { Reflector, ReflectorChange } from '../reflector/reflector.ts';
import type { ComparedItem } from './comparedItem.ts';
import type { ComparedKind } from './comparedKind.ts';

type ItemReflector = Reflector<ComparedItem | undefined>;

interface Opened {
  readonly reflector: ItemReflector;
  readonly subscription: Disposable;
  /** The keys of what was said to be there; what goes away in between may go unsaid when the list ends. */
  readonly said: Set<string>;
}

/** Told the keys of a kind's objects that are new, different or gone; none where only its freshness changed. */
export type ItemListener = (kind: ComparedKind, keys: readonly string[]) => void;

/** What is read of one side, to look things up in. */
export interface ItemSource {
  items(kind: ComparedKind): readonly ComparedItem[];
  find(kind: ComparedKind, key: string): ComparedItem | undefined;
  /** Whether a complete list has arrived once, so that what is missing is known to be missing. */
  isKnown(kind: ComparedKind): boolean;
  freshness(kind: ComparedKind): Freshness;
}

/** The objects of one side, live, kind by kind. A kind may be put together from several lists. */
export class ItemSet implements ItemSource, Disposable {
  readonly #listener: ItemListener;
  readonly #opened = new Map<ComparedKind, Map<string, Opened>>();

  constructor(listener: ItemListener) {
    this.#listener = listener;
  }

  /** The names of the lists that a kind is put together from. */
  parts(kind: ComparedKind): readonly string[] {
    return [...(this.#opened.get(kind)?.keys() ?? [])];
  }

  /** Starts one list of a kind; `part` tells it from the others. */
  add(kind: ComparedKind, part: string, reflector: ItemReflector): void {
    const parts = this.#opened.get(kind) ?? new Map<string, Opened>();
    this.#opened.set(kind, parts);
    const said = new Set<string>();
    const subscription = reflector.onDidChange(({ changed, removed }: ReflectorChange) => {
      for (const key of changed) {
        said.add(key);
      }
      for (const key of removed) {
        said.delete(key);
      }
      this.#listener(kind, [...changed, ...removed]);
    });
    parts.set(part, { reflector, subscription, said });
    reflector.start();
  }

  /** Ends one list of a kind. */
  remove(kind: ComparedKind, part: string): void {
    const parts = this.#opened.get(kind);
    const opened = parts?.get(part);
    if (opened !== undefined) {
      parts?.delete(part);
      const keys = new Set([...opened.said, ...opened.reflector.items.keys()]);
      opened.subscription.dispose();
      opened.reflector.stop();
      this.#listener(kind, [...keys]);
    }
  }

  items(kind: ComparedKind): readonly ComparedItem[] {
    const reflectors = this.#reflectors(kind);
    const all = reflectors.flatMap(({ items }) => [...items.values()].filter((item) => item !== undefined));
    // One object may be in several lists.
    return reflectors.length < 2 ? all : [...new Map(all.map((item) => [item.key, item])).values()];
  }

  find(kind: ComparedKind, key: string): ComparedItem | undefined {
    for (const { items } of this.#reflectors(kind)) {
      const item = items.get(key);
      if (item !== undefined) {
        return item;
      }
    }
    return undefined;
  }

  isKnown(kind: ComparedKind): boolean {
    const reflectors = this.#reflectors(kind);
    return reflectors.length > 0 && reflectors.every(({ synced }) => synced);
  }

  freshness(kind: ComparedKind): Freshness {
    return worstFreshness(this.#reflectors(kind).map(({ freshness }) => freshness));
  }

  #reflectors(kind: ComparedKind): readonly ItemReflector[] {
    return [...(this.#opened.get(kind)?.values() ?? [])].map(({ reflector }) => reflector);
  }

  /** Ends all lists and tells nobody. */
  dispose(): void {
    for (const { reflector, subscription } of [...this.#opened.values()].flatMap((parts) => [...parts.values()])) {
      subscription.dispose();
      reflector.stop();
    }
    this.#opened.clear();
  }
}
