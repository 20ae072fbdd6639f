import { Emitter, type Event } from '../base/emitter.ts';
import type { KubeObject } from '../kube/resource.ts';
import { catalogue, type Served } from './catalogue.ts';
import { nameOf, namespaceOf } from './tree.ts';

export type Change = 'ADDED' | 'MODIFIED' | 'DELETED';

/** One change of the store. `object` carries the resourceVersion of the change, also when it is a deletion. */
export interface StoreEvent {
  readonly version: number;
  readonly type: Served;
  readonly change: Change;
  readonly object: KubeObject;
  readonly previous: KubeObject | undefined;
}

type ByName = Map<string, KubeObject>;

/** The objects of one resource, by namespace and name; `sorted` is a consistent copy in the order of their keys. */
interface Shelf {
  readonly namespaces: Map<string, ByName>;
  sorted: readonly KubeObject[] | undefined;
}

/** How many past events are kept for watches that start in the past, unless told otherwise. */
const defaultWindow = 50_000;
const firstVersion = 1000;

function sortKey(object: KubeObject): string {
  return `${namespaceOf(object)}/${nameOf(object)}`;
}

/**
 * Everything the playground holds: immutable objects by resource, namespace and name, one counter of resourceVersions
 * over all of them, and a window of past events.
 */
export class Store {
  readonly #shelves = new Map<string, Shelf>();
  readonly #events = new Emitter<StoreEvent>();
  readonly #window: number;
  #history: StoreEvent[] = [];
  #version = firstVersion;
  /** Events up to this version are forgotten. */
  #forgotten = firstVersion;

  readonly onDidChange: Event<StoreEvent> = this.#events.event;

  constructor(window = defaultWindow) {
    this.#window = window;
    for (const type of catalogue) {
      this.#shelves.set(type.plural, { namespaces: new Map(), sorted: undefined });
    }
  }

  /** The resourceVersion of the latest change. */
  get version(): number {
    return this.#version;
  }

  get(type: Served, namespace: string, name: string): KubeObject | undefined {
    return this.#shelf(type).namespaces.get(namespace)?.get(name);
  }

  /** The objects of one namespace, or of all when it is left out, in the order of `namespace/name`. */
  list(type: Served, namespace?: string): readonly KubeObject[] {
    const shelf = this.#shelf(type);
    if (namespace !== undefined) {
      const names = shelf.namespaces.get(namespace);
      return names ? [...names.values()].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)) : [];
    }
    shelf.sorted ??= [...shelf.namespaces.values()]
      .flatMap((names) => [...names.values()])
      .map((object) => [sortKey(object), object] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, object]) => object);
    return shelf.sorted;
  }

  /** Writes an object under a new resourceVersion and tells the listeners; gives what was written. */
  put(type: Served, object: KubeObject): KubeObject {
    const shelf = this.#shelf(type);
    const namespace = namespaceOf(object);
    const names: ByName = shelf.namespaces.get(namespace) ?? new Map();
    const previous = names.get(nameOf(object));
    const written = this.#stamp(object);
    shelf.namespaces.set(namespace, names.set(nameOf(object), written));
    shelf.sorted = undefined;
    this.#record({ version: this.#version, type, change: previous ? 'MODIFIED' : 'ADDED', object: written, previous });
    return written;
  }

  /** Removes an object; gives its last state, with the resourceVersion of the removal, or undefined when it was not there. */
  remove(type: Served, namespace: string, name: string): KubeObject | undefined {
    const shelf = this.#shelf(type);
    const names = shelf.namespaces.get(namespace);
    const previous = names?.get(name);
    if (!previous || !names) {
      return undefined;
    }
    names.delete(name);
    if (names.size === 0) {
      shelf.namespaces.delete(namespace);
    }
    shelf.sorted = undefined;
    const object = this.#stamp(previous);
    this.#record({ version: this.#version, type, change: 'DELETED', object, previous });
    return object;
  }

  /** The events of a resource after a version, oldest first; undefined when some of them are forgotten already. */
  since(type: Served, version: number): readonly StoreEvent[] | undefined {
    if (!this.keeps(version)) {
      return undefined;
    }
    return this.#history.slice(this.#firstAfter(version)).filter((event) => event.type === type);
  }

  /** Whether every event after this version is still kept. */
  keeps(version: number): boolean {
    return version >= this.#forgotten;
  }

  /** Forgets all past events, as etcd's compaction does: watches from an older version are answered with 410. */
  compact(): void {
    this.#history = [];
    this.#forgotten = this.#version;
  }

  /** Counts the resourceVersion up without a change, as writes to other resources would. */
  advance(by = 1): void {
    this.#version += by;
  }

  #firstAfter(version: number): number {
    let low = 0;
    let high = this.#history.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#history[middle]?.version ?? 0) > version) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  #stamp(object: KubeObject): KubeObject {
    this.#version += 1;
    return { ...object, metadata: { ...object.metadata, resourceVersion: String(this.#version) } };
  }

  #record(event: StoreEvent): void {
    this.#history.push(event);
    if (this.#history.length > 2 * this.#window) {
      this.#history = this.#history.slice(-this.#window);
      this.#forgotten = (this.#history[0]?.version ?? 1) - 1;
    }
    this.#events.fire(event);
  }

  #shelf(type: Served): Shelf {
    const shelf = this.#shelves.get(type.plural);
    if (!shelf) {
      throw new Error(`${type.plural} are not stored`);
    }
    return shelf;
  }
}
