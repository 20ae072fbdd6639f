import type { Generation } from '../../src/core/vcluster/model.ts';

/** What a made-up vcluster is meant to look like. */
export type FleetState = 'running' | 'paused' | 'pending' | 'scaled-down';

/** One vcluster of a fleet, before there is anything of it on the server. */
export interface FleetMember {
  readonly name: string;
  readonly namespace: string;
  readonly generation: Generation;
  readonly state: FleetState;
  readonly workload: 'StatefulSet' | 'Deployment';
  /** What the control-plane pod is called, unless a Deployment's controller makes it. */
  readonly pod: string;
  /** Position in the fleet, from 1. */
  readonly index: number;
}

export interface FleetPlan {
  readonly vclusters: number;
  /** The first index, so that a fleet can grow; 1 when left out. */
  readonly from?: number;
  /** `both` makes every second one of the old generation; `current` when left out. */
  readonly generation?: Generation | 'both';
  /** `mixed`: of every 20, one each is paused, pending and scaled down. `running` when left out. */
  readonly mix?: 'running' | 'mixed';
  /** `vc` when left out: vcluster `vc-0001` in namespace `vcluster-vc-0001`. */
  readonly prefix?: string;
}

/** The members of a fleet, the same each time. One of ten of the old generation is a Deployment, as its k8s distro was. */
export function planFleet({ vclusters, from = 1, generation = 'current', mix = 'running', prefix = 'vc' }: FleetPlan) {
  return Array.from({ length: vclusters }, (_, offset): FleetMember => {
    const index = from + offset;
    const name = `${prefix}-${String(index).padStart(4, '0')}`;
    const own = generation === 'both' ? (index % 2 === 0 ? 'legacy' : 'current') : generation;
    const workload = own === 'legacy' && index % 10 === 4 ? 'Deployment' : 'StatefulSet';
    const pod = workload === 'StatefulSet' ? `${name}-0` : `${name}-7c9d8b6f5-x${String(index).padStart(4, '0')}`;
    const state = mix === 'mixed' ? stateOf(index) : 'running';
    return { name, namespace: `vcluster-${name}`, generation: own, state, workload, pod, index };
  });
}

function stateOf(index: number): FleetState {
  const states: readonly FleetState[] = ['paused', 'pending', 'scaled-down'];
  return states[index % 20] ?? 'running';
}
