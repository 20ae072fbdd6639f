import { dig } from '../vcluster/raw.ts';

/** The keys below sync.toHost and sync.fromHost, with the resource that each stands for. */
export const resourceOfKey: Readonly<Record<string, string>> = {
  pods: 'pods',
  secrets: 'secrets',
  configMaps: 'configmaps',
  ingresses: 'ingresses',
  services: 'services',
  endpoints: 'endpoints',
  endpointSlices: 'endpointslices',
  networkPolicies: 'networkpolicies',
  persistentVolumeClaims: 'persistentvolumeclaims',
  persistentVolumes: 'persistentvolumes',
  volumeSnapshots: 'volumesnapshots',
  volumeSnapshotContents: 'volumesnapshotcontents',
  storageClasses: 'storageclasses',
  serviceAccounts: 'serviceaccounts',
  podDisruptionBudgets: 'poddisruptionbudgets',
  priorityClasses: 'priorityclasses',
  resourceClaims: 'resourceclaims',
  resourceClaimTemplates: 'resourceclaimtemplates',
};

/** The keys below sync.fromHost of what keeps its name, with the resource that each stands for. */
export const mirrored: Readonly<Record<string, string>> = {
  nodes: 'nodes',
  ingressClasses: 'ingressclasses',
  runtimeClasses: 'runtimeclasses',
  priorityClasses: 'priorityclasses',
  storageClasses: 'storageclasses',
  gatewayClasses: 'gatewayclasses',
  deviceClasses: 'deviceclasses',
  volumeSnapshotClasses: 'volumesnapshotclasses',
  csiNodes: 'csinodes',
  csiDrivers: 'csidrivers',
  csiStorageCapacities: 'csistoragecapacities',
};

export type Direction = 'toHost' | 'fromHost';

/** The custom resources below a direction that are on. */
export function customResources(values: object, direction: Direction): readonly (readonly [string, unknown])[] {
  const given = dig(values, 'sync', direction, 'customResources');
  return Object.entries(typeof given === 'object' && given !== null ? given : {}).filter(
    ([, one]) => dig(one, 'enabled') === true,
  );
}

/** The texts of a map. */
export function strings(value: unknown): Readonly<Record<string, string>> {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(entries.flatMap(([key, one]) => (typeof one === 'string' ? [[key, one]] : [])));
}
