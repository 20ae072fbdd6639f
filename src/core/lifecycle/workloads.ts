import type { KubeClient } from '../kube/client.ts';
import { type KubeObject, type ResourceType, resources } from '../kube/resource.ts';
import { goneError } from '../vcluster/gone.ts';
import type { VClusterAddress } from '../vcluster/id.ts';
import { controlPlaneApps, marks } from '../vcluster/marks.ts';
import type { WorkloadKind } from '../vcluster/model.ts';
import { count, dig, text } from '../vcluster/raw.ts';
import { type WorkloadRecord, workloadProjection } from '../vcluster/workload.ts';

/** A StatefulSet or Deployment of a control plane, with what it takes to write it safely and to see it come to rest. */
export interface Workload extends WorkloadRecord {
  readonly resourceVersion: string;
  /** The pods that its controller counts. A StatefulSet counts those that are ending, a Deployment does not. */
  readonly present: number;
  /** Whether its controller has seen the present spec. */
  readonly observed: boolean;
}

/** The resource that a kind of workload is. */
export const workloadTypes: Readonly<Record<WorkloadKind, ResourceType>> = {
  StatefulSet: resources.statefulsets,
  Deployment: resources.deployments,
};

/** The label selector of the workloads, and of the pods, of a control plane. */
export function controlPlaneSelector(name: string, apps: readonly string[] = controlPlaneApps): string {
  return `${marks.app} in (${apps.join(',')}),${marks.release}=${name}`;
}

/** Makes the projection for one kind. */
export function projectWorkload(kind: WorkloadKind): (object: KubeObject) => Workload {
  const project = workloadProjection(kind);
  return (object) => {
    const generation = count(dig(object, 'metadata', 'generation')) ?? 0;
    return {
      ...project(object),
      resourceVersion: text(dig(object, 'metadata', 'resourceVersion')) ?? '',
      present: count(dig(object, 'status', 'replicas')) ?? 0,
      observed: (count(dig(object, 'status', 'observedGeneration')) ?? 0) >= generation,
    };
  };
}

async function listKind(
  client: KubeClient,
  { namespace, name }: VClusterAddress,
  kind: WorkloadKind,
  signal: AbortSignal,
): Promise<readonly Workload[]> {
  const query = { labelSelector: controlPlaneSelector(name) };
  const { items } = await client.list(workloadTypes[kind], namespace, { query, signal });
  // A name that is not a label value may have selected others.
  return items.map(projectWorkload(kind)).filter(({ release }) => release === name);
}

/**
 * The workloads of a control plane as the API server has them now, by two lists.
 * @throws OperationError `gone` when there is no syncer among them
 */
export async function readWorkloads(
  client: KubeClient,
  address: VClusterAddress,
  signal: AbortSignal,
): Promise<readonly Workload[]> {
  const kinds = ['StatefulSet', 'Deployment'] as const;
  const workloads = (await Promise.all(kinds.map((kind) => listKind(client, address, kind, signal)))).flat();
  if (!workloads.some(({ role }) => role === 'syncer')) {
    throw goneError(address);
  }
  return workloads;
}
