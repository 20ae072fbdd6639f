import { type ResourceType, resources } from '../kube/resource.ts';
import { type SyncedKind, syncedKinds } from '../vcluster/syncedKind.ts';

/** Kinds that stay inside, and make the objects that are synced. */
export const innerKinds = ['deployments', 'statefulsets', 'daemonsets', 'jobs', 'cronjobs', 'namespaces'] as const;

/** What is compared of both sides, in the order in which it is shown, by plural name. */
export const comparedKinds = [...syncedKinds, ...innerKinds] as const;

export type BuiltInKind = SyncedKind | (typeof innerKinds)[number];
/** Of resources that vcluster can be told to sync besides, with their group, such as `certificates.cert-manager.io`. */
export type CustomKind = `${string}.${string}`;
/** What can come from the host besides; it has no group. */
export type CopiedKind = 'nodes';
export type ComparedKind = BuiltInKind | CustomKind | CopiedKind;

/** What charts make for a control plane. */
export const controlPlaneKinds = [
  'pods',
  'services',
  'endpoints',
  'endpointslices',
  'ingresses',
  'configmaps',
  'secrets',
  'persistentvolumeclaims',
  'networkpolicies',
  'serviceaccounts',
  'deployments',
  'statefulsets',
] as const satisfies readonly BuiltInKind[];

/** Read whole, for the word that says how they are, or for what they refer to; of all others metadata is all that arrives. */
const wholeKinds: ReadonlySet<ComparedKind> = new Set([
  'pods',
  'ingresses',
  'persistentvolumeclaims',
  'deployments',
  'statefulsets',
  'daemonsets',
  'jobs',
  'cronjobs',
]);

/** Whether metadata is enough. */
export function isMetadataOnly(kind: ComparedKind): boolean {
  return !wholeKinds.has(kind);
}

/** The resource behind a kind. */
export function comparedResource(kind: BuiltInKind): ResourceType {
  return resources[kind];
}
