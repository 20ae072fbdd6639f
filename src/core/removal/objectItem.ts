import { printable } from '../base/text.ts';
import type { KubeObject, ResourceType } from '../kube/resource.ts';
import { itemId, type RemovalItem, type RemovalKind, type RemovalTarget } from './removalItem.ts';

/** Kinds beyond those that the explorer shows. */
export const moreResources = {
  leases: { group: 'coordination.k8s.io', version: 'v1', plural: 'leases', kind: 'Lease', namespaced: true },
  roles: { group: 'rbac.authorization.k8s.io', version: 'v1', plural: 'roles', kind: 'Role', namespaced: true },
  rolebindings: {
    group: 'rbac.authorization.k8s.io',
    version: 'v1',
    plural: 'rolebindings',
    kind: 'RoleBinding',
    namespaced: true,
  },
  clusterroles: {
    group: 'rbac.authorization.k8s.io',
    version: 'v1',
    plural: 'clusterroles',
    kind: 'ClusterRole',
    namespaced: false,
  },
  clusterrolebindings: {
    group: 'rbac.authorization.k8s.io',
    version: 'v1',
    plural: 'clusterrolebindings',
    kind: 'ClusterRoleBinding',
    namespaced: false,
  },
  resourcequotas: { group: '', version: 'v1', plural: 'resourcequotas', kind: 'ResourceQuota', namespaced: true },
  limitranges: { group: '', version: 'v1', plural: 'limitranges', kind: 'LimitRange', namespaced: true },
} as const satisfies Record<string, ResourceType>;

/** The identity of an object; undefined for what lacks one. */
export function targetOf(type: ResourceType, object: KubeObject): RemovalTarget | undefined {
  const { name, uid, namespace } = object.metadata ?? {};
  if (!name || !uid) {
    return undefined;
  }
  return { type, name, uid, ...(type.namespaced && namespace ? { namespace } : {}) };
}

/** An item about one object; none for an object without an identity. */
export function objectItem(
  kind: RemovalKind,
  type: ResourceType,
  object: KubeObject,
  rest: Pick<RemovalItem, 'detail' | 'proposal' | 'fixed'>,
): readonly RemovalItem[] {
  const target = targetOf(type, object);
  return target === undefined
    ? []
    : [{ id: itemId(kind, target), kind, label: `${type.kind} ${printable(target.name)}`, target, ...rest }];
}

/** Whether it goes away with an object that is going away. */
export function isOwned(object: KubeObject): boolean {
  return (object.metadata?.ownerReferences ?? []).length > 0;
}
