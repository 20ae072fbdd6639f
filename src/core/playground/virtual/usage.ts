import type { KubeObject } from '../../kube/resource.ts';
import { podReferences } from '../../rewrite/references.ts';
import { nameOf, textAt } from '../tree.ts';

/** The ConfigMap that every pod uses, since its API is known by it. */
export const rootCertificate = 'kube-root-ca.crt';

/** Whether an object is for the host: ConfigMaps and Secrets only when a pod of their namespace uses them, or they are told to. */
export function isUsed(object: KubeObject, pods: readonly KubeObject[]): boolean {
  if (object.kind !== 'ConfigMap' && object.kind !== 'Secret') {
    return true;
  }
  const uses = (pod: KubeObject) =>
    podReferences(pod['spec']).some(({ kind, name }) => kind === object.kind && name === nameOf(object));
  const forced = textAt(object, 'metadata', 'annotations', 'vcluster.loft.sh/force-sync') === 'true';
  const root = object.kind === 'ConfigMap' && nameOf(object) === rootCertificate;
  return forced || (root && pods.length > 0) || pods.some(uses);
}
