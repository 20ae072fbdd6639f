import { type LifecycleAction, type Need, needs, readRelease } from '../lifecycle/permissions.ts';
import type { VCluster } from '../vcluster/model.ts';
import { distinctRights, type Grants, isDenied, type Right } from './grants.ts';

/** What menus offer to do and access reviews can speak against; `values` is to read those that a vcluster was deployed with. */
export type Deniable = LifecycleAction | 'values';

/**
 * What connecting can never do without. Pods are for a port-forward, and a vcluster that has an address may need none; its
 * kubeconfig alone tells.
 */
const connectNeeds: readonly Need[] = needs.connect.filter(({ resource }) => resource === 'secrets');

const needsOf: Readonly<Record<Deniable, readonly Need[]>> = { ...needs, connect: connectNeeds, values: readRelease };

/** What can be done to one vcluster, in the order of its flags. */
const vclusterActions = [
  'connect',
  'pause',
  'resume',
  'upgrade',
  'values',
  'delete',
] as const satisfies readonly Deniable[];

/** All rights that decide on anything here, each once: what is asked about a host. */
export const decisiveRights: readonly Right[] = distinctRights(
  Object.values(needsOf)
    .flat()
    .filter(({ clusterWide }) => clusterWide !== true),
);

/** Whether a need is there in any case, given the kind of the main workload; what else there is, only a look would tell. */
function isCertain({ when }: Need, kind: VCluster['workload']['kind'] | undefined): boolean {
  return when === undefined || when === kind;
}

const nothingDenied: readonly Deniable[] = [];

/** What the user surely may not do to a vcluster. An action that lacks one right it cannot do without is denied. */
export function deniedActions(
  grants: Grants,
  { namespace, workload }: Pick<VCluster, 'namespace' | 'workload'>,
): readonly Deniable[] {
  if (grants.cluster.size === 0) {
    return nothingDenied;
  }
  return vclusterActions.filter((action) =>
    needsOf[action].some((need) => isCertain(need, workload.kind) && isDenied(grants, need, namespace)),
  );
}

/** Whether the user surely may not create a vcluster in any of these namespaces, which are there. */
export function isCreateDenied(grants: Grants, namespaces: readonly string[]): boolean {
  return (
    namespaces.length > 0 &&
    namespaces.every((namespace) =>
      needs.create.some((need) => isCertain(need, undefined) && isDenied(grants, need, namespace)),
    )
  );
}

/** Actions as the flags that menus ask for. */
export function denialFlags(denied: readonly Deniable[]): readonly string[] {
  return denied.map((action) => `no-${action}`);
}
