import type { ResourceType } from '../kube/resource.ts';

/**
 * What a vcluster leaves on its host, by how it goes:
 * - `release`: what the chart made; the driver takes it away
 * - `synced`: what the syncer made for workloads in the vcluster's namespace; goes with the vcluster's Service, which owns it
 * - `volume`: a PersistentVolumeClaim of the control plane, of any ordinal, or of its etcd
 * - `leftover`: an object that the syncer or the CLI made and nobody owns
 * - `clusterObject`: a synced object at cluster scope; `hostNamespace`: a namespace made for a virtual one
 * - `namespace`: the namespace that the vcluster is in, with everything in it
 * - `context`: an entry of the kubeconfig that points into it
 */
export type RemovalKind =
  | 'release'
  | 'synced'
  | 'volume'
  | 'leftover'
  | 'clusterObject'
  | 'hostNamespace'
  | 'namespace'
  | 'context';

/** An object as it was seen; it is deleted only if it is still that one. */
export interface RemovalTarget {
  readonly type: ResourceType;
  readonly namespace?: string;
  readonly name: string;
  readonly uid: string;
}

/** One thing that goes or stays. */
export interface RemovalItem {
  /** Unique in a plan, and stable over plans. */
  readonly id: string;
  readonly kind: RemovalKind;
  /** Such as `PersistentVolumeClaim data-my-vcluster-0`; safe to show. */
  readonly label: string;
  /** Why it is in the list, and what speaks for or against it. */
  readonly detail: string;
  readonly proposal: 'remove' | 'keep';
  /** Why it is not for the user to choose, if it is not. */
  readonly fixed?: string;
  readonly target?: RemovalTarget;
}

/** What is to become of each item, by its id; items that are left out follow their proposal. */
export type RemovalChoices = ReadonlyMap<string, 'remove' | 'keep'>;

export function itemId(kind: RemovalKind, { type, namespace = '', name }: Omit<RemovalTarget, 'uid'>): string {
  return [kind, type.group, type.plural, namespace, name].map(encodeURIComponent).join('/');
}

/** What is done to an item. */
export function decision(item: RemovalItem, choices: RemovalChoices): 'remove' | 'keep' {
  return item.fixed === undefined ? (choices.get(item.id) ?? item.proposal) : item.proposal;
}
