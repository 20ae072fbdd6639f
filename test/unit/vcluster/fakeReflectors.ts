import { Emitter } from '../../../src/core/base/emitter.ts';
import type { KubeClient } from '../../../src/core/kube/client.ts';
import { KubeError, type KubeErrorKind } from '../../../src/core/kube/error.ts';
import type { Freshness } from '../../../src/core/kube/freshness.ts';
import { type KubeObject, objectKey } from '../../../src/core/kube/resource.ts';
import type {
  Reflector,
  ReflectorChange,
  ReflectorFactory,
  ReflectorQuery,
} from '../../../src/core/reflector/reflector.ts';

const unused = (): never => {
  throw new Error('everything is read through reflectors');
};

/** A client that must not be asked for anything. */
export const noClient: KubeClient = {
  context: 'host',
  get: unused,
  list: unused,
  watch: unused,
  request: unused,
  stream: unused,
  upgrade: unused,
  close() {},
};

/** A reflector whose server is the test. */
export class FakeReflector<T> implements Reflector<T> {
  readonly query: ReflectorQuery<T>;
  readonly items = new Map<string, T>();
  readonly #changes = new Emitter<ReflectorChange>();
  readonly onDidChange = this.#changes.event;
  freshness: Freshness = { state: 'idle' };
  synced = false;
  narrowedTo: readonly string[] | undefined;
  started = false;
  refreshes = 0;

  constructor(query: ReflectorQuery<T>) {
    this.query = query;
  }

  start(): void {
    this.started = true;
    this.freshness = { state: 'loading', since: 1 };
  }

  refresh(): void {
    this.refreshes += 1;
  }

  stop(): void {
    this.started = false;
    this.synced = false;
    this.items.clear();
    this.freshness = { state: 'idle' };
  }

  /** A complete list; what was there before and is not in it is gone. */
  list(objects: readonly KubeObject[], narrowedTo?: readonly string[]): void {
    const keys = new Set(objects.map(objectKey));
    const removed = [...this.items.keys()].filter((key) => !keys.has(key));
    this.synced = true;
    this.narrowedTo = narrowedTo;
    this.freshness = { state: 'live', since: 1 };
    this.#take(objects, removed, true);
  }

  put(...objects: readonly KubeObject[]): void {
    this.#take(objects, [], false);
  }

  remove(...keys: readonly string[]): void {
    this.#take([], keys, false);
  }

  fail(kind: KubeErrorKind, message: string): void {
    this.freshness = { state: 'stale', since: 1, why: new KubeError(kind, message) };
    this.#changes.fire({ changed: [], removed: [], freshness: true });
  }

  #take(objects: readonly KubeObject[], removed: readonly string[], freshness: boolean): void {
    for (const object of objects) {
      this.items.set(objectKey(object), this.query.project(object));
    }
    for (const key of removed) {
      this.items.delete(key);
    }
    this.#changes.fire({ changed: objects.map(objectKey), removed, freshness });
  }
}

/** Makes fake reflectors and keeps them, so that a test can play the server. */
export class FakeReflectors {
  readonly all: FakeReflector<unknown>[] = [];

  readonly factory: ReflectorFactory = (_client, query) => {
    const reflector = new FakeReflector(query);
    this.all.push(reflector as unknown as FakeReflector<unknown>);
    return reflector;
  };

  get started(): readonly FakeReflector<unknown>[] {
    return this.all.filter((one) => one.started);
  }

  /** The one that is started for a resource, in a namespace where one is named. */
  of(plural: string, namespace?: string): FakeReflector<unknown> {
    const found = this.started.filter(
      ({ query }) => query.type.plural === plural && (namespace === undefined || query.namespace === namespace),
    );
    const [one] = found;
    if (one === undefined || found.length > 1) {
      throw new Error(`${found.length} reflectors of ${plural} ${namespace ?? ''}`);
    }
    return one;
  }
}
