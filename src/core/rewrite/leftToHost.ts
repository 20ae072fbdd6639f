import { annotation, dig, type Raw, text } from '../vcluster/raw.ts';
import type { RewriteConfig } from './config.ts';
import { namesUnknown } from './kinds/gatewayReference.ts';
import { oldClassAnnotation } from './kinds/storage.ts';

/**
 * Whether the syncer refuses a claim, as it did up to v0.15 where it syncs classes and nothing says which volume is meant
 * (https://github.com/loft-sh/vcluster/pull/1127).
 */
function isRefusedClaim(object: Raw, config: RewriteConfig): boolean {
  const spec = object['spec'];
  return (
    config.minor <= 15 &&
    config.toHost.has('storageclasses') &&
    text(dig(spec, 'storageClassName')) === undefined &&
    annotation(object, oldClassAnnotation) === undefined &&
    text(dig(spec, 'volumeName')) === undefined &&
    dig(spec, 'selector') === undefined
  );
}

/** Whether an object is not synced: the host makes such endpoints of Services with a selector itself, and the syncer fails on others. */
export function isLeftToHost(object: Raw, kind: string, config: RewriteConfig): boolean {
  const label = (key: string): string | undefined => text(dig(object, 'metadata', 'labels', key));
  switch (kind) {
    case 'Endpoints':
      return (
        label('endpoints.kubernetes.io/managed-by') === 'endpoint-controller' ||
        text(dig(object, 'metadata', 'annotations', 'endpoints.kubernetes.io/last-change-trigger-time')) !==
          undefined ||
        label('vcluster.loft.sh/controlled-by') !== undefined
      );
    case 'EndpointSlice':
      return label('endpointslice.kubernetes.io/managed-by') === 'endpointslice-controller.k8s.io';
    case 'Service':
      return label('vcluster.loft.sh/controlled-by') === 'vcluster';
    case 'PersistentVolumeClaim':
      return isRefusedClaim(object, config);
    default:
      return namesUnknown(object);
  }
}
