import type { KubeObject, ResourceType } from '../../kube/resource.ts';
import type { Agenda, Clock } from '../agenda.ts';
import type { Api } from '../api.ts';
import type { Store } from '../store.ts';
import { nameOf, namespaceOf } from '../tree.ts';

/** What a controller works with. */
export interface ControllerParts {
  readonly store: Store;
  readonly api: Api;
  readonly agenda: Agenda;
  readonly clock: Clock;
}

/** `namespace/name`: the key that work queues hold. */
export function keyOf(object: KubeObject): string {
  return `${namespaceOf(object)}/${nameOf(object)}`;
}

/** The object of a key, or undefined when it is gone. */
export function byKey(api: Api, type: ResourceType, key: string): KubeObject | undefined {
  const slash = key.indexOf('/');
  return api.find(type, key.slice(0, slash), key.slice(slash + 1));
}

/** The owner that controls an object, if it is of that kind: its name and uid. */
export function controllerOf(
  object: KubeObject,
  kind: string,
): { readonly name: string; readonly uid: string } | undefined {
  for (const owner of object.metadata?.ownerReferences ?? []) {
    if (owner.kind === kind && (owner as { controller?: unknown }).controller === true) {
      return { name: owner.name ?? '', uid: owner.uid ?? '' };
    }
  }
  return undefined;
}

/** The reference by which an object says who controls it. */
export function controlledBy(owner: KubeObject) {
  const { apiVersion = '', kind = '', metadata } = owner;
  return {
    apiVersion,
    kind,
    name: metadata?.name ?? '',
    uid: metadata?.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
}
