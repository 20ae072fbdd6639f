import { randomUUID } from 'node:crypto';
import { type KubeObject, type ObjectMeta, resources } from '../kube/resource.ts';
import { type Served, servedByPlural } from './catalogue.ts';
import { randomSuffix } from './randomSuffix.ts';
import { badRequest, forbidden, notFound } from './refusal.ts';
import type { Store } from './store.ts';
import { kubeTime, nameOf, namespaceOf, sameJson, textAt } from './tree.ts';

/** The metadata of a new object: what was given, without what only the server can say, and with what it says. */
export function newMetadata(type: Served, given: ObjectMeta, now: number): ObjectMeta {
  const { managedFields: _managed, resourceVersion: _version, deletionTimestamp: _deleted, ...metadata } = given;
  const generation = type.generation ? { generation: 1 } : {};
  return { ...metadata, uid: randomUUID(), creationTimestamp: kubeTime(now), ...generation };
}

/** The metadata after a write: what cannot change is kept, and the generation counts up when the spec is another. */
export function keptMetadata(type: Served, before: KubeObject, after: KubeObject): ObjectMeta {
  const { generation, ...old } = before.metadata ?? {};
  const { uid, creationTimestamp, deletionTimestamp, deletionGracePeriodSeconds, resourceVersion } = old;
  const fixed = { uid, creationTimestamp, deletionTimestamp, deletionGracePeriodSeconds, resourceVersion };
  const present = Object.fromEntries(Object.entries(fixed).filter(([, value]) => value !== undefined));
  const changed = type.generation && !sameJson(before['spec'], after['spec']);
  const { managedFields: _managed, ...given } = after.metadata ?? {};
  const counted = typeof generation === 'number' ? { generation: generation + (changed ? 1 : 0) } : {};
  return { ...given, ...present, ...counted };
}

/** The object with a name, made from its generateName if it has none. */
export function withGeneratedName(given: KubeObject): KubeObject {
  const prefix = textAt(given, 'metadata', 'generateName');
  if (nameOf(given) || !prefix) {
    return given;
  }
  return { ...given, metadata: { ...given.metadata, name: `${prefix}${randomSuffix()}` } };
}

/** Throws when a new object's namespace is missing (404) or going away (403), or when its kind has none (400). */
export function checkNamespace(store: Store, type: Served, object: KubeObject): void {
  const namespace = namespaceOf(object);
  if (!type.namespaced) {
    if (namespace) {
      throw badRequest('namespace is not allowed on this type');
    }
    return;
  }
  const found = store.get(servedByPlural('namespaces'), '', namespace);
  if (!found) {
    throw notFound(resources.namespaces, namespace);
  }
  if (found.metadata?.deletionTimestamp) {
    const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
    throw forbidden(type, nameOf(object), why);
  }
}
