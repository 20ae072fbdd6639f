import type { FleetMember } from './fleetMember.ts';
import { syncerImage } from './fleetObjects.ts';

/** The status that a kubelet would write for a control-plane pod that runs: a patch for the `status` subresource. */
export function runningStatus(member: FleetMember, restarts = 0, at = new Date()): object {
  const now = `${at.toISOString().slice(0, 19)}Z`;
  const image = syncerImage(member);
  const ip = `10.244.${Math.floor(member.index / 250) % 256}.${(member.index % 250) + 1}`;
  const condition = (type: string) => ({ type, status: 'True', lastTransitionTime: now });
  return {
    status: {
      phase: 'Running',
      startTime: now,
      podIP: ip,
      podIPs: [{ ip }],
      conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(condition),
      containerStatuses: [
        {
          name: 'syncer',
          image,
          imageID: image,
          containerID: 'containerd://1',
          ready: true,
          started: true,
          restartCount: restarts,
          state: { running: { startedAt: now } },
        },
      ],
    },
  };
}

/** The status that a scheduler would write for a pod that fits nowhere. */
export function unschedulableStatus(at = new Date()): object {
  const condition = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'Unschedulable',
    message: '0/3 nodes are available: 3 Insufficient memory.',
    lastTransitionTime: `${at.toISOString().slice(0, 19)}Z`,
  };
  return { status: { phase: 'Pending', conditions: [condition] } };
}

/** The status that a workload's controller would write, for when none runs. */
export function workloadStatus(member: FleetMember): object {
  const replicas = member.state === 'running' || member.state === 'pending' ? 1 : 0;
  const ready = member.state === 'running' ? 1 : 0;
  return {
    status: {
      observedGeneration: 1,
      replicas,
      readyReplicas: ready,
      availableReplicas: ready,
      updatedReplicas: replicas,
    },
  };
}
