import type { Grants } from '../access/grants.ts';
import type { KubeError } from '../kube/error.ts';
import type { Freshness } from '../kube/freshness.ts';
import type { ResourceType } from '../kube/resource.ts';
import type { Kubeconfig } from '../kubeconfig/model.ts';
import type { ControlPlanePod, VCluster } from '../vcluster/model.ts';
import type { NamespaceGroup } from '../vcluster/namespaceGroup.ts';
import type { SyncedItem } from '../vcluster/syncedItem.ts';
import type { VirtualItem } from '../virtual/virtualItem.ts';
import type { ExplorerOptions } from './options.ts';

/** What is known about one host cluster at the moment. */
export interface HostView {
  readonly freshness: Freshness;
  /** Whether everything that decides which vclusters there are has arrived once. */
  readonly complete: boolean;
  readonly vclusters: ReadonlyMap<string, VCluster>;
  /** The only namespaces that could be listed, where the whole cluster could not. */
  readonly narrowedTo: readonly string[] | undefined;
  /** Every namespace, while they are asked for. */
  readonly namespaces: readonly string[] | undefined;
  /** Why they cannot be listed. */
  readonly namespacesProblem: KubeError | undefined;
}

/** What is known about one kind of objects of one vcluster. */
export interface KindView<T> {
  readonly type: ResourceType;
  readonly freshness: Freshness;
  /** How many there are; undefined until a complete list has arrived once. */
  readonly count: number | undefined;
  readonly groups: readonly NamespaceGroup<T>[];
}

/** What is known about one kind of synced objects of one vcluster. */
export type SyncedKindView = KindView<SyncedItem>;

/** What is known about one kind of objects inside one vcluster. */
export type VirtualKindView = KindView<VirtualItem>;

/** What is known of the inside of a vcluster that is connected; what was known last, while nobody looks. */
export interface VirtualView {
  /** Every kind that is shown, in order. */
  readonly kinds: readonly VirtualKindView[];
}

/** What is known about the synced objects of one vcluster; what was known last, while nobody looks at them. */
export interface SyncedView {
  /** Every kind that a syncer can write. */
  readonly kinds: readonly SyncedKindView[];
  readonly coreDns: readonly ControlPlanePod[];
}

/** Everything that the tree is drawn from. */
export interface OutlineState {
  readonly kubeconfig: Kubeconfig;
  readonly options: ExplorerOptions;
  readonly now: number;
  /** Undefined for a host that nobody has looked at. */
  host(context: string): HostView | undefined;
  synced(vcluster: string): SyncedView | undefined;
  /** What the user may do on a host; undefined where nobody has asked. */
  access(context: string): Grants | undefined;
  /** Undefined for a vcluster that is not connected. */
  virtual(vcluster: string): VirtualView | undefined;
}
