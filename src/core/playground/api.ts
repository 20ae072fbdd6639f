import type { KubeObject, ResourceType } from '../kube/resource.ts';
import type { Clock } from './agenda.ts';
import type { Served } from './catalogue.ts';
import { withInitialValues, withUpdatedValues } from './defaults.ts';
import { type DeleteOptions, deletion } from './deletion.ts';
import { checkNamespace, keptMetadata, newMetadata, withGeneratedName } from './metadata.ts';
import { applyPatch, type PatchKind } from './patch/patch.ts';
import { alreadyExists, badRequest, conflict, notFound } from './refusal.ts';
import { servedObject, servedType } from './resolution.ts';
import { scaleOf, withScale } from './scale.ts';
import { ServiceAllocator } from './serviceAllocator.ts';
import type { Store } from './store.ts';
import { at, isTree, nameOf, namespaceOf, sameJson, treeAt, withAt } from './tree.ts';
import { validate, validateUpdate } from './validation.ts';

export interface WriteOptions {
  /** Everything is checked and computed, nothing is kept. */
  readonly dryRun?: boolean;
}

export interface UpdateOptions extends WriteOptions {
  /** `status` writes the status alone, `scale` the replicas through a Scale object; otherwise all but the status. */
  readonly subresource?: 'status' | 'scale' | undefined;
}

/**
 * The rules of kube-apiserver over the store: what a request would be answered, for tests and controllers without HTTP.
 * Every refusal is thrown as a `Refusal`. Resources are named by the shared `ResourceType`s.
 */
export class Api {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #services: ServiceAllocator;
  readonly #admit: (object: KubeObject) => KubeObject;

  /** `admit` may add to objects that are created, as admission plugins do. */
  constructor(store: Store, clock: Clock, admit: (object: KubeObject) => KubeObject = (object) => object) {
    this.#admit = admit;
    this.#store = store;
    this.#clock = clock;
    this.#services = new ServiceAllocator(store);
  }

  /** The object; throws a 404. */
  get(type: ResourceType, namespace: string | undefined, name: string): KubeObject {
    const found = this.find(type, namespace, name);
    if (!found) {
      throw notFound(type, name);
    }
    return found;
  }

  /** The object, or undefined. */
  find(type: ResourceType, namespace: string | undefined, name: string): KubeObject | undefined {
    return this.#store.get(servedType(type), namespace ?? '', name);
  }

  /** The objects of a namespace, or of all, in the order of their keys. */
  list(type: ResourceType, namespace?: string): readonly KubeObject[] {
    return this.#store.list(servedType(type), namespace);
  }

  /** Creates as a POST does: a namespaced object needs its namespace in `metadata`. */
  create(given: KubeObject, options: WriteOptions = {}): KubeObject {
    const type = servedObject(given);
    const named = withGeneratedName(given);
    checkNamespace(this.#store, type, named);
    const { status: _status, ...bare } = named;
    let object = this.#admit(withInitialValues(type, type.status ? bare : named));
    validate(type, object);
    if (this.#store.get(type, namespaceOf(object), nameOf(object))) {
      throw alreadyExists(type, nameOf(object));
    }
    if (type.plural === 'services') {
      this.#services.check(object);
      object = this.#services.allocate(object);
    }
    return this.#keep(
      type,
      { ...object, metadata: newMetadata(type, object.metadata ?? {}, this.#clock.now()) },
      options,
    );
  }

  /**
   * Puts an object in as it is, status, age and uid included, filling in only what is missing; nothing is validated.
   * For fleets that have a past.
   */
  seed(given: KubeObject): KubeObject {
    const type = servedObject(given);
    const { status: initial, ...rest } = withInitialValues(type, given);
    let object: KubeObject = {
      ...rest,
      ...(given['status'] !== undefined
        ? { status: given['status'] }
        : initial === undefined
          ? {}
          : { status: initial }),
    };
    if (type.plural === 'services') {
      object = this.#services.allocate(object);
    }
    return this.#store.put(type, {
      ...object,
      metadata: { ...newMetadata(type, {}, this.#clock.now()), ...object.metadata },
    });
  }

  /** Puts a complete object in as it is, sharing its parts with others that it was made from: the quickest way to many. */
  seedWhole(object: KubeObject): KubeObject {
    return this.#store.put(servedObject(object), object);
  }

  /** Replaces as a PUT does. A resourceVersion in the object must be the current one. */
  update(given: KubeObject, { subresource, dryRun }: UpdateOptions = {}): KubeObject {
    const type = servedObject(given);
    const before = this.get(type, namespaceOf(given), nameOf(given));
    const { resourceVersion, uid } = given.metadata ?? {};
    if (resourceVersion && resourceVersion !== before.metadata?.resourceVersion) {
      throw conflict(type, nameOf(given));
    }
    if (uid && uid !== before.metadata?.uid) {
      throw conflict(type, nameOf(given));
    }
    const after =
      subresource === 'status' ? { ...before, status: given['status'] ?? {} } : this.#mainUpdate(type, before, given);
    return this.#write(type, before, after, dryRun === true);
  }

  /** Replaces spec, status and all in one write, as only a controller in the same process can. */
  overwrite(given: KubeObject): KubeObject {
    const type = servedObject(given);
    return this.#write(type, this.get(type, namespaceOf(given), nameOf(given)), given, false);
  }

  /** Patches as a PATCH does. An apply patch creates what is not there; lists are merged as in a strategic patch. */
  patch(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
    patch: unknown,
    { kind = 'merge', subresource, ...options }: UpdateOptions & { readonly kind?: PatchKind } = {},
  ): KubeObject {
    const before = this.find(type, namespace, name);
    if (!before && kind === 'apply' && isTree(patch)) {
      return this.create(
        { ...patch, metadata: { ...treeAt(patch, 'metadata'), name, ...(namespace ? { namespace } : {}) } },
        options,
      );
    }
    const current = before ?? this.get(type, namespace, name);
    if (subresource === 'scale') {
      const scaled = applyPatch(kind, scaleOf(current), patch);
      return scaleOf(this.update(withScale(current, scaled), options));
    }
    const patched = applyPatch(kind, current, patch);
    if (!isTree(patched) || nameOf(patched) !== name || namespaceOf(patched) !== namespaceOf(current)) {
      throw badRequest('the name of the object does not match the name on the URL');
    }
    return this.update(patched, { ...options, subresource });
  }

  /** Deletes as a DELETE does; gives the object that is going away, or undefined once it is gone. */
  delete(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
    options: DeleteOptions = {},
  ): KubeObject | undefined {
    const served = servedType(type);
    const next = deletion(served, this.get(type, namespace, name), options, this.#clock.now());
    if (options.dryRun || next.outcome === 'unchanged') {
      return next.object;
    }
    if (next.outcome === 'removed') {
      this.#store.remove(served, namespace ?? '', name);
      return undefined;
    }
    return this.#store.put(served, next.object);
  }

  /** Takes an object out at once, whatever its finalizers and its grace period: the last step of a controller. */
  remove(type: ResourceType, namespace: string | undefined, name: string): void {
    this.#store.remove(servedType(type), namespace ?? '', name);
  }

  #mainUpdate(type: Served, before: KubeObject, given: KubeObject): KubeObject {
    const { status: _status, ...rest } = withUpdatedValues(type, given);
    const kept = type.status ? before['status'] : given['status'];
    const object: KubeObject = { ...rest, ...(kept === undefined ? {} : { status: kept }) };
    validateUpdate(type, before, object);
    return type.plural === 'services' ? this.#services.allocate(this.#keepAddress(before, object)) : object;
  }

  #keepAddress(before: KubeObject, after: KubeObject): KubeObject {
    const address = at(before, 'spec', 'clusterIP');
    return at(after, 'spec', 'clusterIP') || !address ? after : withAt(after, ['spec', 'clusterIP'], address);
  }

  #write(type: Served, before: KubeObject, after: KubeObject, dryRun: boolean): KubeObject {
    const object: KubeObject = { ...after, metadata: keptMetadata(type, before, after) };
    validate(type, object);
    if (sameJson(before, object)) {
      return before;
    }
    const finalizers = object.metadata?.['finalizers'];
    const free = !Array.isArray(finalizers) || finalizers.length === 0;
    if (before.metadata?.deletionTimestamp && free && !['pods', 'namespaces'].includes(type.plural) && !dryRun) {
      this.#store.remove(type, namespaceOf(object), nameOf(object));
      return object;
    }
    return dryRun ? object : this.#store.put(type, object);
  }

  #keep(type: Served, object: KubeObject, { dryRun }: WriteOptions): KubeObject {
    return dryRun ? object : this.#store.put(type, object);
  }
}
