import type { ConfigPath } from '../finding.ts';
import type { Cursor } from './cursor.ts';

/** What of a host cluster can be offered in a place. */
export type OfferKind =
  | 'services'
  | 'storageClasses'
  | 'ingressClasses'
  | 'nodeLabels'
  | 'nodeSelector'
  /** As names of Services or of all objects in a namespace are written, and names alone. */
  | 'namespaces'
  | 'namespaceNames';

/** One thing of the host that fits in a place. */
export interface Offer {
  readonly text: string;
  /** A few words about it, such as how many nodes a label selects. */
  readonly detail?: string;
}

const values: readonly (readonly [pattern: string, kind: OfferKind])[] = [
  ['networking.replicateServices.fromHost.*.from', 'services'],
  ['networking.resolveDNS.*.target.hostService', 'services'],
  ['networking.resolveDNS.*.target.hostNamespace', 'namespaceNames'],
  ['mapServices.fromHost.*.from', 'services'],
  ['controlPlane.statefulSet.persistence.volumeClaim.storageClass', 'storageClasses'],
  ['controlPlane.backingStore.etcd.deploy.statefulSet.persistence.volumeClaim.storageClass', 'storageClasses'],
  ['storage.className', 'storageClasses'],
  ['etcd.storage.className', 'storageClasses'],
  ['controlPlane.ingress.spec.ingressClassName', 'ingressClasses'],
  ['ingress.ingressClassName', 'ingressClasses'],
  ['sync.nodes.nodeSelector', 'nodeSelector'],
];

const keys: readonly (readonly [pattern: string, kind: OfferKind])[] = [
  ['sync.fromHost.nodes.selector.labels', 'nodeLabels'],
  ['controlPlane.statefulSet.scheduling.nodeSelector', 'nodeLabels'],
  ['controlPlane.backingStore.etcd.deploy.statefulSet.scheduling.nodeSelector', 'nodeLabels'],
  ['controlPlane.coredns.deployment.nodeSelector', 'nodeLabels'],
  ['nodeSelector', 'nodeLabels'],
  ['api.nodeSelector', 'nodeLabels'],
  ['controller.nodeSelector', 'nodeLabels'],
  ['etcd.nodeSelector', 'nodeLabels'],
  ['sync.fromHost.configMaps.mappings.byName', 'namespaces'],
  ['sync.fromHost.secrets.mappings.byName', 'namespaces'],
];

function matches(pattern: string, path: ConfigPath): boolean {
  const steps = pattern.split('.');
  return steps.length === path.length && steps.every((step, index) => step === '*' || step === String(path[index]));
}

/** What of the host fits where the cursor is; undefined where nothing of it does. */
export function offeredAt({ path, atKey }: Cursor): OfferKind | undefined {
  return (atKey ? keys : values).find(([pattern]) => matches(pattern, path))?.[1];
}
