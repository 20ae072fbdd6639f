import type { KubeClient } from '../kube/client.ts';
import { resources } from '../kube/resource.ts';
import type { Reflector, ReflectorFactory } from '../reflector/reflector.ts';
import { clusterMarker, marks } from './marks.ts';
import type { ControlPlanePod } from './model.ts';
import { type NamespaceRecord, projectNamespace } from './objects.ts';
import { controlPlanePod } from './pod.ts';
import { isCoreDns } from './role.ts';
import { annotatedProjection, syncedProjection } from './synced.ts';
import type { SyncedItem } from './syncedItem.ts';
import { resourceOf, type SyncedKind } from './syncedKind.ts';

/** What the reflectors of one vcluster need. */
export interface SyncedOrigin {
  /** The vcluster's name and host namespace. */
  readonly name: string;
  readonly namespace: string;
  readonly client: KubeClient;
  readonly reflectors: ReflectorFactory;
}

function marker({ name, namespace }: SyncedOrigin, namespaced: boolean): string {
  return `${marks.managedBy}=${namespaced ? name : clusterMarker(namespace, name)}`;
}

/** The host's own controllers make these for synced Services, and copy the labels of the Service onto them. */
const copiedKinds: ReadonlySet<SyncedKind> = new Set(['endpoints', 'endpointslices']);

/** Synced objects of one kind; those of a whole `virtual` host namespace carry no marker but annotations. */
export function openSynced(
  origin: SyncedOrigin,
  kind: SyncedKind,
  virtual: NamespaceRecord | undefined,
): Reflector<SyncedItem | undefined> {
  const type = resourceOf(kind);
  const pods = kind === 'pods';
  const scope = { vcluster: origin.name, pods, ...(virtual?.virtualName && { virtualNamespace: virtual.virtualName }) };
  const project: (object: Parameters<ReturnType<typeof syncedProjection>>[0]) => SyncedItem | undefined =
    virtual || copiedKinds.has(kind) ? annotatedProjection(scope) : syncedProjection(scope);
  return origin.reflectors(origin.client, {
    type,
    project,
    metadataOnly: !pods,
    ...(virtual ? { namespace: virtual.name } : { labelSelector: marker(origin, type.namespaced) }),
    ...(type.namespaced && !virtual && { namespace: origin.namespace }),
  });
}

/** The pods of the vcluster's CoreDNS: a few of kube-system's, whatever else is synced. */
export function openCoreDns(
  origin: SyncedOrigin,
  virtual: NamespaceRecord | undefined,
): Reflector<ControlPlanePod | undefined> {
  const labelSelector = `${marker(origin, true)},${marks.virtualNamespace}=kube-system`;
  return origin.reflectors<ControlPlanePod | undefined>(origin.client, {
    type: resources.pods,
    project: (pod) => (isCoreDns(pod) ? controlPlanePod(pod, 'coredns') : undefined),
    ...(virtual ? { namespace: virtual.name } : { namespace: origin.namespace, labelSelector }),
  });
}

/** The host namespaces that stand for virtual ones, where the vcluster runs in multi-namespace mode; else there are none. */
export function openNamespaces(origin: SyncedOrigin): Reflector<NamespaceRecord> {
  return origin.reflectors(origin.client, {
    type: resources.namespaces,
    labelSelector: marker(origin, false),
    metadataOnly: true,
    project: projectNamespace,
  });
}
