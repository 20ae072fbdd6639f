import type { KubeClient } from '../kube/client.ts';
import { KubeError } from '../kube/error.ts';
import { type KubeObject, type ResourceType, resourcePath, resources } from '../kube/resource.ts';
import { listPages } from '../reflector/pager.ts';
import type { VClusterAddress } from '../vcluster/id.ts';
import { clusterMarker, marks } from '../vcluster/marks.ts';

/** As many requests at a time as leave an API server at ease. */
const atOnce = 8;

/** Where synced objects are: the namespace of the vcluster itself and, in multi-namespace mode, those that stand for virtual ones. */
export interface SyncedPlaces {
  readonly namespaces: readonly string[];
  /** Why it is not known whether there are such namespaces. */
  readonly hidden?: KubeError;
}

/** The host namespaces that the syncer made for a vcluster in multi-namespace mode; none where they may not be listed. */
export async function syncedPlaces(
  client: KubeClient,
  { namespace, name }: VClusterAddress,
  signal: AbortSignal,
): Promise<SyncedPlaces> {
  const labelSelector = `${marks.managedBy}=${clusterMarker(namespace, name)}`;
  try {
    const query = { labelSelector };
    const { items } = await client.list(resources.namespaces, undefined, { query, signal, metadataOnly: true });
    const names = items.flatMap(({ metadata }) => metadata?.name ?? []);
    return { namespaces: names.filter((one) => one !== '' && one !== namespace) };
  } catch (error) {
    if (KubeError.is(error, 'forbidden')) {
      return { namespaces: [], hidden: error };
    }
    throw error;
  }
}

/** All objects of a kind in one namespace, in pages; only what `project` keeps is held. */
export async function listAll<T>(
  client: KubeClient,
  type: ResourceType,
  namespace: string,
  {
    labelSelector,
    signal,
    project,
    metadataOnly = false,
  }: {
    readonly labelSelector: string | undefined;
    readonly signal: AbortSignal;
    readonly project: (object: KubeObject) => T;
    readonly metadataOnly?: boolean;
  },
): Promise<readonly T[]> {
  let found: T[] = [];
  await listPages(
    (page) => client.list(type, namespace, { query: { labelSelector, ...page }, signal, metadataOnly }),
    500,
    {
      begin: () => {
        found = [];
      },
      page: async (items) => {
        found.push(...items.map(project));
      },
    },
  );
  return found;
}

/** The label selector of what a vcluster has synced to a host namespace. In those of multi-namespace mode everything is its own. */
export function syncedSelector({ namespace, name }: VClusterAddress, place: string): string | undefined {
  return place === namespace ? `${marks.managedBy}=${name}` : undefined;
}

/** A pod that is to be deleted. */
export interface DoomedPod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** The synced pods in one host namespace that are not ending yet. */
export async function syncedPods(
  client: KubeClient,
  address: VClusterAddress,
  place: string,
  signal: AbortSignal,
): Promise<readonly DoomedPod[]> {
  const pods = await listAll(client, resources.pods, place, {
    labelSelector: syncedSelector(address, place),
    signal,
    metadataOnly: true,
    project: ({ metadata }): readonly DoomedPod[] =>
      metadata?.name && metadata.uid && !metadata.deletionTimestamp
        ? [{ namespace: place, name: metadata.name, uid: metadata.uid }]
        : [],
  });
  return pods.flat();
}

/** Deletes pods, with the time to end that each was given. One that is gone or replaced is fine. Tells each that was deleted. */
export async function deletePods(
  client: KubeClient,
  pods: readonly DoomedPod[],
  signal: AbortSignal,
  onDelete: () => void,
): Promise<void> {
  const left = pods[Symbol.iterator]();
  let failed = false;
  const work = async (): Promise<void> => {
    for (const pod of left) {
      if (failed) {
        return;
      }
      try {
        await deletePod(client, pod, signal);
        onDelete();
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, pods.length) }, work));
}

async function deletePod(client: KubeClient, { namespace, name, uid }: DoomedPod, signal: AbortSignal): Promise<void> {
  const options = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid } };
  try {
    await client.request('DELETE', resourcePath(resources.pods, namespace, name), options, { signal });
  } catch (error) {
    if (!KubeError.is(error, 'notFound', 'conflict')) {
      throw error;
    }
  }
}
