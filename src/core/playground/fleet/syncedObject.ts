import type { KubeObject, OwnerReference } from '../../kube/resource.ts';
import type { Generation } from '../../vcluster/model.ts';
import { hostLabelKey, hostName } from '../../vcluster/translate.ts';
import { nameOf, namespaceOf } from '../tree.ts';

/** The vcluster that objects are synced for. */
export interface SyncTarget {
  readonly name: string;
  /** The host namespace. */
  readonly namespace: string;
  readonly generation: Generation;
  /** The Service that owns everything it syncs. */
  readonly service: KubeObject;
  /** Cluster IP of the virtual kube-dns on the host. */
  readonly dnsIP: string;
}

export type Texts = Readonly<Record<string, string>>;

const marker = 'vcluster.loft.sh';
/** The label keys that the current generation hashes; all others pass unchanged. */
const hashedKeys = new Set(['release', `${marker}/namespace`, `${marker}/managed-by`, `${marker}/controlled-by`]);

/** Labels as they are on the host: all keys hashed in the legacy generation, four in the current one. */
export function hostLabels(labels: Texts, { name, generation }: SyncTarget): Texts {
  const key = (original: string) =>
    generation === 'legacy' || hashedKeys.has(original) ? hostLabelKey(original, name) : original;
  return Object.fromEntries(Object.entries(labels).map(([original, value]) => [key(original), value]));
}

/** The labels by which a host object says whose it is. */
export function marks(namespace: string, { name }: SyncTarget): Texts {
  return { [`${marker}/managed-by`]: name, [`${marker}/namespace`]: namespace };
}

function identity(object: KubeObject, host: string, { namespace, generation }: SyncTarget): Texts {
  const [group = '', version = ''] = object.apiVersion?.includes('/')
    ? object.apiVersion.split('/')
    : ['', object.apiVersion];
  const own = {
    [`${marker}/object-name`]: nameOf(object),
    [`${marker}/object-namespace`]: namespaceOf(object),
    [`${marker}/object-uid`]: object.metadata?.uid ?? '',
  };
  return generation === 'legacy'
    ? own
    : {
        ...own,
        [`${marker}/object-host-name`]: host,
        [`${marker}/object-host-namespace`]: namespace,
        [`${marker}/object-kind`]: `${group}/${version}, Kind=${object.kind}`,
      };
}

function owner(object: KubeObject, { service }: SyncTarget): OwnerReference & { readonly controller: boolean } {
  const controlled = (object.metadata?.ownerReferences ?? []).some(
    (one) => (one as { controller?: unknown }).controller === true,
  );
  return {
    apiVersion: 'v1',
    controller: controlled,
    kind: 'Service',
    name: nameOf(service),
    uid: service.metadata?.uid ?? '',
  };
}

/** The host name of a namespaced virtual object, whose name may be anything that stands in a spec. */
export function translated(target: SyncTarget, namespace: string, name: unknown): string {
  return hostName(String(name ?? ''), namespace, target.name);
}

/** The host's copy of a namespaced virtual object, without what is particular to its kind. */
export function copied(object: KubeObject, target: SyncTarget): KubeObject {
  const name = translated(target, namespaceOf(object), nameOf(object));
  const given = object.metadata?.annotations ?? {};
  const managed = Object.keys(given).sort().join('\n');
  return {
    ...object,
    metadata: {
      name,
      namespace: target.namespace,
      labels: { ...hostLabels(object.metadata?.labels ?? {}, target), ...marks(namespaceOf(object), target) },
      annotations: {
        ...given,
        ...(managed ? { [`${marker}/managed-annotations`]: managed } : {}),
        ...identity(object, name, target),
      },
      ownerReferences: [owner(object, target)],
    },
  };
}
