import { type KubeObject, resources } from '../../kube/resource.ts';
import { WorkQueue } from '../agenda.ts';
import {
  crashingPod,
  creatingPod,
  imagePullPod,
  isReady,
  type Placement,
  runningPod,
  unschedulablePod,
} from '../podPhase.ts';
import { listAt, nameOf, namespaceOf, numberAt, sameJson, textAt } from '../tree.ts';
import { byKey, type ControllerParts, keyOf } from './controller.ts';
import type { EventRecorder } from './eventRecorder.ts';
import { HeldPods } from './heldPods.ts';
import { exitCode, pullable } from './podBehaviour.ts';
import { chooseNode, nodeAddress } from './scheduler.ts';

const stepMs = { schedule: 100, start: 500, ready: 600, pullBackOff: 1500, endMost: 1000 } as const;
/**
 * Scheduler and kubelet in one: gives pods a node, lets them start, get ready within about a second, and end. A pod that no
 * node can take stays Pending; an image from `*.invalid` is never pulled; a container with the variable EXIT_CODE crashes.
 */
export class Kubelet {
  readonly #parts: ControllerParts;
  readonly #events: EventRecorder;
  readonly #queue: WorkQueue;
  readonly #held: HeldPods;
  #turn = 0;
  #lastAddress = 255;

  /** `mayBeReady` says whether what a pod depends on is there; it is asked again whenever another pod got ready. */
  constructor(parts: ControllerParts, events: EventRecorder, mayBeReady: (pod: KubeObject) => boolean = () => true) {
    this.#parts = parts;
    this.#held = new HeldPods(mayBeReady);
    this.#events = events;
    this.#queue = new WorkQueue(parts.agenda, (key) => this.#work(key));
    parts.store.onDidChange(({ type, change, object, previous }) => {
      if (type.plural === 'pods' && change === 'ADDED' && listAt(object, 'status', 'containerStatuses').length === 0) {
        this.#queue.add(keyOf(object), stepMs.schedule);
      } else if (type.plural === 'pods' && change === 'MODIFIED' && object.metadata?.deletionTimestamp) {
        this.#queue.add(keyOf(object));
      } else if (type.plural === 'nodes' && (change === 'ADDED' || !sameJson(previous?.['spec'], object['spec']))) {
        this.#retryPending();
      }
      if (type.plural === 'pods' && this.#held.any && isReady(object)) {
        this.#queue.add(keyOf(object));
      }
    });
  }

  /** Ends a container and starts it again: its restart count goes up. */
  restart(pod: KubeObject): void {
    const status = listAt(pod, 'status', 'containerStatuses')[0];
    const restarts = (numberAt(status, 'restartCount') ?? 0) + 1;
    const placement = this.#placementOf(pod);
    const code = exitCode(pod);
    this.#write(
      code === undefined
        ? runningPod(pod, placement, this.#now(), true, restarts)
        : crashingPod(pod, placement, this.#now(), restarts, code),
    );
    if (code !== undefined) {
      const name = textAt(status, 'name');
      this.#events.record(
        pod,
        'Warning',
        'BackOff',
        `Back-off restarting failed container ${name} in pod ${nameOf(pod)}`,
        'kubelet',
      );
    }
  }

  /** Makes a running pod ready or not. */
  setReady(pod: KubeObject, ready: boolean): void {
    this.#write(runningPod(pod, this.#placementOf(pod), this.#now(), ready));
  }

  /** A place on a node, with a pod address that was not given before. */
  place(node: KubeObject): Placement {
    this.#lastAddress += 1;
    return {
      node: nameOf(node),
      hostIP: nodeAddress(node),
      podIP: `10.244.${(this.#lastAddress >> 8) & 255}.${this.#lastAddress & 255}`,
    };
  }

  #now(): number {
    return this.#parts.clock.now();
  }

  #placementOf(pod: KubeObject): Placement {
    return {
      node: textAt(pod, 'spec', 'nodeName') ?? '',
      hostIP: textAt(pod, 'status', 'hostIP') ?? '',
      podIP: textAt(pod, 'status', 'podIP') ?? '',
    };
  }

  #retryPending(): void {
    for (const pod of this.#parts.api.list(resources.pods)) {
      if (!textAt(pod, 'spec', 'nodeName')) {
        this.#queue.add(keyOf(pod));
      }
    }
  }

  #write(pod: KubeObject): void {
    const current = this.#parts.api.find(resources.pods, namespaceOf(pod), nameOf(pod));
    if (current && current.metadata?.uid === pod.metadata?.uid) {
      this.#parts.api.overwrite({ ...current, spec: pod['spec'], status: pod['status'] });
    }
  }

  #work(key: string): void {
    const pod = byKey(this.#parts.api, resources.pods, key);
    for (const held of this.#held.released((one) => byKey(this.#parts.api, resources.pods, one))) {
      this.setReady(held, true);
    }
    if (!pod) {
      return;
    }
    if (pod.metadata?.deletionTimestamp) {
      this.#end(pod);
    } else if (!textAt(pod, 'spec', 'nodeName')) {
      this.#schedule(pod);
    } else if (
      textAt(pod, 'status', 'phase') === 'Pending' &&
      listAt(pod, 'status', 'containerStatuses').length === 0
    ) {
      this.#create(pod);
    }
  }

  #end(pod: KubeObject): void {
    const graceMs = (numberAt(pod, 'metadata', 'deletionGracePeriodSeconds') ?? 0) * 1000;
    this.#parts.agenda.after(Math.min(graceMs, stepMs.endMost), () => {
      const current = this.#parts.api.find(resources.pods, namespaceOf(pod), nameOf(pod));
      if (current?.metadata?.uid === pod.metadata?.uid && listAt(current, 'metadata', 'finalizers').length === 0) {
        this.#parts.api.remove(resources.pods, namespaceOf(pod), nameOf(pod));
      }
    });
  }

  #schedule(pod: KubeObject): void {
    const choice = chooseNode(pod, this.#parts.api.list(resources.nodes), this.#turn);
    if ('refusal' in choice) {
      const known = listAt(pod, 'status', 'conditions').some((one) => textAt(one, 'message') === choice.refusal);
      if (!known) {
        this.#write(unschedulablePod(pod, choice.refusal, this.#now()));
        this.#events.record(pod, 'Warning', 'FailedScheduling', choice.refusal, 'default-scheduler');
      }
      return;
    }
    this.#turn += 1;
    const placement = this.place(choice.node);
    this.#events.record(
      pod,
      'Normal',
      'Scheduled',
      `Successfully assigned ${keyOf(pod)} to ${placement.node}`,
      'default-scheduler',
    );
    this.#begin(pod, placement);
  }

  #create(pod: KubeObject): void {
    const node = this.#parts.api.find(resources.nodes, undefined, textAt(pod, 'spec', 'nodeName') ?? '');
    if (node) {
      this.#begin(pod, this.place(node));
    }
  }

  #begin(pod: KubeObject, placement: Placement): void {
    this.#write(creatingPod(pod, placement, this.#now()));
    this.#later(pod, stepMs.start, (current) => {
      if (!pullable(current)) {
        this.#write(imagePullPod(current, placement, this.#now(), 'ErrImagePull'));
        this.#later(current, stepMs.pullBackOff, (again) =>
          this.#write(imagePullPod(again, placement, this.#now(), 'ImagePullBackOff')),
        );
        return;
      }
      this.#events.record(current, 'Normal', 'Started', 'Started container', 'kubelet');
      this.#write(runningPod(current, placement, this.#now(), false));
      this.#later(current, stepMs.ready, (started) => {
        if (exitCode(started) !== undefined) {
          this.restart(started);
        } else if (this.#held.admits(started)) {
          this.setReady(started, true);
        }
      });
    });
  }

  /** Goes on with a pod after a while, if it is still the same and nobody deleted it. */
  #later(pod: KubeObject, milliseconds: number, step: (current: KubeObject) => void): void {
    this.#parts.agenda.after(milliseconds, () => {
      const current = this.#parts.api.find(resources.pods, namespaceOf(pod), nameOf(pod));
      if (
        current &&
        current.metadata?.uid === pod.metadata?.uid &&
        !current.metadata?.deletionTimestamp &&
        !isReady(current)
      ) {
        step(current);
      }
    });
  }
}
