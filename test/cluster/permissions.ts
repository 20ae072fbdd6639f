import { randomUUID } from 'node:crypto';
import type { HostApi } from './host/hostApi.ts';

export interface Rule {
  readonly verbs: readonly string[];
  readonly resources: readonly string[];
  readonly apiGroups?: readonly string[];
}

const group = 'rbac.authorization.k8s.io';

/** Gives `user` a right in one namespace, or everywhere. Call what it gives to take it back. */
export async function permit(
  api: HostApi,
  user: string,
  { verbs, resources, apiGroups = [''] }: Rule,
  namespace?: string,
): Promise<() => Promise<void>> {
  const scope = namespace === undefined ? '' : `/namespaces/${namespace}`;
  const kind = namespace === undefined ? 'ClusterRole' : 'Role';
  const name = `test-${randomUUID()}`;
  const roles = `/apis/${group}/v1${scope}/${kind.toLowerCase()}s`;
  const bindings = `/apis/${group}/v1${scope}/${kind.toLowerCase()}bindings`;
  await api.create(roles, { metadata: { name }, rules: [{ apiGroups, resources, verbs }] });
  await api.create(bindings, {
    metadata: { name },
    roleRef: { apiGroup: group, kind, name },
    subjects: [{ apiGroup: group, kind: 'User', name: user }],
  });
  return async () => {
    await api.remove(`${bindings}/${name}`);
    await api.remove(`${roles}/${name}`);
  };
}
