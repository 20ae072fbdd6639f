import { type KubeObject, objectKey } from '../kube/resource.ts';
import type { ChangeBuffer } from './changeBuffer.ts';

/** What a reflector holds: the projected objects by key, each with the resource version that it was made from. */
export class Collection<T> {
  readonly items = new Map<string, T>();
  readonly #versions = new Map<string, string>();
  readonly #changes: ChangeBuffer;
  readonly #project: (object: KubeObject) => T;
  readonly #onBadObject: (key: string, error: unknown) => void;

  constructor(
    changes: ChangeBuffer,
    project: (object: KubeObject) => T,
    onBadObject: (key: string, error: unknown) => void,
  ) {
    this.#changes = changes;
    this.#project = project;
    this.#onBadObject = onBadObject;
  }

  /**
   * Takes in an object and gives its key; undefined for one that has no name. Nothing changes when its resource version
   * is the one at hand. An object that cannot be projected counts as absent, and does no harm to the others.
   */
  put(object: KubeObject): string | undefined {
    const key = keyOf(object);
    if (key === undefined) {
      return undefined;
    }
    const version = object.metadata?.resourceVersion;
    if (typeof version === 'string' && this.#versions.get(key) === version) {
      return key;
    }
    try {
      this.items.set(key, this.#project(withoutManagedFields(object)));
    } catch (error) {
      this.#onBadObject(key, error);
      this.remove(key);
      return undefined;
    }
    this.#versions.set(key, typeof version === 'string' ? version : '');
    this.#changes.changed(key);
    return key;
  }

  remove(key: string): void {
    this.#versions.delete(key);
    if (this.items.delete(key)) {
      this.#changes.removed(key);
    }
  }

  clear(): void {
    this.items.clear();
    this.#versions.clear();
  }
}

/** The part of a collection that one list covers, so that what the list no longer holds can be told. */
export class Scope<T> {
  readonly #collection: Collection<T>;
  #keys: Set<string>;
  #seen = new Set<string>();

  constructor(collection: Collection<T>, keys: Iterable<string>) {
    this.#collection = collection;
    this.#keys = new Set(keys);
  }

  /** Begins a list, or begins it anew. */
  begin(): void {
    this.#seen = new Set();
  }

  /** Takes in an object of the list. */
  listed(object: KubeObject): void {
    const key = this.#collection.put(object);
    if (key !== undefined) {
      this.#seen.add(key);
      this.#keys.add(key);
    }
  }

  /** The list was complete: what it did not hold is gone. */
  end(): void {
    for (const key of this.#keys) {
      if (!this.#seen.has(key)) {
        this.#collection.remove(key);
      }
    }
    this.#keys = this.#seen;
    this.#seen = new Set();
  }

  /** Takes in an object that a watch reports as new or changed. */
  changed(object: KubeObject): void {
    const key = this.#collection.put(object);
    if (key !== undefined) {
      this.#keys.add(key);
    }
  }

  /** Takes out an object that a watch reports as deleted. */
  deleted(object: KubeObject): void {
    const key = keyOf(object);
    if (key !== undefined) {
      this.#keys.delete(key);
      this.#collection.remove(key);
    }
  }

  /** Takes out everything, because it may no longer be seen. */
  drop(): void {
    this.begin();
    this.end();
  }
}

function keyOf(object: KubeObject): string | undefined {
  const name: unknown = object.metadata?.name;
  const namespace: unknown = object.metadata?.namespace ?? '';
  return typeof name === 'string' && name !== '' && typeof namespace === 'string' ? objectKey(object) : undefined;
}

function withoutManagedFields(object: KubeObject): KubeObject {
  if (object.metadata?.['managedFields'] === undefined) {
    return object;
  }
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
