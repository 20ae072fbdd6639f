import { type Disposable, Emitter } from '../base/emitter.ts';
import { type Log, silentLog } from '../base/log.ts';
import { printable } from '../base/text.ts';
import type { KubeClient } from '../kube/client.ts';
import { type Clock, systemClock } from '../kube/clock.ts';
import { type Freshness, worstFreshness } from '../kube/freshness.ts';
import { ChangeBuffer } from './changeBuffer.ts';
import { Collection, Scope } from './collection.ts';
import { ListWatch } from './listWatch.ts';
import type { Reflector, ReflectorChange, ReflectorQuery } from './reflector.ts';
import { defaultTimings, type ReflectorTimings } from './reflectorTimings.ts';

export interface ReflectorOptions {
  readonly clock?: Clock;
  readonly random?: () => number;
  readonly timings?: Partial<ReflectorTimings>;
  readonly log?: Log;
}

/** A reflector that is not started yet. Of the shape of `ReflectorFactory`. */
export function createReflector<T>(
  client: KubeClient,
  query: ReflectorQuery<T>,
  options: ReflectorOptions = {},
): Reflector<T> {
  return new LiveReflector(client, query, options);
}

interface Part<T> {
  /** Undefined for the whole cluster, or whatever the query asks for. */
  readonly namespace: string | undefined;
  readonly scope: Scope<T>;
  readonly listWatch: ListWatch<T>;
}

class LiveReflector<T> implements Reflector<T> {
  readonly #client: KubeClient;
  readonly #query: ReflectorQuery<T>;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #timings: ReflectorTimings;
  readonly #changes: ChangeBuffer;
  readonly #collection: Collection<T>;
  readonly #emitter = new Emitter<ReflectorChange>();
  readonly onDidChange = this.#emitter.event;
  #parts: readonly Part<T>[] = [];
  #freshness: Freshness = { state: 'idle' };
  #synced = false;
  #narrowedTo: readonly string[] | undefined;
  #widening: Disposable | undefined;

  constructor(client: KubeClient, query: ReflectorQuery<T>, options: ReflectorOptions) {
    const { clock = systemClock, random = Math.random, timings = {}, log = silentLog } = options;
    this.#client = client;
    this.#query = query;
    this.#clock = clock;
    this.#random = random;
    this.#timings = { ...defaultTimings, ...timings };
    this.#changes = new ChangeBuffer(clock, this.#timings.flushMs, (change) => this.#emitter.fire(change));
    this.#collection = new Collection(this.#changes, query.project, (key, error) =>
      log.error(`${client.context}: ${query.type.plural} ${printable(key)} cannot be read`, error),
    );
  }

  get items(): ReadonlyMap<string, T> {
    return this.#collection.items;
  }

  get freshness(): Freshness {
    return this.#freshness;
  }

  get synced(): boolean {
    return this.#synced;
  }

  get narrowedTo(): readonly string[] | undefined {
    return this.#narrowedTo;
  }

  start(): void {
    if (this.#parts.length === 0) {
      this.#watchWidely();
    }
  }

  refresh(): void {
    if (this.#parts.every(({ namespace }) => namespace === undefined)) {
      for (const { listWatch } of this.#parts) {
        listWatch.refresh();
      }
    } else {
      this.#watchWidely();
    }
  }

  stop(): void {
    this.#end();
    this.#changes.dispose();
    this.#collection.clear();
    this.#freshness = { state: 'idle' };
    this.#synced = false;
    this.#narrowedTo = undefined;
  }

  #end(): void {
    this.#widening?.dispose();
    this.#widening = undefined;
    for (const { listWatch } of this.#parts) {
      listWatch.stop();
    }
    this.#parts = [];
  }

  #watchWidely(): void {
    this.#end();
    this.#begin([undefined], () => this.#narrow());
  }

  #begin(namespaces: readonly (string | undefined)[], onForbidden: () => boolean): void {
    const initial: Freshness =
      this.#freshness.state === 'idle' || !this.#synced
        ? { state: 'loading', since: this.#clock.now() }
        : this.#freshness;
    this.#parts = namespaces.map((namespace) => this.#part(namespace, initial, onForbidden));
    for (const { listWatch } of this.#parts) {
      listWatch.run().catch(() => undefined);
    }
    this.#update();
  }

  #part(namespace: string | undefined, initial: Freshness, onForbidden: () => boolean): Part<T> {
    const keys = [...this.#collection.items.keys()];
    const own = namespace === undefined ? keys : keys.filter((key) => key.startsWith(`${namespace}/`));
    const scope = new Scope(this.#collection, own);
    const query = namespace === undefined ? this.#query : { ...this.#query, namespace };
    const listWatch = new ListWatch(this.#client, query, scope, {
      clock: this.#clock,
      random: this.#random,
      timings: this.#timings,
      initial,
      onChange: () => this.#update(),
      onForbidden,
    });
    return { namespace, scope, listWatch };
  }

  /** A cluster-wide list is forbidden: keeps single namespaces instead, if there are any to try. */
  #narrow(): boolean {
    const { namespace, type, fallbackNamespaces = [] } = this.#query;
    const namespaces = [...new Set(fallbackNamespaces)];
    if (namespace !== undefined || !type.namespaced || namespaces.length === 0) {
      return false;
    }
    this.#end();
    for (const key of [...this.#collection.items.keys()]) {
      if (!namespaces.some((one) => key.startsWith(`${one}/`))) {
        this.#collection.remove(key);
      }
    }
    this.#begin(namespaces, () => false);
    this.#widening = this.#clock.after(this.#timings.widenMs * (0.9 + 0.2 * this.#random()), () => this.#watchWidely());
    return true;
  }

  #update(): void {
    const allowed = this.#parts.filter((part) => !isDenied(part));
    for (const part of this.#parts) {
      if (isDenied(part) && part.namespace !== undefined) {
        part.scope.drop();
      }
    }
    this.#narrowedTo = narrowed(this.#parts, this.#narrowedTo);
    const counted = allowed.length > 0 ? allowed : this.#parts;
    this.#freshness = worstFreshness(counted.map(({ listWatch }) => listWatch.freshness));
    this.#synced ||= allowed.length > 0 && allowed.every(({ listWatch }) => listWatch.synced);
    this.#changes.freshness();
  }
}

function isDenied<T>({ listWatch }: Part<T>): boolean {
  const { freshness } = listWatch;
  return freshness.state === 'stale' && freshness.why.kind === 'forbidden';
}

/** The namespaces that are kept in place of the whole; until the whole has been listed, `before` stays. */
function narrowed<T>(parts: readonly Part<T>[], before: readonly string[] | undefined): readonly string[] | undefined {
  const named = parts.filter(({ namespace }) => namespace !== undefined);
  if (named.length === 0) {
    return parts.some(({ listWatch }) => listWatch.synced) ? undefined : before;
  }
  const seen = named.filter((part) => !isDenied(part));
  return (seen.length > 0 ? seen : named).flatMap(({ namespace }) => namespace ?? []);
}
