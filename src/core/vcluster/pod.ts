import type { KubeObject } from '../kube/resource.ts';
import { marks } from './marks.ts';
import type { ControlPlanePod, ControlPlaneRole } from './model.ts';
import { type PodStatus, podStatus } from './podStatus.ts';
import { defined, dig, label, objects, text, time } from './raw.ts';
import { controlPlaneRole } from './role.ts';

/** What is kept of a control-plane pod. */
export interface PodRecord {
  readonly namespace: string;
  readonly name: string;
  readonly release?: string;
  /** Ended, and left behind by its controller; it stands for no replica any more. */
  readonly ended: boolean;
  readonly pod: ControlPlanePod;
  /** When it last became ready or not ready. */
  readonly since?: number;
  /** The address of its node. */
  readonly hostIp?: string;
}

function containerNames(object: KubeObject): readonly string[] {
  return ['containers', 'initContainers'].flatMap((field) =>
    objects(dig(object, 'spec', field)).flatMap((one) => text(dig(one, 'name')) ?? []),
  );
}

/** A pod as one of a control plane. Its containers are named main ones first, then the init containers. */
export function controlPlanePod(
  object: KubeObject,
  role: ControlPlaneRole,
  { phase, reason, message, ready, total, restarts }: PodStatus = podStatus(object),
): ControlPlanePod {
  return defined<ControlPlanePod>({
    name: text(dig(object, 'metadata', 'name')) ?? '',
    namespace: text(dig(object, 'metadata', 'namespace')) ?? '',
    uid: text(dig(object, 'metadata', 'uid')) ?? '',
    role,
    containers: containerNames(object),
    ready,
    total,
    restarts,
    // No pod of a control plane is meant to end.
    phase: phase === 'completed' ? 'failing' : phase,
    reason,
    message,
    node: text(dig(object, 'spec', 'nodeName')),
    createdAt: time(dig(object, 'metadata', 'creationTimestamp')),
  });
}

/** The projection of the pods that a control plane's workloads own. */
export function projectPod(object: KubeObject): PodRecord {
  const status = podStatus(object);
  const pod = controlPlanePod(object, controlPlaneRole(label(object, marks.app)), status);
  const phase = dig(object, 'status', 'phase');
  return defined<PodRecord>({
    namespace: pod.namespace,
    name: pod.name,
    release: label(object, marks.release),
    ended: phase === 'Failed' || phase === 'Succeeded',
    pod,
    since: status.since,
    hostIp: text(dig(object, 'status', 'hostIP')),
  });
}
