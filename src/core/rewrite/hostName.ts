import { text } from '../vcluster/raw.ts';
import { child, type Node } from './draft.ts';
import type { Naming } from './naming.ts';

/** A virtual object by its name. */
export interface VirtualName {
  readonly kind: string;
  readonly name: string;
  /** Left out at cluster scope. */
  readonly namespace?: string | undefined;
}

const apiKinds: ReadonlySet<string> = new Set(['Service', 'Endpoints', 'EndpointSlice']);
const shortNamed: ReadonlySet<string> = new Set(['ResourceClaim', 'ResourceClaimTemplate']);

/** The Service that leads to the API of a vcluster has the vcluster's name on the host. */
export function isApiService({ kind, name, namespace }: VirtualName): boolean {
  return apiKinds.has(kind) && name === 'kubernetes' && namespace === 'default';
}

/**
 * The host's name of a virtual object whose kind is synced. It is a formula: objects that the syncer has stored a mapping for
 * may have another, and annotations of the host object are the truth.
 */
export function hostNameOf(virtual: VirtualName, naming: Naming): string | undefined {
  const { kind, name, namespace } = virtual;
  if (name === '') {
    return undefined;
  }
  if (isApiService(virtual)) {
    return naming.vcluster;
  }
  if (kind === 'Namespace') {
    return naming.twinNamespace(name);
  }
  if (namespace === undefined || namespace === '') {
    return naming.cluster(name);
  }
  if (shortNamed.has(kind)) {
    return naming.short(name, namespace);
  }
  return kind === 'ConfigMap' ? naming.configMap(name, namespace) : naming.namespaced(name, namespace);
}

/** Annotations by which the copies of what the host has say its name there. */
const hostNameAnnotation: Readonly<Record<string, string>> = {
  PersistentVolume: 'vcluster.loft.sh/host-pv',
  VolumeSnapshotContent: 'vcluster.loft.sh/host-volumesnapshotcontent',
};

/** As `hostNameOf`, for an object as it is; volumes of the host say their name there themselves. */
export function hostObjectName(object: Node, naming: Naming): string | undefined {
  const metadata = child(object, 'metadata');
  const kind = text(object['kind']) ?? '';
  const key = Object.hasOwn(hostNameAnnotation, kind) ? hostNameAnnotation[kind] : undefined;
  const given = key === undefined ? undefined : text(child(metadata, 'annotations')?.[key]);
  if (given !== undefined) {
    return given;
  }
  return hostNameOf({ kind, name: text(metadata?.['name']) ?? '', namespace: text(metadata?.['namespace']) }, naming);
}
