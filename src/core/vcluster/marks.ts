import { safeConcat } from './translate.ts';

/** Labels and annotations that vcluster's charts, its syncer, its CLI and the vCluster Platform write. */
export const marks = {
  /** Label of the workloads, pods, services and the config Secret of a control plane; see `controlPlaneApps`. */
  app: 'app',
  /** Label with the name of the vcluster. */
  release: 'release',
  /** Label with name and version of the chart. */
  chart: 'chart',

  paused: 'loft.sh/paused',
  pausedReplicas: 'loft.sh/paused-replicas',
  pausedDate: 'loft.sh/paused-date',
  restoring: 'loft.sh/restoring',
  /** Label that the platform puts on the workload of a sleeping vcluster. */
  sleepMode: 'loft.sh/sleep-mode',
  /** Annotations of the workload or of the Secret `vc-config-NAME`; the time is in seconds since the epoch. */
  sleepType: 'sleepmode.loft.sh/sleep-type',
  sleepingSince: 'sleepmode.loft.sh/sleeping-since',

  /** Label of every synced object; its value is the vcluster's name, or `clusterMarker` at cluster scope. */
  managedBy: 'vcluster.loft.sh/managed-by',
  /** Label with the virtual namespace. */
  virtualNamespace: 'vcluster.loft.sh/namespace',
  objectName: 'vcluster.loft.sh/object-name',
  objectNamespace: 'vcluster.loft.sh/object-namespace',
  /** The name on the host that the syncer gave; since v0.21. It differs on copies that others made. */
  objectHostName: 'vcluster.loft.sh/object-host-name',
  /** Annotation of synced pods with their virtual labels, one `key="value"` a line. */
  podLabels: 'vcluster.loft.sh/labels',
} as const;

/** The values of the label `app` on the workloads and pods of a control plane. */
export const controlPlaneApps = [
  'vcluster',
  'vcluster-api',
  'vcluster-controller',
  'vcluster-scheduler',
  'vcluster-etcd',
] as const;

/** What the label `managed-by` holds on synced objects at cluster scope and on the namespaces of a multi-namespace vcluster. */
export function clusterMarker(hostNamespace: string, name: string): string {
  return safeConcat(hostNamespace, 'x', name);
}
