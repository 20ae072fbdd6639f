import type { KubeObject } from '../kube/resource.ts';
import { marks } from './marks.ts';
import { podStatus } from './podStatus.ts';
import { annotation, defined, dig, label, text, time } from './raw.ts';
import type { SyncedItem } from './syncedItem.ts';

/** Where an object comes from inside its vcluster, as far as that is recorded. */
export interface VirtualIdentity {
  readonly name: string | undefined;
  readonly namespace: string | undefined;
}

/** The name before `-x-NAMESPACE-x-VCLUSTER`; undefined unless the host name ends in exactly that. */
function stripped(hostName: string, namespace: string | undefined, vcluster: string): string | undefined {
  const suffix = `-x-${namespace}-x-${vcluster}`;
  return namespace !== undefined && hostName.endsWith(suffix)
    ? hostName.slice(0, -suffix.length) || undefined
    : undefined;
}

/**
 * The virtual name and namespace of a synced object. Its annotations are the truth, unless they say that they belong to an
 * object of another host name, as on copies that other controllers made; then the label gives the namespace, and the name
 * only if the host name ends in exactly what the syncer appends. Splitting at `-x-` would be wrong: every part may hold it.
 */
export function virtualIdentity(object: KubeObject, vcluster: string): VirtualIdentity {
  const hostName = text(dig(object, 'metadata', 'name')) ?? '';
  const owner = annotation(object, marks.objectHostName);
  const own = owner === undefined || owner === hostName;
  const namespace =
    (own ? annotation(object, marks.objectNamespace) : undefined) ?? label(object, marks.virtualNamespace);
  return {
    name: (own ? annotation(object, marks.objectName) : undefined) ?? stripped(hostName, namespace, vcluster),
    namespace,
  };
}

/** What the items of one vcluster share. */
export interface SyncedScope {
  readonly vcluster: string;
  /** Whether `status` holds what a pod does. */
  readonly pods: boolean;
  /** For a host namespace that stands for one virtual namespace as a whole (multi-namespace mode). */
  readonly virtualNamespace?: string;
}

/** Gives back one and the same string for equal ones, so that 10,000 items share their namespaces. */
export function interner(): (value: string | undefined) => string | undefined {
  const known = new Map<string, string>();
  return (value) => {
    if (value !== undefined && !known.has(value)) {
      known.set(value, value);
    }
    return value === undefined ? undefined : known.get(value);
  };
}

/** Makes the projection of synced objects: both names and, for pods, what kubectl would show. */
export function syncedProjection(scope: SyncedScope): (object: KubeObject) => SyncedItem {
  const shared = interner();
  return (object) => {
    const hostName = text(dig(object, 'metadata', 'name')) ?? '';
    const hostNamespace = shared(text(dig(object, 'metadata', 'namespace')));
    const virtual = virtualIdentity(object, scope.vcluster);
    const pod = scope.pods ? podStatus(object) : undefined;
    return defined<SyncedItem>({
      key: hostNamespace === undefined ? hostName : `${hostNamespace}/${hostName}`,
      hostNamespace,
      hostName,
      uid: text(dig(object, 'metadata', 'uid')),
      virtualName: virtual.name,
      virtualNamespace: shared(virtual.namespace ?? scope.virtualNamespace),
      status: shared(pod?.reason),
      ready: shared(pod && `${pod.ready}/${pod.total}`),
      phase: pod?.phase === 'completed' ? undefined : pod?.phase,
      createdAt: time(dig(object, 'metadata', 'creationTimestamp')),
    });
  };
}

/** As `syncedProjection`, where marks do not tell whose an object is: undefined for those that the syncer did not write. */
export function annotatedProjection(scope: SyncedScope): (object: KubeObject) => SyncedItem | undefined {
  const project = syncedProjection(scope);
  return (object) => {
    const owner = annotation(object, marks.objectHostName);
    const copied = owner !== undefined && owner !== text(dig(object, 'metadata', 'name'));
    return copied || annotation(object, marks.objectName) === undefined ? undefined : project(object);
  };
}
