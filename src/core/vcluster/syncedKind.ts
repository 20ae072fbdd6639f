import { type ResourceType, resources } from '../kube/resource.ts';

/** The kinds that a syncer can write to the host, in the order in which they are shown, by plural name. */
export const syncedKinds = [
  'pods',
  'services',
  'ingresses',
  'configmaps',
  'secrets',
  'persistentvolumeclaims',
  'endpoints',
  'endpointslices',
  'networkpolicies',
  'poddisruptionbudgets',
  'serviceaccounts',
  'persistentvolumes',
  'storageclasses',
  'priorityclasses',
] as const;

export type SyncedKind = (typeof syncedKinds)[number];

/** What can be watched of a vcluster: a kind, or only the pods of its CoreDNS. */
export type WatchedKind = SyncedKind | 'coredns';

/** The resource behind a kind. */
export function resourceOf(kind: WatchedKind): ResourceType {
  return resources[kind === 'coredns' ? 'pods' : kind];
}
