import { Emitter } from '../../../src/core/base/emitter.ts';
import type { KubeClient } from '../../../src/core/kube/client.ts';
import type { KubeError } from '../../../src/core/kube/error.ts';
import type { Freshness } from '../../../src/core/kube/freshness.ts';
import { type KubeObject, objectKey } from '../../../src/core/kube/resource.ts';
import type { Reflector, ReflectorChange, ReflectorQuery } from '../../../src/core/reflector/reflector.ts';

/** A reflector whose server is the test. It says nothing by itself, not even that it is loading. */
export class FakeReflector implements Reflector<unknown> {
  readonly client: KubeClient;
  readonly query: ReflectorQuery<unknown>;
  readonly items = new Map<string, unknown>();
  readonly #changed = new Emitter<ReflectorChange>();
  readonly onDidChange = this.#changed.event;
  freshness: Freshness = { state: 'idle' };
  synced = false;
  narrowedTo: readonly string[] | undefined;
  started = false;
  refreshed = 0;

  constructor(client: KubeClient, query: ReflectorQuery<unknown>) {
    this.client = client;
    this.query = query;
  }

  start(): void {
    this.started = true;
    this.#set({ state: 'loading', since: 0 });
  }

  refresh(): void {
    this.refreshed += 1;
  }

  stop(): void {
    this.started = false;
    this.items.clear();
    this.freshness = { state: 'idle' };
    this.synced = false;
    this.narrowedTo = undefined;
  }

  /** A whole list arrives. */
  list(objects: readonly KubeObject[], narrowedTo?: readonly string[]): void {
    const next = new Map(objects.map((object) => [objectKey(object), this.query.project(object)]));
    const removed = [...this.items.keys()].filter((key) => !next.has(key));
    this.items.clear();
    for (const [key, value] of next) {
      this.items.set(key, value);
    }
    this.synced = true;
    this.narrowedTo = narrowedTo;
    this.freshness = { state: 'live', since: 0 };
    this.#changed.fire({ changed: [...next.keys()], removed, freshness: true });
  }

  put(object: KubeObject): void {
    const key = objectKey(object);
    this.items.set(key, this.query.project(object));
    this.#changed.fire({ changed: [key], removed: [], freshness: false });
  }

  remove(object: KubeObject): void {
    const key = objectKey(object);
    if (this.items.delete(key)) {
      this.#changed.fire({ changed: [], removed: [key], freshness: false });
    }
  }

  /** Nothing newer can be had. */
  fail(why: KubeError): void {
    this.#set({ state: 'stale', since: 0, why });
  }

  #set(freshness: Freshness): void {
    this.freshness = freshness;
    this.#changed.fire({ changed: [], removed: [], freshness: true });
  }
}
