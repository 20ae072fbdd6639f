import type { KubeClient } from '../kube/client.ts';
import type { KubeObject } from '../kube/resource.ts';
import type { Reflector, ReflectorFactory } from '../reflector/reflector.ts';
import { KindWatch } from '../vcluster/kindWatch.ts';
import { groupItems } from '../vcluster/namespaceGroup.ts';
import { defined, dig, text, time } from '../vcluster/raw.ts';
import { interner } from '../vcluster/synced.ts';
import { WatchedKinds } from '../vcluster/watchedKinds.ts';
import type { VirtualItem } from './virtualItem.ts';
import { metadataKinds, type VirtualKind, virtualResource } from './virtualKind.ts';
import { virtualState } from './virtualState.ts';

/** Makes the projection of the objects of one kind. */
export function virtualProjection(kind: VirtualKind): (object: KubeObject) => VirtualItem {
  const shared = interner();
  return (object) => {
    const name = text(dig(object, 'metadata', 'name')) ?? '';
    const namespace = shared(text(dig(object, 'metadata', 'namespace')));
    const { status, message, ready, restarts, phase } = virtualState(kind, object);
    return defined<VirtualItem>({
      key: namespace === undefined ? name : `${namespace}/${name}`,
      namespace,
      name,
      status: shared(status || undefined),
      message,
      ready: shared(ready),
      restarts,
      phase,
      createdAt: time(dig(object, 'metadata', 'creationTimestamp')),
    });
  };
}

function openVirtual(client: KubeClient, reflectors: ReflectorFactory, kind: VirtualKind): Reflector<VirtualItem> {
  return reflectors(client, {
    type: virtualResource(kind),
    metadataOnly: metadataKinds.has(kind),
    project: virtualProjection(kind),
  });
}

/** The inside of a vcluster through one client, kind by kind, each read while somebody watches it. */
export function openVirtualKinds(
  client: KubeClient,
  reflectors: ReflectorFactory,
): WatchedKinds<VirtualKind, VirtualItem> {
  return new WatchedKinds({
    open: (kind, listener) => new KindWatch<VirtualItem>(() => openVirtual(client, reflectors, kind), listener),
    group: (items) => groupItems(items, ({ namespace, name, key }) => ({ namespace, name, key })),
  });
}
