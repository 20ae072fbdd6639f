import { marks } from '../vcluster/marks.ts';
import { text } from '../vcluster/raw.ts';
import { child } from './draft.ts';
import type { Work } from './rule.ts';

/** Annotations that come from the host, so that the syncer does not carry them there. */
export const hostAnnotations: Readonly<Record<string, readonly string[]>> = {
  PersistentVolumeClaim: [
    'pv.kubernetes.io/bind-completed',
    'pv.kubernetes.io/bound-by-controller',
    'volume.beta.kubernetes.io/storage-provisioner',
    'volume.kubernetes.io/storage-provisioner',
    'volume.kubernetes.io/selected-node',
  ],
  Service: ['field.cattle.io/publicEndpoints'],
  Ingress: ['field.cattle.io/publicEndpoints'],
  Endpoints: ['control-plane.alpha.kubernetes.io/leader'],
  EndpointSlice: ['control-plane.alpha.kubernetes.io/leader'],
  PersistentVolume: ['vcluster.loft.sh/host-pv'],
  StorageClass: ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'],
};

/** Kinds of which the virtual side has such annotations only because the host has them, or of which a rule says more. */
const keepsExcluded: ReadonlySet<string> = new Set(['PersistentVolumeClaim', 'StorageClass']);

/** Annotations of the syncer's own, which an object has already where it comes from a vcluster within this one. */
const ownAnnotations: ReadonlySet<string> = new Set([
  marks.objectName,
  marks.objectNamespace,
  marks.objectHostName,
  'vcluster.loft.sh/object-host-namespace',
  'vcluster.loft.sh/object-kind',
  'vcluster.loft.sh/object-uid',
  'vcluster.loft.sh/managed-annotations',
  'vcluster.loft.sh/managed-labels',
]);

/** Leaves out what is not carried to the host, and notes which annotations the syncer owns there. */
export function copyAnnotations(work: Work): void {
  const excluded = hostAnnotations[text(work.object['kind']) ?? ''] ?? [];
  const given = child(work.metadata, 'annotations');
  if (given !== undefined && !keepsExcluded.has(text(work.object['kind']) ?? '')) {
    for (const key of excluded) {
      work.draft.remove(given, key);
    }
  }
  const kept = Object.keys(given ?? {})
    .filter((key) => !excluded.includes(key) && !ownAnnotations.has(key))
    .sort();
  if (kept.length > 0) {
    work.draft.set(
      work.draft.within(work.metadata, 'annotations'),
      'vcluster.loft.sh/managed-annotations',
      kept.join('\n'),
    );
  } else if (given !== undefined) {
    work.draft.remove(given, 'vcluster.loft.sh/managed-annotations');
  }
}
