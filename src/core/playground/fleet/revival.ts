import { type KubeObject, resources } from '../../kube/resource.ts';
import { WorkQueue } from '../agenda.ts';
import { type ControllerParts, controllerOf } from '../controllers/controller.ts';
import { isReady } from '../podPhase.ts';
import { namespaceOf } from '../tree.ts';
import type { VClusterSeeder } from './vclusterSeeder.ts';

const syncMs = 800;

/**
 * What a syncer does when its vcluster wakes up: brings back the pods of what runs inside. It acts for the vclusters of the
 * fleet whose syncer pod got ready while none of their synced pods are there.
 */
export class Revival {
  constructor(parts: ControllerParts, vclusters: VClusterSeeder) {
    const queue = new WorkQueue(parts.agenda, (key) => {
      const [namespace = '', name = ''] = key.split('/');
      const synced = parts.api
        .list(resources.pods, namespace)
        .filter((pod) => pod.metadata?.labels?.['vcluster.loft.sh/managed-by'] === name);
      const up = parts.api
        .list(resources.pods, namespace)
        .some((pod) => isSyncer(pod) && pod.metadata?.labels?.['release'] === name && isReady(pod));
      if (up && synced.length === 0) {
        vclusters.revive(name, namespace);
      }
    });
    parts.store.onDidChange(({ type, change, object, previous }) => {
      const rose = change === 'MODIFIED' && isReady(object) && !(previous && isReady(previous));
      if (type.plural === 'pods' && rose && isSyncer(object)) {
        queue.add(`${namespaceOf(object)}/${object.metadata?.labels?.['release']}`, syncMs);
      }
    });
  }
}

function isSyncer(pod: KubeObject): boolean {
  const owned = controllerOf(pod, 'StatefulSet') ?? controllerOf(pod, 'ReplicaSet');
  return owned !== undefined && pod.metadata?.labels?.['app'] === 'vcluster';
}
