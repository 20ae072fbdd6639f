import type { KubeObject } from '../kube/resource.ts';
import { marks } from '../vcluster/marks.ts';
import { annotation, dig, objects, type Raw } from '../vcluster/raw.ts';

/** Annotation of the current generation: the owner references inside the vcluster, as JSON. */
const ownerReferences = 'vcluster.loft.sh/owner-references';
/** Annotation of both: the kind of the owner, if it is one of `apps/v1`. */
const ownerSetKind = 'vcluster.loft.sh/owner-set-kind';

/**
 * Whether something inside the vcluster makes a synced pod anew: a controller, nothing, or that cannot be told from the host.
 */
export type Ownership = 'controlled' | 'bare' | 'unknown';

function recorded(pod: KubeObject): readonly Raw[] | undefined {
  const json = annotation(pod, ownerReferences);
  try {
    return json === undefined ? undefined : objects(JSON.parse(json));
  } catch {
    return undefined;
  }
}

/**
 * Reads the owner that a synced pod has inside its vcluster. The syncer writes it into annotations, and copies the flag `controller` to
 * the host pod's own owner, the Service of the vcluster; in multi-namespace mode there is no such owner, and an absent annotation
 * may also mean a Job, up to 0.19.
 */
export function podOwnership(pod: KubeObject): Ownership {
  if (annotation(pod, ownerSetKind) !== undefined) {
    return 'controlled';
  }
  const owners = recorded(pod);
  if (owners !== undefined) {
    return owners.some((one) => one['controller'] === true) ? 'controlled' : 'bare';
  }
  const host = objects(dig(pod, 'metadata', 'ownerReferences')).find(({ kind }) => kind === 'Service');
  if (host !== undefined) {
    return host['controller'] === true ? 'controlled' : 'bare';
  }
  // Written by the current generation alone, which records every owner.
  return annotation(pod, marks.objectHostName) === undefined ? 'unknown' : 'bare';
}
