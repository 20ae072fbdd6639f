import type { KubeObject } from '../../kube/resource.ts';
import { hostName } from '../../vcluster/translate.ts';
import { treeAt } from '../tree.ts';
import type { SyncTarget } from './syncTarget.ts';

/** A copy of a synced pod under another virtual name. */
export function renamed(
  pod: KubeObject,
  name: string,
  namespace: string,
  target: SyncTarget,
  uid: string,
  virtualUid: string,
): KubeObject {
  const host = hostName(name, namespace, target.name);
  const mark = (key: string, value: string) => [`vcluster.loft.sh/${key}`, value] as const;
  const marks = [
    mark('name', name),
    mark('object-name', name),
    mark('object-host-name', host),
    mark('uid', virtualUid),
    mark('object-uid', virtualUid),
  ];
  const annotations = { ...pod.metadata?.annotations, ...Object.fromEntries(marks) };
  return {
    ...pod,
    metadata: { ...pod.metadata, name: host, uid, annotations },
    spec: { ...treeAt(pod, 'spec'), hostname: name },
  };
}
