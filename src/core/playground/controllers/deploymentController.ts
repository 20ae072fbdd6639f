import { type KubeObject, resources } from '../../kube/resource.ts';
import { WorkQueue } from '../agenda.ts';
import { servedByPlural } from '../catalogue.ts';
import { isReady } from '../podPhase.ts';
import { randomSuffix } from '../randomSuffix.ts';
import { kubeTime, nameOf, namespaceOf, numberAt } from '../tree.ts';
import { byKey, type ControllerParts, controllerOf, keyOf } from './controller.ts';
import { deploymentReplicaSet, replicaSetPod } from './podTemplate.ts';

const replicaSets = servedByPlural('replicasets');

/** Keeps the ReplicaSets of Deployments and the pods of ReplicaSets; a new template replaces the pods of the old one at once. */
export class DeploymentController {
  readonly #parts: ControllerParts;
  readonly #deployments: WorkQueue;
  readonly #replicaSets: WorkQueue;

  constructor(parts: ControllerParts) {
    this.#parts = parts;
    this.#deployments = new WorkQueue(parts.agenda, (key) => this.#workDeployment(key));
    this.#replicaSets = new WorkQueue(parts.agenda, (key) => this.#workReplicaSet(key));
    parts.store.onDidChange(({ type, change, object }) => {
      const owner = (kind: string) => controllerOf(object, kind);
      if (type.plural === 'deployments' && change !== 'DELETED') {
        this.#deployments.add(keyOf(object));
      } else if (type.plural === 'replicasets') {
        this.#wake(this.#deployments, object, owner('Deployment'));
        this.#replicaSets.add(keyOf(object));
      } else if (type.plural === 'pods') {
        this.#wake(this.#replicaSets, object, owner('ReplicaSet'));
      }
    });
  }

  #wake(queue: WorkQueue, object: KubeObject, owner: { readonly name: string } | undefined): void {
    if (owner) {
      queue.add(`${namespaceOf(object)}/${owner.name}`);
    }
  }

  #workDeployment(key: string): void {
    const { api } = this.#parts;
    const deployment = byKey(api, resources.deployments, key);
    if (!deployment || deployment.metadata?.deletionTimestamp) {
      return;
    }
    const wanted = deploymentReplicaSet(deployment);
    const own = api
      .list(replicaSets, namespaceOf(deployment))
      .filter((set) => controllerOf(set, 'Deployment')?.uid === deployment.metadata?.uid);
    const present = own.find((set) => nameOf(set) === nameOf(wanted)) ?? api.create(wanted);
    this.#scale(present, numberAt(deployment, 'spec', 'replicas') ?? 1);
    for (const old of own.filter((set) => nameOf(set) !== nameOf(wanted))) {
      this.#scale(old, 0);
    }
    this.#countDeployment(deployment, present, own);
  }

  #scale(set: KubeObject, replicas: number): void {
    if (numberAt(set, 'spec', 'replicas') !== replicas) {
      this.#parts.api.patch(replicaSets, namespaceOf(set), nameOf(set), { spec: { replicas } });
    }
  }

  #countDeployment(deployment: KubeObject, present: KubeObject, own: readonly KubeObject[]): void {
    const sum = (sets: readonly KubeObject[], field: string) =>
      sets.reduce((total, set) => total + (numberAt(set, 'status', field) ?? 0), 0);
    const replicas = sum(own, 'replicas');
    const ready = sum(own, 'readyReplicas');
    const wanted = numberAt(deployment, 'spec', 'replicas') ?? 1;
    const available = ready >= wanted;
    const before = deployment['status'] as
      | { conditions?: readonly { lastTransitionTime?: string; status?: string }[] }
      | undefined;
    const status = available ? 'True' : 'False';
    const same = before?.conditions?.[0]?.status === status;
    const at = same ? before?.conditions?.[0]?.lastTransitionTime : kubeTime(this.#parts.clock.now());
    const reason = available ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable';
    const message = available
      ? 'Deployment has minimum availability.'
      : 'Deployment does not have minimum availability.';
    this.#parts.api.update(
      {
        ...deployment,
        status: {
          observedGeneration: numberAt(deployment, 'metadata', 'generation') ?? 1,
          ...(replicas > 0 ? { replicas, updatedReplicas: numberAt(present, 'status', 'replicas') ?? 0 } : {}),
          ...(ready > 0 ? { readyReplicas: ready, availableReplicas: ready } : {}),
          ...(wanted > ready ? { unavailableReplicas: wanted - ready } : {}),
          conditions: [{ type: 'Available', status, reason, message, lastTransitionTime: at, lastUpdateTime: at }],
        },
      },
      { subresource: 'status' },
    );
  }

  #workReplicaSet(key: string): void {
    const { api } = this.#parts;
    const set = byKey(api, replicaSets, key);
    if (!set || set.metadata?.deletionTimestamp) {
      return;
    }
    const pods = api
      .list(resources.pods, namespaceOf(set))
      .filter((pod) => controllerOf(pod, 'ReplicaSet')?.uid === set.metadata?.uid);
    const staying = pods.filter((pod) => !pod.metadata?.deletionTimestamp);
    const wanted = numberAt(set, 'spec', 'replicas') ?? 1;
    for (let missing = staying.length; missing < wanted; missing += 1) {
      api.create(replicaSetPod(set, randomSuffix()));
    }
    const leaving = [...staying]
      .sort((a, b) => Number(isReady(a)) - Number(isReady(b)))
      .slice(0, Math.max(0, staying.length - wanted));
    for (const pod of leaving) {
      api.delete(resources.pods, namespaceOf(set), nameOf(pod));
    }
    const ready = staying.filter((pod) => isReady(pod) && !leaving.includes(pod)).length;
    const status = {
      observedGeneration: numberAt(set, 'metadata', 'generation') ?? 1,
      replicas: staying.length - leaving.length,
      ...(ready > 0 ? { readyReplicas: ready, availableReplicas: ready } : {}),
    };
    api.update({ ...set, status }, { subresource: 'status' });
  }
}
