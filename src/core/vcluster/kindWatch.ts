import type { Disposable } from '../base/emitter.ts';
import { type Freshness, worstFreshness } from '../kube/freshness.ts';
import type { Reflector, ReflectorChange } from '../reflector/reflector.ts';
import type { NamespaceRecord } from './objects.ts';

/** Opens the reflector for the objects of one kind: the marked ones, or all of a namespace that is the vcluster's as a whole. */
export type OpenReflector<T> = (namespace?: NamespaceRecord) => Reflector<T | undefined>;

interface Opened<T> extends Disposable {
  readonly reflector: Reflector<T | undefined>;
}

/** One kind of one vcluster, in all the host namespaces that its objects lie in. */
export class KindWatch<T> {
  readonly #open: OpenReflector<T>;
  readonly #listener: (change: ReflectorChange) => void;
  readonly #opened = new Map<string, Opened<T>>();

  constructor(open: OpenReflector<T>, listener: (change: ReflectorChange) => void) {
    this.#open = open;
    this.#listener = listener;
  }

  /** Watches what is marked as the vcluster's. */
  start(): void {
    this.#add('', undefined);
  }

  get freshness(): Freshness {
    return worstFreshness(this.#reflectors.map(({ freshness }) => freshness));
  }

  get synced(): boolean {
    return this.#reflectors.every(({ synced }) => synced);
  }

  /** Everything that was not left out, in no order. */
  get items(): readonly T[] {
    return this.#reflectors.flatMap(({ items }) => [...items.values()].filter((item) => item !== undefined));
  }

  /** Watches in exactly these namespaces besides the vcluster's own. */
  setNamespaces(namespaces: readonly NamespaceRecord[]): void {
    const wanted = new Map(namespaces.map((one) => [one.name, one]));
    const gone = [...this.#opened.keys()].filter((name) => name !== '' && !wanted.has(name));
    const removed = gone.flatMap((name) => this.#remove(name));
    const added = [...wanted].filter(([name]) => !this.#opened.has(name));
    for (const [name, namespace] of added) {
      this.#add(name, namespace);
    }
    if (gone.length > 0 || added.length > 0) {
      this.#listener({ changed: [], removed, freshness: true });
    }
  }

  refresh(): void {
    for (const reflector of this.#reflectors) {
      reflector.refresh();
    }
  }

  stop(): void {
    for (const name of [...this.#opened.keys()]) {
      this.#remove(name);
    }
  }

  get #reflectors(): readonly Reflector<T | undefined>[] {
    return [...this.#opened.values()].map(({ reflector }) => reflector);
  }

  #add(name: string, namespace: NamespaceRecord | undefined): void {
    const reflector = this.#open(namespace);
    const subscription = reflector.onDidChange((change) => this.#listener(change));
    this.#opened.set(name, { reflector, dispose: () => subscription.dispose() });
    reflector.start();
  }

  #remove(name: string): readonly string[] {
    const opened = this.#opened.get(name);
    this.#opened.delete(name);
    opened?.dispose();
    const keys = [...(opened?.reflector.items.keys() ?? [])];
    opened?.reflector.stop();
    return keys;
  }
}
