import type { KubeObject } from '../kube/resource.ts';
import { kubeTime, listAt, nameOf, numberAt, type Tree, textAt, treeAt } from './tree.ts';

/** The nodes that pods run on have addresses in 10.0.0.0/24, pods in 10.244.0.0/16. */
export interface Placement {
  readonly node: string;
  readonly hostIP: string;
  readonly podIP: string;
}

type Condition = {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
};

function conditions(at: number, all: readonly Condition[]): readonly Tree[] {
  return all.map((one) => ({ ...one, lastProbeTime: null, lastTransitionTime: kubeTime(at) }));
}

function initialised(scheduled: boolean, initDone: boolean, ready: boolean): readonly Condition[] {
  const status = (value: boolean) => (value ? 'True' : 'False');
  return [
    { type: 'PodReadyToStartContainers', status: status(initDone) },
    { type: 'Initialized', status: status(initDone) },
    { type: 'Ready', status: status(ready), ...(ready ? {} : { reason: 'ContainersNotReady' }) },
    { type: 'ContainersReady', status: status(ready), ...(ready ? {} : { reason: 'ContainersNotReady' }) },
    { type: 'PodScheduled', status: status(scheduled) },
  ];
}

function waiting(container: unknown, reason: string, message?: string, restarts = 0, lastState: Tree = {}): Tree {
  return {
    name: textAt(container, 'name'),
    image: textAt(container, 'image'),
    imageID: '',
    ready: false,
    started: false,
    restartCount: restarts,
    state: { waiting: { reason, ...(message ? { message } : {}) } },
    lastState,
  };
}

function containerId(pod: KubeObject, container: unknown): string {
  return `containerd://${pod.metadata?.uid?.replaceAll('-', '') ?? ''}-${textAt(container, 'name')}`;
}

function runningContainer(pod: KubeObject, container: unknown, at: number, ready: boolean, restarts: number): Tree {
  const image = textAt(container, 'image') ?? '';
  return {
    name: textAt(container, 'name'),
    image,
    imageID: `${image.split(/[:@]/)[0]}@sha256:${'0'.repeat(64)}`,
    containerID: containerId(pod, container),
    ready,
    started: true,
    restartCount: restarts,
    state: { running: { startedAt: kubeTime(at) } },
    lastState: {},
  };
}

function doneInit(pod: KubeObject, at: number): Tree {
  const statuses = listAt(pod, 'spec', 'initContainers').map((container) => ({
    ...runningContainer(pod, container, at, true, 0),
    started: false,
    state: { terminated: { exitCode: 0, reason: 'Completed', startedAt: kubeTime(at), finishedAt: kubeTime(at) } },
  }));
  return statuses.length > 0 ? { initContainerStatuses: statuses } : {};
}

function withStatus(pod: KubeObject, status: Tree): KubeObject {
  return { ...pod, status: { ...treeAt(pod, 'status'), ...status } };
}

function places({ hostIP, podIP }: Placement): Tree {
  return { hostIP, hostIPs: [{ ip: hostIP }], podIP, podIPs: [{ ip: podIP }] };
}

/** The pod when it was given a node, its containers being made. */
export function creatingPod(pod: KubeObject, { node, hostIP }: Placement, at: number): KubeObject {
  const spec = { ...treeAt(pod, 'spec'), nodeName: node };
  return withStatus(
    { ...pod, spec },
    {
      phase: 'Pending',
      startTime: kubeTime(at),
      hostIP,
      hostIPs: [{ ip: hostIP }],
      conditions: conditions(at, initialised(true, false, false)),
      containerStatuses: listAt(pod, 'spec', 'containers').map((container) => waiting(container, 'ContainerCreating')),
      ...(listAt(pod, 'spec', 'initContainers').length > 0
        ? {
            initContainerStatuses: listAt(pod, 'spec', 'initContainers').map((container) =>
              waiting(container, 'PodInitializing'),
            ),
          }
        : {}),
    },
  );
}

/** The pod with its containers running, ready or not. Restart counts stay what they are, unless given. */
export function runningPod(
  pod: KubeObject,
  placement: Placement,
  at: number,
  ready = true,
  restarts?: number,
): KubeObject {
  const before = listAt(pod, 'status', 'containerStatuses');
  const restartsOf = (index: number) => restarts ?? numberAt(before[index], 'restartCount') ?? 0;
  const spec = { ...treeAt(pod, 'spec'), nodeName: placement.node };
  return withStatus(
    { ...pod, spec },
    {
      phase: 'Running',
      startTime: textAt(pod, 'status', 'startTime') ?? kubeTime(at),
      ...places(placement),
      conditions: conditions(at, initialised(true, true, ready)),
      containerStatuses: listAt(pod, 'spec', 'containers').map((container, index) =>
        runningContainer(pod, container, at, ready, restartsOf(index)),
      ),
      ...doneInit(pod, at),
    },
  );
}

/** The pod that no node can take. `message` is the scheduler's, such as `0/3 nodes are available: …`. */
export function unschedulablePod(pod: KubeObject, message: string, at: number): KubeObject {
  const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message };
  return withStatus(pod, { phase: 'Pending', conditions: conditions(at, [condition]) });
}

/** The pod whose first container crashes again and again. */
export function crashingPod(
  pod: KubeObject,
  placement: Placement,
  at: number,
  restarts: number,
  exitCode = 1,
): KubeObject {
  const running = runningPod(pod, placement, at, false);
  const statuses = listAt(running, 'status', 'containerStatuses').map((status, index) => {
    if (index > 0) {
      return status;
    }
    const container = listAt(pod, 'spec', 'containers')[0];
    const name = textAt(container, 'name');
    const message = `back-off 5m0s restarting failed container=${name} pod=${nameOf(pod)}_${pod.metadata?.namespace ?? ''}(${pod.metadata?.uid ?? ''})`;
    const terminated = {
      exitCode,
      reason: 'Error',
      startedAt: kubeTime(at - 4000),
      finishedAt: kubeTime(at),
      containerID: containerId(pod, container),
    };
    return waiting(container, 'CrashLoopBackOff', message, restarts, { terminated });
  });
  return withStatus(running, { containerStatuses: statuses });
}

/** The pod whose image cannot be pulled. */
export function imagePullPod(
  pod: KubeObject,
  placement: Placement,
  at: number,
  reason: 'ErrImagePull' | 'ImagePullBackOff',
): KubeObject {
  const creating = creatingPod(pod, placement, at);
  const statuses = listAt(pod, 'spec', 'containers').map((container) => {
    const image = textAt(container, 'image') ?? '';
    const text =
      reason === 'ImagePullBackOff'
        ? `Back-off pulling image "${image}"`
        : `failed to pull and unpack image "${image}": not found`;
    return waiting(container, reason, text);
  });
  return withStatus(
    { ...pod, spec: creating['spec'] },
    {
      ...treeAt(creating, 'status'),
      conditions: conditions(at, initialised(true, true, false)),
      containerStatuses: statuses,
      ...doneInit(pod, at),
    },
  );
}

/** Whether a pod's condition Ready is true. */
export function isReady(pod: KubeObject): boolean {
  return listAt(pod, 'status', 'conditions').some(
    (one) => textAt(one, 'type') === 'Ready' && textAt(one, 'status') === 'True',
  );
}
