import type { KubeObject } from '../../kube/resource.ts';
import { referencesOf } from '../fleet/podReferences.ts';
import { nameOf, textAt, treeAt } from '../tree.ts';

/** The ConfigMap that every pod uses, since its API is known by it. */
export const rootCertificate = 'kube-root-ca.crt';

/** Whether an object is for the host: ConfigMaps and Secrets only when a pod of their namespace uses them, or they are told to. */
export function isUsed(object: KubeObject, pods: readonly KubeObject[]): boolean {
  if (object.kind !== 'ConfigMap' && object.kind !== 'Secret') {
    return true;
  }
  const wanted = object.kind === 'Secret' ? 'secret' : 'configMap';
  const uses = (pod: KubeObject) =>
    referencesOf(treeAt(pod, 'spec')).some(({ kind, name }) => kind === wanted && name === nameOf(object));
  const forced = textAt(object, 'metadata', 'annotations', 'vcluster.loft.sh/force-sync') === 'true';
  const root = wanted === 'configMap' && nameOf(object) === rootCertificate;
  return forced || (root && pods.length > 0) || pods.some(uses);
}
