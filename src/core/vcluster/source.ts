import type { Disposable } from '../base/emitter.ts';
import type { KubeClient } from '../kube/client.ts';
import type { KubeError, KubeErrorKind } from '../kube/error.ts';
import type { Freshness } from '../kube/freshness.ts';
import type { Reflector, ReflectorChange, ReflectorFactory, ReflectorQuery } from '../reflector/reflector.ts';
import type { Released } from './objects.ts';
import { ReleaseIndex, type ReleaseKey, releaseKey } from './releaseIndex.ts';

/** What a source reads, and what it does when the server refuses exactly that. */
export interface SourceOptions<T> {
  readonly query: ReflectorQuery<T>;
  /** By the kind of the refusal: another query, or nothing more until the next refresh. */
  readonly instead?: Readonly<Partial<Record<KubeErrorKind, ReflectorQuery<T> | 'nothing'>>>;
}

type Told = Pick<Reflector<unknown>, 'freshness' | 'synced' | 'narrowedTo'>;

const untold: Told = { freshness: { state: 'idle' }, synced: false, narrowedTo: undefined };

function state({ freshness, synced, narrowedTo }: Told): Told {
  return { freshness, synced, narrowedTo };
}

/** The vclusters whose objects in a source changed. */
export type SourceListener = (touched: ReadonlySet<ReleaseKey>) => void;

/**
 * One resource of the host cluster, live, found by vcluster. Its own state is as of the last event: a reflector gathers
 * changes before it tells of them, and one that is synced already but has not said what it holds would look empty.
 */
export class Source<T extends Released> {
  readonly #client: KubeClient;
  readonly #reflectors: ReflectorFactory;
  readonly #options: SourceOptions<T>;
  readonly #listener: SourceListener;
  readonly #index = new ReleaseIndex();
  #query: ReflectorQuery<T>;
  #told: Told = untold;
  #reflector: Reflector<T> | undefined;
  #subscription: Disposable | undefined;

  constructor(client: KubeClient, reflectors: ReflectorFactory, options: SourceOptions<T>, listener: SourceListener) {
    this.#client = client;
    this.#reflectors = reflectors;
    this.#options = options;
    this.#listener = listener;
    this.#query = options.query;
  }

  get freshness(): Freshness {
    return this.#told.freshness;
  }

  get synced(): boolean {
    return this.#told.synced;
  }

  get narrowedTo(): readonly string[] | undefined {
    return this.#told.narrowedTo;
  }

  /** Why there is nothing new; undefined while all is well. */
  get error(): KubeError | undefined {
    const { freshness } = this;
    return freshness.state === 'stale' ? freshness.why : undefined;
  }

  /** All vclusters that have an object here. */
  get releases(): Iterable<ReleaseKey> {
    return this.#index.releases;
  }

  of(release: ReleaseKey): readonly T[] {
    return this.#index.members(release).flatMap((key) => this.#reflector?.items.get(key) ?? []);
  }

  start(): void {
    if (!this.#reflector) {
      const reflector = this.#reflectors(this.#client, this.#query);
      this.#reflector = reflector;
      this.#subscription = reflector.onDidChange((change) => this.#apply(reflector, change));
      reflector.start();
      this.#told = state(reflector);
    }
  }

  refresh(): void {
    if (this.#reflector) {
      this.#reflector.refresh();
    } else {
      this.start();
    }
  }

  stop(): void {
    this.#subscription?.dispose();
    this.#subscription = undefined;
    this.#reflector?.stop();
    this.#reflector = undefined;
    this.#told = untold;
    this.#index.clear();
    this.#query = this.#options.query;
  }

  #apply(reflector: Reflector<T>, change: ReflectorChange): void {
    this.#told = state(reflector);
    const instead = this.error && this.#options.instead?.[this.error.kind];
    if (instead !== undefined && instead !== this.#query) {
      const touched = new Set(this.#index.releases);
      this.#replace(instead);
      this.#listener(touched);
      return;
    }
    const touched = new Set<ReleaseKey>();
    for (const key of change.changed) {
      const item = reflector.items.get(key);
      this.#assign(key, item && releaseKey(item), touched);
    }
    for (const key of change.removed) {
      this.#assign(key, undefined, touched);
    }
    this.#listener(touched);
  }

  #assign(key: string, owner: ReleaseKey | undefined, touched: Set<ReleaseKey>): void {
    for (const release of this.#index.assign(key, owner)) {
      touched.add(release);
    }
  }

  #replace(query: ReflectorQuery<T> | 'nothing'): void {
    this.stop();
    if (query !== 'nothing') {
      this.#query = query;
      this.start();
    }
  }
}
