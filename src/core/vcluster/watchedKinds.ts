import { type Disposable, Emitter, type Event } from '../base/emitter.ts';
import type { Freshness } from '../kube/freshness.ts';
import type { ReflectorChange } from '../reflector/reflector.ts';
import type { KindWatch } from './kindWatch.ts';
import type { NamespaceGroup } from './namespaceGroup.ts';

/** What changed in one kind; the keys are those of its items. */
export interface KindChange<K> extends ReflectorChange {
  readonly kind: K;
}

/** What is known of one kind once a complete list has arrived. */
export interface KnownKind<T> {
  readonly count: number;
  readonly groups: readonly NamespaceGroup<T>[];
}

export interface WatchedKindsOptions<K, T> {
  /** Makes the watch of a kind; it is started later. The listener is told whatever changes. */
  readonly open: (kind: K, listener: (change: ReflectorChange) => void) => KindWatch<T>;
  readonly group: (items: readonly T[]) => readonly NamespaceGroup<T>[];
}

/** Kinds of objects, live. Nothing is read that nobody watches: each kind is started by its first user and stopped by its last. */
export class WatchedKinds<K extends string, T> implements Disposable {
  readonly #options: WatchedKindsOptions<K, T>;
  readonly #changes = new Emitter<KindChange<K>>();
  readonly #users = new Map<K, number>();
  readonly #watches = new Map<K, KindWatch<T>>();
  readonly #groups = new Map<K, readonly NamespaceGroup<T>[]>();

  readonly onDidChange: Event<KindChange<K>> = this.#changes.event;

  constructor(options: WatchedKindsOptions<K, T>) {
    this.#options = options;
  }

  /** Those that are watched now. */
  get watches(): ReadonlyMap<K, KindWatch<T>> {
    return this.#watches;
  }

  /** Starts to watch kinds; disposing of the result stops those that nobody else watches. */
  watch(kinds: readonly K[]): Disposable {
    return holdKinds(this, kinds);
  }

  /** One more user of a kind. */
  start(kind: K): void {
    const users = this.#users.get(kind) ?? 0;
    this.#users.set(kind, users + 1);
    if (users === 0) {
      const watch = this.#options.open(kind, (change) => {
        this.#groups.delete(kind);
        this.#changes.fire({ kind, ...change });
      });
      this.#watches.set(kind, watch);
      watch.start();
    }
  }

  /** One user less; without any, the kind is forgotten. */
  stop(kind: K): void {
    const users = this.#users.get(kind) ?? 0;
    if (users > 1) {
      this.#users.set(kind, users - 1);
    } else if (users === 1) {
      this.#close(kind);
    }
  }

  /** Lists everything again that is watched. */
  refresh(): void {
    for (const watch of this.#watches.values()) {
      watch.refresh();
    }
  }

  /** What is known of a kind; undefined until that is all there is. */
  known(kind: K): KnownKind<T> | undefined {
    if (this.#watches.get(kind)?.synced !== true) {
      return undefined;
    }
    const groups = this.groups(kind);
    return { count: groups.reduce((sum, { items }) => sum + items.length, 0), groups };
  }

  /** The objects of a kind by namespace; none for a kind that is not watched. */
  groups(kind: K): readonly NamespaceGroup<T>[] {
    const watch = this.#watches.get(kind);
    const groups = this.#groups.get(kind) ?? this.#options.group(watch?.items ?? []);
    if (watch) {
      this.#groups.set(kind, groups);
    }
    return groups;
  }

  /** `idle` for a kind that is not watched. */
  freshness(kind: K): Freshness {
    return this.#watches.get(kind)?.freshness ?? { state: 'idle' };
  }

  /** Stops everything, whoever uses it. */
  dispose(): void {
    for (const kind of [...this.#users.keys()]) {
      this.#close(kind);
    }
    this.#changes.dispose();
  }

  #close(kind: K): void {
    this.#users.delete(kind);
    this.#watches.get(kind)?.stop();
    this.#watches.delete(kind);
    this.#groups.delete(kind);
  }
}

/** Starts each of the kinds once; disposing of the result stops each once. */
export function holdKinds<K>(source: { start(kind: K): void; stop(kind: K): void }, kinds: readonly K[]): Disposable {
  const held = new Set(kinds);
  for (const kind of held) {
    source.start(kind);
  }
  return {
    dispose: () => {
      const released = [...held];
      held.clear();
      for (const kind of released) {
        source.stop(kind);
      }
    },
  };
}
