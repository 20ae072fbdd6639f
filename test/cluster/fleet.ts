import { setTimeout as sleep } from 'node:timers/promises';
import { type FleetMember, type FleetPlan, planFleet } from './fleetMember.ts';
import { controlPlaneObjects, controlPlanePod, type NewObject, syncedPod } from './fleetObjects.ts';
import type { HostApi } from './host/hostApi.ts';
import { runningStatus, unschedulableStatus, workloadStatus } from './podStatus.ts';
import { spread } from './spread.ts';

export interface FleetOptions extends FleetPlan {
  /** Synced pods of each vcluster; none when left out. */
  readonly podsEach?: number;
  /** Whether a controller manager makes the control-plane pods; else they and the workloads' status are written here. */
  readonly controllerManager?: boolean;
  /** Requests at a time; 16 when left out. The `HostApi` needs as many connections. */
  readonly concurrency?: number;
}

export interface Fleet {
  readonly vclusters: readonly FleetMember[];
  /** How many objects were created, namespaces included. */
  readonly objects: number;
  readonly milliseconds: number;
}

interface Names {
  readonly items: readonly { readonly metadata: { readonly name: string } }[];
}

/** Creates vclusters as they would look on a host cluster, as fast as the API server takes them. */
export async function createFleet(api: HostApi, options: FleetOptions): Promise<Fleet> {
  const started = performance.now();
  const { podsEach = 0, controllerManager = false, concurrency = 16 } = options;
  const vclusters = planFleet(options);
  let objects = 0;
  const create = async ({ path, object }: NewObject): Promise<void> => {
    await api.create(path, object);
    objects += 1;
  };
  await spread(vclusters, concurrency, async (member) => {
    await create({ path: '/api/v1/namespaces', object: { metadata: { name: member.namespace } } });
    for (const object of controlPlaneObjects(member)) {
      await create(object);
    }
    if (!controllerManager) {
      await createControlPlanePod(api, member, create);
    }
  });
  await spread(pods(vclusters, podsEach), concurrency, ({ member, index }) => create(syncedPod(member, index)));
  if (controllerManager) {
    await spread(vclusters, concurrency, (member) => waitForPod(api, member));
  }
  return { vclusters, objects, milliseconds: performance.now() - started };
}

/** Deletes the namespaces of a fleet; the controller manager, if one runs, deletes what is in them. */
export async function deleteFleet(api: HostApi, vclusters: readonly FleetMember[]): Promise<void> {
  await spread(vclusters, 16, (member) => api.remove(`/api/v1/namespaces/${member.namespace}`));
}

/** The path of a vcluster's workload. */
export function workloadPath({ namespace, workload, name }: FleetMember): string {
  return `/apis/apps/v1/namespaces/${namespace}/${workload.toLowerCase()}s/${name}`;
}

function* pods(vclusters: readonly FleetMember[], each: number): Generator<{ member: FleetMember; index: number }> {
  for (let index = 0; index < each; index += 1) {
    for (const member of vclusters) {
      yield { member, index };
    }
  }
}

async function createControlPlanePod(
  api: HostApi,
  member: FleetMember,
  create: (object: NewObject) => Promise<void>,
): Promise<void> {
  await api.patch(`${workloadPath(member)}/status`, workloadStatus(member));
  if (member.state === 'running' || member.state === 'pending') {
    await create(controlPlanePod(member));
    await setPodStatus(api, member, member.pod);
  }
}

async function waitForPod(api: HostApi, member: FleetMember): Promise<void> {
  if (member.state !== 'running' && member.state !== 'pending') {
    return;
  }
  const path = `/api/v1/namespaces/${member.namespace}/pods?labelSelector=app%3Dvcluster`;
  const until = Date.now() + 60_000;
  while (Date.now() < until) {
    const name = (await api.get<Names>(path)).items[0]?.metadata.name;
    if (name) {
      await setPodStatus(api, member, name);
      return;
    }
    await sleep(100);
  }
  throw new Error(`The controller manager made no pod for ${member.workload} ${member.name}.`);
}

async function setPodStatus(api: HostApi, member: FleetMember, pod: string): Promise<void> {
  const status = member.state === 'running' ? runningStatus(member) : unschedulableStatus();
  await api.patch(`/api/v1/namespaces/${member.namespace}/pods/${pod}/status`, status);
}
