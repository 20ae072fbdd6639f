import { type KubeObject, resources } from '../../kube/resource.ts';
import type { Clock } from '../agenda.ts';
import type { Api } from '../api.ts';
import type { EventRecorder } from '../controllers/eventRecorder.ts';
import type { Kubelet } from '../controllers/kubelet.ts';
import { deploymentReplicaSet, replicaSetPod, statefulSetPod } from '../controllers/podTemplate.ts';
import { crashingPod, imagePullPod, type Placement, runningPod, unschedulablePod } from '../podPhase.ts';
import type { Random } from '../random.ts';
import { kubeTime, listAt, nameOf, namespaceOf, numberAt, textAt, treeAt } from '../tree.ts';

/** How far the pods of a workload have come. */
export type PodState = 'running' | 'pending' | 'crashing' | 'image-pull';

const hourMs = 3_600_000;
const minuteMs = 60_000;

/** Puts objects with a past into a store: created some time ago, with the pods and volumes that they would have by now. */
export class Seeder {
  readonly #api: Api;
  readonly #clock: Clock;
  readonly #kubelet: Kubelet;
  readonly #events: EventRecorder;
  readonly random: Random;

  constructor(api: Api, clock: Clock, kubelet: Kubelet, events: EventRecorder, random: Random) {
    this.#api = api;
    this.#clock = clock;
    this.#kubelet = kubelet;
    this.#events = events;
    this.random = random;
  }

  get now(): number {
    return this.#clock.now();
  }

  /** An object that was created `ageMs` ago. */
  object(object: KubeObject, ageMs: number): KubeObject {
    const creationTimestamp = kubeTime(this.now - ageMs);
    return this.#api.seed({ ...object, metadata: { creationTimestamp, uid: this.random.uuid(), ...object.metadata } });
  }

  /** A namespace, unless it is there already. */
  namespace(name: string, ageMs: number, labels: Readonly<Record<string, string>> = {}): void {
    if (!this.#api.find(resources.namespaces, undefined, name)) {
      this.object({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }, ageMs);
    }
  }

  /** A StatefulSet or Deployment with its pods, claims and, of a Deployment, its ReplicaSet. */
  workload(object: KubeObject, ageMs: number, state: PodState = 'running'): KubeObject {
    const workload = this.object(object, ageMs);
    const replicas = numberAt(workload, 'spec', 'replicas') ?? 1;
    if (workload.kind === 'StatefulSet') {
      for (let ordinal = 0; ordinal < replicas; ordinal += 1) {
        this.pod(this.#claimed(workload, ordinal, ageMs), ageMs, state);
      }
      return workload;
    }
    const set = this.object(deploymentReplicaSet(workload), ageMs);
    for (let index = 0; index < replicas; index += 1) {
      this.pod(replicaSetPod(set, this.random.letters(5)), ageMs, state);
    }
    return workload;
  }

  /** A pod that has been in its state for most of its age. */
  pod(object: KubeObject, ageMs: number, state: PodState = 'running'): KubeObject {
    const since = this.now - Math.round(ageMs * 0.9);
    const pod = { ...object, metadata: { uid: this.random.uuid(), ...object.metadata } };
    switch (state) {
      case 'running':
        return this.object(runningPod(pod, this.place(), since), ageMs);
      case 'crashing':
        return this.#troubled(
          crashingPod(pod, this.place(), since, 12 + Math.floor(ageMs / hourMs)),
          ageMs,
          'BackOff',
          'kubelet',
        );
      case 'image-pull':
        return this.#troubled(imagePullPod(pod, this.place(), since, 'ImagePullBackOff'), ageMs, 'Failed', 'kubelet');
      case 'pending': {
        const count = this.#api.list(resources.nodes).length;
        const message = `0/${count} nodes are available: ${count} node(s) didn't match Pod's node affinity/selector.`;
        return this.#troubled(
          unschedulablePod(pod, message, since),
          ageMs,
          'FailedScheduling',
          'default-scheduler',
          message,
        );
      }
    }
  }

  /** A pod in trouble, with the event that says why, a minute old. */
  #troubled(object: KubeObject, ageMs: number, reason: string, component: string, message?: string): KubeObject {
    const pod = this.object(object, ageMs);
    const waiting = textAt(listAt(pod, 'status', 'containerStatuses')[0], 'state', 'waiting', 'message');
    this.#events.record(pod, 'Warning', reason, message ?? waiting ?? reason, component, this.now - minuteMs);
    return pod;
  }

  /** A place on one of the nodes. */
  place(): Placement {
    const node = this.random.pick(this.#api.list(resources.nodes));
    return node ? this.#kubelet.place(node) : { node: '', hostIP: '', podIP: '' };
  }

  #claimed(set: KubeObject, ordinal: number, ageMs: number): KubeObject {
    const pod = statefulSetPod(set, ordinal);
    const claims = listAt(set, 'spec', 'volumeClaimTemplates').map((template) => {
      const volume = textAt(template, 'metadata', 'name') ?? '';
      const claimName = `${volume}-${nameOf(set)}-${ordinal}`;
      this.claim(
        namespaceOf(set),
        claimName,
        textAt(template, 'spec', 'resources', 'requests', 'storage') ?? '5Gi',
        ageMs,
        {},
      );
      return { name: volume, persistentVolumeClaim: { claimName } };
    });
    return claims.length === 0
      ? pod
      : { ...pod, spec: { ...treeAt(pod, 'spec'), volumes: [...claims, ...listAt(pod, 'spec', 'volumes')] } };
  }

  /** A claim that is bound to a volume of its own. `metadata` is what it has beside its name. */
  claim(
    namespace: string,
    name: string,
    storage: string,
    ageMs: number,
    metadata: NonNullable<KubeObject['metadata']>,
  ): KubeObject {
    const uid = this.random.uuid();
    const volumeName = `pvc-${uid}`;
    const common = { accessModes: ['ReadWriteOnce'], storageClassName: 'standard', volumeMode: 'Filesystem' };
    const claimRef = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace, uid };
    this.object(
      {
        apiVersion: 'v1',
        kind: 'PersistentVolume',
        metadata: { name: volumeName },
        spec: { ...common, capacity: { storage }, claimRef, persistentVolumeReclaimPolicy: 'Delete' },
        status: { phase: 'Bound' },
      },
      ageMs,
    );
    return this.object(
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name, namespace, uid, ...metadata },
        spec: { ...common, resources: { requests: { storage } }, volumeName },
        status: { phase: 'Bound', accessModes: common.accessModes, capacity: { storage } },
      },
      ageMs,
    );
  }
}
