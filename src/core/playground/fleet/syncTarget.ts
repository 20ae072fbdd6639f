import type { KubeObject } from '../../kube/resource.ts';
import type { Generation } from '../../vcluster/model.ts';
import type { Tree } from '../tree.ts';

/** The vcluster that objects are synced for. */
export interface SyncTarget {
  readonly name: string;
  /** The host namespace. */
  readonly namespace: string;
  readonly generation: Generation;
  /** Of the syncer. */
  readonly version: string;
  /** What it is configured to. */
  readonly values: Tree;
  /** The Service that owns everything it syncs. */
  readonly service: KubeObject;
  /** Cluster IP of the virtual kube-dns on the host. */
  readonly dnsIP: string;
  /** The labels of virtual namespaces, where they have others than their name. */
  readonly namespaceLabels?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
