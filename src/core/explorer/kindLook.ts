import type { ResourceType } from '../kube/resource.ts';
import type { NodeIcon } from './node.ts';

const icons: Readonly<Record<string, string>> = {
  pods: 'package',
  services: 'globe',
  configmaps: 'symbol-property',
  secrets: 'lock',
  persistentvolumeclaims: 'database',
  persistentvolumes: 'database',
  storageclasses: 'layers',
  ingresses: 'link-external',
  endpoints: 'list-flat',
  endpointslices: 'list-flat',
  networkpolicies: 'shield',
  poddisruptionbudgets: 'shield',
  priorityclasses: 'layers',
  serviceaccounts: 'account',
  namespaces: 'symbol-namespace',
  nodes: 'vm',
  deployments: 'versions',
  statefulsets: 'versions',
  daemonsets: 'versions',
  jobs: 'tasklist',
  cronjobs: 'clock',
};

/** The icon of a kind, and of its objects where their state gives them none. */
export function kindIcon({ plural }: ResourceType): NodeIcon {
  return { id: icons[plural] ?? 'symbol-object' };
}

/** The kind in the plural, in Kubernetes' own spelling: the plural name with the capitals of the kind, as in `NetworkPolicies`. */
export function kindLabel({ kind, plural }: ResourceType): string {
  const same = [...plural].findIndex((letter, index) => letter !== kind[index]?.toLowerCase());
  return same === -1 ? kind : kind.slice(0, same) + plural.slice(same);
}
