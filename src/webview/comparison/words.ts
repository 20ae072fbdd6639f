import * as l10n from '@vscode/l10n';
import type { RowFilter } from '../../core/comparison/contract.ts';
import type { ChangeKind, PairState } from '../../core/rewrite/model.ts';

/** Kubernetes' own spelling of plural names, in the order of the list. */
const kinds: Readonly<Record<string, readonly [label: string, icon: string]>> = {
  deployments: ['Deployments', 'versions'],
  statefulsets: ['StatefulSets', 'versions'],
  daemonsets: ['DaemonSets', 'versions'],
  replicasets: ['ReplicaSets', 'versions'],
  jobs: ['Jobs', 'tasklist'],
  cronjobs: ['CronJobs', 'clockface'],
  pods: ['Pods', 'package'],
  services: ['Services', 'globe'],
  endpoints: ['Endpoints', 'list-flat'],
  endpointslices: ['EndpointSlices', 'list-flat'],
  ingresses: ['Ingresses', 'link-external'],
  networkpolicies: ['NetworkPolicies', 'shield'],
  configmaps: ['ConfigMaps', 'symbol-property'],
  secrets: ['Secrets', 'lock'],
  serviceaccounts: ['ServiceAccounts', 'account'],
  persistentvolumeclaims: ['PersistentVolumeClaims', 'database'],
  persistentvolumes: ['PersistentVolumes', 'database'],
  storageclasses: ['StorageClasses', 'layers'],
  poddisruptionbudgets: ['PodDisruptionBudgets', 'shield'],
  priorityclasses: ['PriorityClasses', 'layers'],
  namespaces: ['Namespaces', 'symbol-namespace'],
  nodes: ['Nodes', 'vm'],
  'ingressclasses.networking.k8s.io': ['IngressClasses', 'layers'],
  'runtimeclasses.node.k8s.io': ['RuntimeClasses', 'layers'],
  'gatewayclasses.gateway.networking.k8s.io': ['GatewayClasses', 'layers'],
  'deviceclasses.resource.k8s.io': ['DeviceClasses', 'layers'],
  'volumesnapshotclasses.snapshot.storage.k8s.io': ['VolumeSnapshotClasses', 'layers'],
  'csinodes.storage.k8s.io': ['CSINodes', 'database'],
  'csidrivers.storage.k8s.io': ['CSIDrivers', 'database'],
  'csistoragecapacities.storage.k8s.io': ['CSIStorageCapacities', 'database'],
};
const order = new Map(Object.keys(kinds).map((kind, index) => [kind, index]));

/** The kind of a plural name as people write it. */
export function kindLabel(plural: string): string {
  return kinds[plural]?.[0] ?? plural.slice(0, 1).toUpperCase() + plural.slice(1);
}

export function kindIcon(plural: string): string {
  return kinds[plural]?.[1] ?? 'symbol-object';
}

/** Where a kind stands in the list; kinds that are not known come last, by their name. */
export function kindRank(plural: string): number {
  return order.get(plural) ?? order.size;
}

/** Where an object stands between the sides: in words, and as an icon, so that neither needs a colour. */
export function stateLook(state: PairState): { readonly label: string; readonly icon: string } {
  switch (state) {
    case 'synced':
      return { label: l10n.t('On both sides'), icon: 'arrow-both' };
    case 'fromHost':
      return { label: l10n.t('Comes from the host'), icon: 'arrow-left' };
    case 'virtualOnly':
      return { label: l10n.t('Lives in the vcluster only'), icon: 'circle-large-outline' };
    case 'notSynced':
      return { label: l10n.t('Not synced by this configuration'), icon: 'circle-slash' };
    case 'notReferenced':
      return { label: l10n.t('Not used by a pod, so not synced'), icon: 'debug-disconnect' };
    case 'waiting':
      return { label: l10n.t('Waiting to be synced'), icon: 'watch' };
    default:
      return { label: l10n.t('On the host only'), icon: 'server' };
  }
}

export function filterLabel(filter: RowFilter): string {
  switch (filter) {
    case 'rewritten':
      return l10n.t('Rewritten');
    case 'waiting':
      return l10n.t('Waiting');
    case 'drift':
      return l10n.t('Drift');
    case 'hostOnly':
      return l10n.t('Host only');
    default:
      return l10n.t('Not synced');
  }
}

/** Who made a field differ: in words, as an icon, and as the class that gives it its colour. */
export function changeLook(kind: ChangeKind): { readonly label: string; readonly icon: string } {
  switch (kind) {
    case 'rewritten':
      return { label: l10n.t('Rewritten by the syncer'), icon: 'arrow-swap' };
    case 'host':
      return { label: l10n.t('Set by the host'), icon: 'server' };
    default:
      return { label: l10n.t('Drift: nothing explains this'), icon: 'warning' };
  }
}

export function driftLabel(count: number): string {
  return count === 1 ? l10n.t('1 field drifts') : l10n.t('{0} fields drift', count);
}
