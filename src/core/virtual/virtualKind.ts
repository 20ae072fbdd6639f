import { type ResourceType, resources } from '../kube/resource.ts';

/** The kinds that are shown of the inside of a vcluster, in their order, by plural name. */
export const virtualKinds = [
  'namespaces',
  'nodes',
  'deployments',
  'statefulsets',
  'daemonsets',
  'jobs',
  'cronjobs',
  'pods',
  'services',
  'ingresses',
  'configmaps',
  'secrets',
  'persistentvolumeclaims',
  'serviceaccounts',
] as const;

export type VirtualKind = (typeof virtualKinds)[number];

/** The resource behind a kind. */
export function virtualResource(kind: VirtualKind): ResourceType {
  return resources[kind];
}

/** Of these, names and times are all that is shown; values of Secrets and ConfigMaps never arrive. */
export const metadataKinds: ReadonlySet<VirtualKind> = new Set([
  'namespaces',
  'configmaps',
  'secrets',
  'serviceaccounts',
]);
