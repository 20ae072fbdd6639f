import { marks } from '../vcluster/marks.ts';
import { text } from '../vcluster/raw.ts';
import { child } from './draft.ts';
import { tokenPrefix, uncounted } from './pod/marks.ts';
import type { Work } from './rule.ts';

/** Marks a Service that was made on the host first, until its virtual twin is there. */
const blockDeletion = 'vcluster.loft.sh/block-deletion';

/** What the host’s snapshot controller writes while it works, and the syncer copies but once. */
export const snapshotProgress: readonly string[] = [
  'snapshot.storage.kubernetes.io/volumesnapshot-being-created',
  'snapshot.storage.kubernetes.io/volumesnapshot-being-deleted',
];

/** Annotations that come from the host, so that the syncer does not carry them there. */
export const hostAnnotations: Readonly<Record<string, readonly string[]>> = {
  PersistentVolumeClaim: [
    'pv.kubernetes.io/bind-completed',
    'pv.kubernetes.io/bound-by-controller',
    'volume.beta.kubernetes.io/storage-provisioner',
    'volume.kubernetes.io/storage-provisioner',
    'volume.kubernetes.io/selected-node',
  ],
  Service: ['field.cattle.io/publicEndpoints', blockDeletion],
  Ingress: ['field.cattle.io/publicEndpoints'],
  Endpoints: ['control-plane.alpha.kubernetes.io/leader'],
  EndpointSlice: ['control-plane.alpha.kubernetes.io/leader'],
  PersistentVolume: ['vcluster.loft.sh/host-pv'],
  StorageClass: ['storageclass.kubernetes.io/is-default-class'],
  // The host's admission would move all pods of the namespace by them.
  Namespace: ['scheduler.alpha.kubernetes.io/node-selector', 'scheduler.alpha.kubernetes.io/defaultTolerations'],
};

/** Kinds of which the virtual side has such annotations only because the host has them, or of which a rule says more. */
const keepsExcluded: ReadonlySet<string> = new Set(['PersistentVolumeClaim', 'StorageClass']);

const managedAnnotations = 'vcluster.loft.sh/managed-annotations';
const managedLabels = 'vcluster.loft.sh/managed-labels';

/** Annotations of the syncer's own, which an object has already where it comes from a vcluster within this one. */
const ownAnnotations: ReadonlySet<string> = new Set([
  marks.objectName,
  marks.objectNamespace,
  'vcluster.loft.sh/object-uid',
  managedAnnotations,
  managedLabels,
]);

/** Those that came with v0.21; to older syncers they are annotations like any other. */
const newerAnnotations: ReadonlySet<string> = new Set([
  marks.objectHostName,
  'vcluster.loft.sh/object-host-namespace',
  'vcluster.loft.sh/object-kind',
]);

/** Whether the syncer counts an annotation among those that it carries over. Up to v0.20 it does so at every change of a pod anew. */
function isCounted({ object, config }: Work, key: string): boolean {
  const isOfPod = object['kind'] === 'Pod' && (uncounted.has(key) || key.startsWith(tokenPrefix));
  return !ownAnnotations.has(key) && !(config.hostMarks ? newerAnnotations.has(key) : isOfPod);
}

/** Leaves out what is not carried to the host, and notes which annotations the syncer owns there. */
export function copyAnnotations(work: Work): void {
  const { draft, object, metadata, config } = work;
  const kind = text(object['kind']) ?? '';
  const excluded = Object.hasOwn(hostAnnotations, kind) ? (hostAnnotations[kind] ?? []) : [];
  const given = child(metadata, 'annotations');
  const dropped = [...(keepsExcluded.has(kind) ? [] : excluded), ...(config.hostMarks ? [] : [managedLabels])];
  for (const key of dropped) {
    draft.remove(given ?? {}, key);
  }
  const kept = Object.keys(given ?? {})
    .filter((key) => !excluded.includes(key) && isCounted(work, key))
    .sort();
  if (kept.length > 0) {
    draft.set(draft.within(metadata, 'annotations'), managedAnnotations, kept.join('\n'));
  } else if (given !== undefined) {
    draft.remove(given, managedAnnotations);
  }
}
