import type { KubeClient } from '../kube/client.ts';
import { KubeError } from '../kube/error.ts';
import { type KubeObject, resources } from '../kube/resource.ts';
import type { VClusterAddress } from '../vcluster/id.ts';
import { controlPlaneApps, marks } from '../vcluster/marks.ts';
import type { ControlPlaneRole } from '../vcluster/model.ts';
import { dig, label } from '../vcluster/raw.ts';
import { controlPlaneRole } from '../vcluster/role.ts';
import { virtualIdentity } from '../vcluster/synced.ts';
import { forecastSentences } from './forecastSentences.ts';
import { checkFree } from './obstacle.ts';
import { podOwnership } from './ownership.ts';
import { quantityBytes } from './quantity.ts';
import { pauseStages } from './shape.ts';
import { listAll, syncedPlaces, syncedSelector } from './syncedPods.ts';
import { controlPlaneSelector, readWorkloads, type Workload } from './workloads.ts';

/** What pausing a vcluster will do, as far as it can be seen from the host. */
export interface PauseForecast {
  readonly name: string;
  /** Pods of the control plane that go. */
  readonly controlPlanePods: number;
  /** Roles whose pods stay, as the CLI leaves them: the scheduler, or an etcd beside a StatefulSet. */
  readonly staying: readonly ControlPlaneRole[];
  /** Synced pods that go, those that have ended included. */
  readonly syncedPods: number;
  /** Pods that still run and that no controller makes anew, as `namespace/name` inside the vcluster. */
  readonly barePods: readonly string[];
  /** Pods that still run and of which the host does not show whether a controller makes them anew. */
  readonly uncertainPods: number;
  /** Claims that stay; `bytes` is what those of a known size come to. */
  readonly volumes: { readonly count: number; readonly bytes: number; readonly unsized: number };
  /** Why some of it could not be seen. */
  readonly hidden: readonly KubeError[];
}

interface SyncedPod {
  readonly bare?: string;
  readonly uncertain: boolean;
}

interface Claim {
  readonly bytes: number | undefined;
  readonly owned: boolean;
}

interface Part {
  readonly pods: readonly SyncedPod[];
  readonly claims: readonly Claim[];
}

/**
 * Reads what pausing will do, all at once; what may not be read is left out and told in `hidden`.
 * @throws OperationError `refused` while the platform or a restore is in charge, `gone`; KubeError
 */
export async function forecastPause(
  client: KubeClient,
  address: VClusterAddress,
  signal: AbortSignal,
): Promise<PauseForecast> {
  const hidden: KubeError[] = [];
  const seen = async <T>(part: Promise<readonly T[]>): Promise<readonly T[]> => {
    try {
      return await part;
    } catch (error) {
      if (!KubeError.is(error, 'forbidden')) {
        throw error;
      }
      hidden.push(error);
      return [];
    }
  };
  const { namespace, name } = address;
  const part = async (place: string): Promise<Part> => {
    const labelSelector = syncedSelector(address, place);
    const own = place === namespace;
    const [pods, claims] = await Promise.all([
      seen(listAll(client, resources.pods, place, { labelSelector, signal, project: (pod) => syncedPod(pod, name) })),
      seen(
        listAll(client, resources.persistentvolumeclaims, place, {
          labelSelector: undefined,
          signal,
          project: (claim) => ({ bytes: claimBytes(claim), owned: !own || isOwnClaim(claim, name) }),
        }),
      ),
    ]);
    return { pods, claims };
  };
  const elsewhere = async (): Promise<readonly Part[]> => {
    const places = await syncedPlaces(client, address, signal);
    if (places.hidden !== undefined) {
      hidden.push(places.hidden);
    }
    return Promise.all(places.namespaces.map(part));
  };
  const selected = { labelSelector: controlPlaneSelector(name), signal, metadataOnly: true };
  const [workloads, roles, here, others] = await Promise.all([
    readWorkloads(client, address, signal),
    seen(listAll(client, resources.pods, namespace, { ...selected, project: roleOf })),
    part(namespace),
    elsewhere(),
  ]);
  checkFree(workloads, address);
  const parts = [here, ...others];
  const synced = parts.flatMap(({ pods }) => pods);
  const sizes = parts.flatMap(({ claims }) => claims.filter(({ owned }) => owned).map(({ bytes }) => bytes));
  return {
    name,
    ...controlPlane(workloads, roles),
    syncedPods: synced.length,
    barePods: synced.flatMap(({ bare }) => bare ?? []).toSorted(),
    uncertainPods: synced.filter(({ uncertain }) => uncertain).length,
    volumes: {
      count: sizes.length,
      bytes: sizes.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0),
      unsized: sizes.filter((bytes) => bytes === undefined).length,
    },
    hidden,
  };
}

/**
 * What a dialog says before pausing, in sentences, the most important first. Names come from the cluster and are made printable.
 */
export function forecastText(forecast: PauseForecast): string {
  return forecastSentences(forecast).join(' ');
}

function roleOf(pod: KubeObject): ControlPlaneRole {
  return controlPlaneRole(label(pod, marks.app));
}

function controlPlane(
  workloads: readonly Workload[],
  roles: readonly ControlPlaneRole[],
): Pick<PauseForecast, 'controlPlanePods' | 'staying'> {
  const going = new Set(pauseStages(workloads).flatMap((stage) => stage.map(({ role }) => role)));
  const known = controlPlaneApps.map(controlPlaneRole);
  return {
    controlPlanePods: roles.filter((role) => going.has(role)).length,
    staying: known.filter((role) => roles.includes(role) && !going.has(role)),
  };
}

function syncedPod(pod: KubeObject, vcluster: string): SyncedPod {
  const phase = dig(pod, 'status', 'phase');
  const ended = phase === 'Succeeded' || phase === 'Failed' || pod.metadata?.deletionTimestamp !== undefined;
  const ownership = ended ? 'controlled' : podOwnership(pod);
  if (ownership !== 'bare') {
    return { uncertain: ownership === 'unknown' };
  }
  const { name = pod.metadata?.name ?? '', namespace } = virtualIdentity(pod, vcluster);
  return { uncertain: false, bare: namespace === undefined ? name : `${namespace}/${name}` };
}

/** Whether a claim in the namespace of a vcluster is its own: synced, or of a StatefulSet of its control plane. */
function isOwnClaim(claim: KubeObject, vcluster: string): boolean {
  const release = label(claim, marks.release);
  const apps: readonly string[] = controlPlaneApps;
  return (
    label(claim, marks.managedBy) === vcluster ||
    (release === undefined
      ? [vcluster, `${vcluster}-etcd`].some((set) => isClaimOf(claim.metadata?.name ?? '', set))
      : release === vcluster && apps.includes(label(claim, marks.app) ?? ''))
  );
}

/** By the name that the charts give, for claims that have lost their labels. */
function isClaimOf(name: string, set: string): boolean {
  const prefix = `data-${set}-`;
  return name.startsWith(prefix) && /^\d+$/u.test(name.slice(prefix.length));
}

function claimBytes(claim: KubeObject): number | undefined {
  const given = quantityBytes(dig(claim, 'status', 'capacity', 'storage'));
  return given ?? quantityBytes(dig(claim, 'spec', 'resources', 'requests', 'storage'));
}
