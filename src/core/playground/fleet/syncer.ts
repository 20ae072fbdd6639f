import type { KubeObject } from '../../kube/resource.ts';
import type { Random } from '../random.ts';
import { at, isTree, listAt, namespaceOf, textsAt, withAt } from '../tree.ts';
import { hostPod } from './podSyncer.ts';
import { copied, hostLabels, marks, type SyncTarget, translated } from './syncedObject.ts';

/** The host's copy of a virtual object, rewritten as the syncer of its generation does. */
export function hostObject(object: KubeObject, target: SyncTarget, random: Random): KubeObject {
  switch (object.kind) {
    case 'Pod':
      return hostPod(object, target, random);
    case 'Service':
      return hostService(object, target);
    case 'Ingress':
      return hostIngress(object, target);
    default:
      return copied(object, target);
  }
}

function hostService(service: KubeObject, target: SyncTarget): KubeObject {
  // A service without selector keeps none: its endpoints are somebody's own.
  if (at(service, 'spec', 'selector') === undefined) {
    return copied(service, target);
  }
  const selector = textsAt(service, 'spec', 'selector');
  const narrowed = { ...hostLabels(selector, target), ...marks(namespaceOf(service), target) };
  return withAt(copied(service, target), ['spec', 'selector'], narrowed);
}

function hostIngress(ingress: KubeObject, target: SyncTarget): KubeObject {
  const namespace = namespaceOf(ingress);
  const rules = listAt(ingress, 'spec', 'rules').map((rule) => {
    const paths = listAt(rule, 'http', 'paths').map((path) =>
      isTree(path)
        ? withAt(
            path,
            ['backend', 'service', 'name'],
            translated(target, namespace, at(path, 'backend', 'service', 'name')),
          )
        : path,
    );
    return isTree(rule) ? withAt(rule, ['http', 'paths'], paths) : rule;
  });
  return withAt(copied(ingress, target), ['spec', 'rules'], rules);
}
