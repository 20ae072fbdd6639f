import { isAtLeast } from '../base/version.ts';
import type { CreateChoices, LegacyDistro, Part } from './choices.ts';

/** The distro of a legacy choice. */
export function legacyDistro({ distro }: CreateChoices): LegacyDistro {
  return distro ?? 'k3s';
}

/** Whether a legacy chart runs etcd and the syncer as workloads of their own. */
export function hasParts(choices: CreateChoices): boolean {
  return choices.generation === 'legacy' && ['k8s', 'eks'].includes(legacyDistro(choices));
}

/** Whether a legacy chart runs the API server and the controller manager as Deployments of their own: up to 0.18. */
export function hasApiParts(choices: CreateChoices): boolean {
  return hasParts(choices) && !isAtLeast(choices.chartVersion, 0, 19);
}

/** Whether there is an etcd as a StatefulSet of its own. */
export function deploysEtcd(choices: CreateChoices): boolean {
  return hasParts(choices) || (choices.generation === 'current' && choices.store.kind === 'deployed-etcd');
}

/** Why a control plane cannot be highly available; undefined where it can. */
export type Obstacle = 'embeddedStore' | 'sqlite';

export function availabilityObstacle(choices: CreateChoices): Obstacle | undefined {
  if (choices.generation === 'legacy') {
    return hasParts(choices) ? undefined : 'embeddedStore';
  }
  return choices.store.kind === 'sqlite' ? 'sqlite' : undefined;
}

/** The parts whose replicas can be chosen; none where it cannot be highly available. */
export function replicatedParts(choices: CreateChoices): readonly Part[] {
  if (availabilityObstacle(choices) !== undefined) {
    return [];
  }
  const scheduler = hasApiParts(choices) && choices.scheduler && legacyDistro(choices) === 'k8s';
  return [
    'syncer',
    ...(hasApiParts(choices) ? (['api', 'controller'] as const) : []),
    ...(scheduler ? (['scheduler'] as const) : []),
    ...(deploysEtcd(choices) ? (['etcd'] as const) : []),
    'coredns',
  ];
}

/** How many pods of a part there will be. */
export function replicasOf(choices: CreateChoices, part: Part): number {
  const { enabled, replicas } = choices.availability;
  return enabled && replicatedParts(choices).includes(part) ? replicas[part] : 1;
}

/** Whether the control plane keeps its state in volumes that the host provides. */
export function needsVolume({ generation, store }: CreateChoices): boolean {
  return generation === 'legacy' || !['external-etcd', 'external-database'].includes(store.kind);
}

/** The StatefulSets of the control plane with their replicas: each pod of them has a volume. */
export function statefulSets(choices: CreateChoices): readonly { readonly name: string; readonly replicas: number }[] {
  if (deploysEtcd(choices)) {
    return [{ name: `${choices.name}-etcd`, replicas: replicasOf(choices, 'etcd') }];
  }
  return needsVolume(choices) ? [{ name: choices.name, replicas: replicasOf(choices, 'syncer') }] : [];
}

/** The names of the volume claims that the control plane uses. */
export function volumeClaims(choices: CreateChoices): readonly string[] {
  return statefulSets(choices).flatMap(({ name, replicas }) =>
    Array.from({ length: Math.min(replicas, 100) }, (_, ordinal) => `data-${name}-${ordinal}`),
  );
}

/** Whether something outside the namespace is read or written, which takes a ClusterRole. */
export function needsClusterRole({ nodes, storage, scheduler, fromHost }: CreateChoices): boolean {
  const synced = storage.persistentVolumes || storage.storageClasses !== 'none';
  return nodes.kind !== 'fake' || scheduler || synced || fromHost.length > 0;
}
