import type { KubeObject } from '../../kube/resource.ts';
import { WorkQueue } from '../agenda.ts';
import { catalogue, type Served } from '../catalogue.ts';
import type { StoreEvent } from '../store.ts';
import { listAt, nameOf, namespaceOf } from '../tree.ts';
import type { ControllerParts } from './controller.ts';

type Place = { readonly type: Served; readonly namespace: string; readonly name: string };

function placeKey({ type, namespace, name }: Place): string {
  return `${type.plural}/${namespace}/${name}`;
}

function ownerIds(object: KubeObject | undefined): readonly string[] {
  return (object?.metadata?.ownerReferences ?? []).flatMap(({ uid }) => uid ?? []);
}

/**
 * Deletes what belongs to a deleted owner, in the background or, with the finalizer `foregroundDeletion`, before the owner;
 * with the finalizer `orphan` it takes the reference away instead. References to owners that never existed are left alone.
 */
export class GarbageCollector {
  readonly #parts: ControllerParts;
  /** The objects that name an owner, by its uid. */
  readonly #dependents = new Map<string, Map<string, Place>>();
  readonly #living = new Set<string>();
  readonly #orphans: WorkQueue;
  readonly #finalizing: WorkQueue;

  constructor(parts: ControllerParts) {
    this.#parts = parts;
    this.#orphans = new WorkQueue(parts.agenda, (uid) => this.#collect(uid));
    this.#finalizing = new WorkQueue(parts.agenda, (key) => this.#finalize(key));
    parts.store.onDidChange((event) => this.#observe(event));
  }

  #observe({ type, change, object, previous }: StoreEvent): void {
    const place = { type, namespace: namespaceOf(object), name: nameOf(object) };
    const uid = object.metadata?.uid ?? '';
    const gone = change === 'DELETED';
    for (const owner of ownerIds(previous)) {
      this.#dependents.get(owner)?.delete(placeKey(place));
    }
    for (const owner of gone ? [] : ownerIds(object)) {
      const known = this.#dependents.get(owner) ?? new Map<string, Place>();
      this.#dependents.set(owner, known.set(placeKey(place), place));
    }
    if (gone) {
      this.#living.delete(uid);
      this.#orphans.add(uid);
      this.#wakeOwners(previous);
    } else {
      this.#living.add(uid);
    }
    if (!gone && object.metadata?.deletionTimestamp && listAt(object, 'metadata', 'finalizers').length > 0) {
      this.#finalizing.add(placeKey(place));
    }
  }

  /** An owner that waits for its dependents may be free now. */
  #wakeOwners(dependent: KubeObject | undefined): void {
    for (const owner of dependent?.metadata?.ownerReferences ?? []) {
      const type = catalogue.find(({ kind }) => kind === owner.kind);
      const namespace = type?.namespaced ? namespaceOf(dependent ?? {}) : '';
      if (type && this.#parts.store.get(type, namespace, owner.name ?? '')?.metadata?.deletionTimestamp) {
        this.#finalizing.add(placeKey({ type, namespace, name: owner.name ?? '' }));
      }
    }
  }

  #collect(uid: string): void {
    for (const place of [...(this.#dependents.get(uid)?.values() ?? [])]) {
      const object = this.#parts.store.get(place.type, place.namespace, place.name);
      const others = ownerIds(object).filter((owner) => owner !== uid && this.#living.has(owner));
      if (!object) {
        continue;
      }
      if (others.length > 0) {
        this.#disown(place, object, uid);
      } else {
        this.#parts.api.delete(place.type, place.namespace, place.name, { propagationPolicy: 'Background' });
      }
    }
    this.#dependents.delete(uid);
  }

  #finalize(key: string): void {
    const [plural, namespace = '', ...rest] = key.split('/');
    const type = catalogue.find((one) => one.plural === plural);
    const object = type && this.#parts.store.get(type, namespace, rest.join('/'));
    if (!type || !object) {
      return;
    }
    const finalizers = listAt(object, 'metadata', 'finalizers');
    const uid = object.metadata?.uid ?? '';
    const dependents = [...(this.#dependents.get(uid)?.values() ?? [])];
    if (finalizers.includes('orphan')) {
      for (const place of dependents) {
        this.#disown(place, this.#parts.store.get(place.type, place.namespace, place.name), uid);
      }
      this.#release(object, 'orphan');
    } else if (finalizers.includes('foregroundDeletion') && dependents.length === 0) {
      this.#release(object, 'foregroundDeletion');
    } else if (finalizers.includes('foregroundDeletion')) {
      for (const { type: kind, namespace: space, name } of dependents) {
        this.#parts.api.delete(kind, space, name, { propagationPolicy: 'Background' });
      }
    }
  }

  #disown(place: Place, object: KubeObject | undefined, uid: string): void {
    if (object) {
      const ownerReferences = (object.metadata?.ownerReferences ?? []).filter((owner) => owner.uid !== uid);
      this.#parts.store.put(place.type, { ...object, metadata: { ...object.metadata, ownerReferences } });
    }
  }

  #release(object: KubeObject, finalizer: string): void {
    const finalizers = listAt(object, 'metadata', 'finalizers').filter((one) => one !== finalizer);
    this.#parts.api.update({ ...object, metadata: { ...object.metadata, finalizers } });
  }
}
