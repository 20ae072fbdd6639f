import { type KubeObject, resources } from '../../kube/resource.ts';
import { WorkQueue } from '../agenda.ts';
import { isReady } from '../podPhase.ts';
import { at, listAt, nameOf, namespaceOf, numberAt, textAt, treeAt } from '../tree.ts';
import { byKey, type ControllerParts, controllerOf, keyOf } from './controller.ts';
import { revisionOf, statefulSetPod } from './podTemplate.ts';

function ordinalOf(pod: KubeObject): number {
  return Number(/-(\d+)$/.exec(nameOf(pod))?.[1] ?? -1);
}

/** Keeps the pods and claims of StatefulSets as their replicas and templates ask for; counts them in the status. */
export class StatefulSetController {
  readonly #parts: ControllerParts;
  readonly #queue: WorkQueue;

  constructor(parts: ControllerParts) {
    this.#parts = parts;
    this.#queue = new WorkQueue(parts.agenda, (key) => this.#work(key));
    parts.store.onDidChange(({ type, change, object }) => {
      if (type.plural === 'statefulsets' && change !== 'DELETED') {
        this.#queue.add(keyOf(object));
      } else if (type.plural === 'pods') {
        const owner = controllerOf(object, 'StatefulSet');
        if (owner) {
          this.#queue.add(`${namespaceOf(object)}/${owner.name}`);
        }
      }
    });
  }

  #work(key: string): void {
    const { api } = this.#parts;
    const set = byKey(api, resources.statefulsets, key);
    if (!set || set.metadata?.deletionTimestamp) {
      return;
    }
    const pods = api
      .list(resources.pods, namespaceOf(set))
      .filter((pod) => controllerOf(pod, 'StatefulSet')?.uid === set.metadata?.uid)
      .sort((a, b) => ordinalOf(a) - ordinalOf(b));
    const wanted = numberAt(set, 'spec', 'replicas') ?? 1;
    this.#grow(set, pods, wanted);
    this.#shrink(set, pods, wanted);
    this.#renew(set, pods, wanted);
    this.#count(set, pods);
  }

  #grow(set: KubeObject, pods: readonly KubeObject[], wanted: number): void {
    const parallel = textAt(set, 'spec', 'podManagementPolicy') === 'Parallel';
    for (let ordinal = 0; ordinal < wanted; ordinal += 1) {
      const pod = pods.find((one) => ordinalOf(one) === ordinal);
      if (!pod) {
        this.#claims(set, ordinal);
        this.#parts.api.create(this.#withClaims(set, statefulSetPod(set, ordinal), ordinal));
      }
      if (!parallel && (!pod || !isReady(pod))) {
        return;
      }
    }
  }

  #shrink(set: KubeObject, pods: readonly KubeObject[], wanted: number): void {
    const parallel = textAt(set, 'spec', 'podManagementPolicy') === 'Parallel';
    const superfluous = pods.filter((pod) => ordinalOf(pod) >= wanted);
    const leaving = parallel ? superfluous : superfluous.slice(-1);
    for (const pod of leaving.filter((one) => !one.metadata?.deletionTimestamp)) {
      this.#parts.api.delete(resources.pods, namespaceOf(set), nameOf(pod));
    }
  }

  /** Deletes, from the highest down and one at a time, pods that are of another template. */
  #renew(set: KubeObject, pods: readonly KubeObject[], wanted: number): void {
    const revision = revisionOf(set);
    const old = pods.filter(
      (pod) => pod.metadata?.labels?.['controller-revision-hash'] !== revision && ordinalOf(pod) < wanted,
    );
    const last = old.at(-1);
    const settled = pods.every((pod) => !pod.metadata?.deletionTimestamp && (isReady(pod) || old.includes(pod)));
    if (last && settled && pods.length >= wanted && textAt(set, 'spec', 'updateStrategy', 'type') !== 'OnDelete') {
      this.#parts.api.delete(resources.pods, namespaceOf(set), nameOf(last));
    }
  }

  #claimNames(
    set: KubeObject,
    ordinal: number,
  ): readonly { readonly volume: string; readonly claim: string; readonly template: unknown }[] {
    return listAt(set, 'spec', 'volumeClaimTemplates').map((template) => {
      const volume = textAt(template, 'metadata', 'name') ?? '';
      return { volume, claim: `${volume}-${nameOf(set)}-${ordinal}`, template };
    });
  }

  #claims(set: KubeObject, ordinal: number): void {
    for (const { claim, template } of this.#claimNames(set, ordinal)) {
      if (!this.#parts.api.find(resources.persistentvolumeclaims, namespaceOf(set), claim)) {
        this.#parts.api.create({
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: {
            name: claim,
            namespace: namespaceOf(set),
            labels: treeAt(set, 'spec', 'selector', 'matchLabels') as Record<string, string>,
          },
          spec: at(template, 'spec'),
        });
      }
    }
  }

  #withClaims(set: KubeObject, pod: KubeObject, ordinal: number): KubeObject {
    const own = this.#claimNames(set, ordinal).map(({ volume, claim }) => ({
      name: volume,
      persistentVolumeClaim: { claimName: claim },
    }));
    const names = new Set(own.map(({ name }) => name));
    const others = listAt(pod, 'spec', 'volumes').filter((volume) => !names.has(textAt(volume, 'name') ?? ''));
    return own.length === 0 ? pod : { ...pod, spec: { ...treeAt(pod, 'spec'), volumes: [...own, ...others] } };
  }

  #count(set: KubeObject, pods: readonly KubeObject[]): void {
    const revision = revisionOf(set);
    const ready = pods.filter((pod) => isReady(pod) && !pod.metadata?.deletionTimestamp).length;
    const updated = pods.filter((pod) => pod.metadata?.labels?.['controller-revision-hash'] === revision).length;
    const status = {
      observedGeneration: numberAt(set, 'metadata', 'generation') ?? 1,
      replicas: pods.length,
      ...(ready > 0 ? { readyReplicas: ready } : {}),
      availableReplicas: ready,
      currentReplicas: updated,
      updatedReplicas: updated,
      currentRevision: revision,
      updateRevision: revision,
      collisionCount: 0,
    };
    // Creating and deleting pods above may have woken others, but not changed the set itself.
    this.#parts.api.update({ ...set, status }, { subresource: 'status' });
  }
}
