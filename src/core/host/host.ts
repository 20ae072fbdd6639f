import { type Disposable, Emitter } from '../base/emitter.ts';
import { Lease } from '../base/lease.ts';
import type { HostView, SyncedView } from '../explorer/view.ts';
import type { KubeClient } from '../kube/client.ts';
import type { KubeconfigContext } from '../kubeconfig/model.ts';
import type { VirtualContext } from '../vcluster/context.ts';
import { VClusterDiscovery } from '../vcluster/discovery.ts';
import { parseVClusterId, type VClusterAddress } from '../vcluster/id.ts';
import type { VCluster } from '../vcluster/model.ts';
import type { HostTools } from './hosts.ts';
import { NamespaceNames } from './namespaces.ts';
import { type SyncedChange, SyncedViews } from './syncedViews.ts';

/** What is different about a host. */
export interface HostChange {
  readonly vclusters: readonly VClusterAddress[];
  readonly synced: readonly SyncedChange[];
}

interface Session {
  readonly client: KubeClient;
  readonly discovery: VClusterDiscovery;
  readonly namespaces: NamespaceNames;
  readonly synced: SyncedViews;
}

/**
 * One host cluster as one context sees it. It contacts the cluster only while somebody holds it; what it knew last stays
 * to be shown while a new list is on its way.
 */
export class Host implements Disposable {
  readonly #tools: HostTools;
  readonly #changed = new Emitter<HostChange>();
  readonly #lease: Lease;
  #entry: KubeconfigContext;
  #connected: VirtualContext | undefined;
  #session: Session;
  #allNamespaces = false;
  #last: ReadonlyMap<string, VCluster> | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(entry: KubeconfigContext, tools: HostTools, connected: VirtualContext | undefined) {
    this.#entry = entry;
    this.#tools = tools;
    this.#connected = connected;
    this.#lease = new Lease(
      () => this.#start(),
      () => this.#stop(),
      tools.lingerMs,
    );
    this.#session = this.#open();
  }

  get context(): string {
    return this.#entry.name;
  }

  get entry(): KubeconfigContext {
    return this.#entry;
  }

  get client(): KubeClient {
    return this.#session.client;
  }

  get view(): HostView {
    const { discovery, namespaces } = this.#session;
    const { freshness, complete, narrowedTo } = discovery;
    const vclusters = complete ? discovery.vclusters : (this.#last ?? discovery.vclusters);
    return {
      freshness,
      complete: complete || this.#last !== undefined,
      vclusters,
      narrowedTo,
      namespaces: namespaces.names,
    };
  }

  synced(vcluster: string): SyncedView | undefined {
    return this.#session.synced.view(vcluster);
  }

  /** Watches the vclusters for as long as it is held. */
  hold(): Disposable {
    return this.#lease.hold();
  }

  /** Watches all synced objects of a vcluster for as long as it is held. */
  holdSynced(vcluster: string): Disposable {
    return this.#session.synced.hold(vcluster);
  }

  /** Watches the CoreDNS pods of a vcluster for as long as it is held. */
  holdCoreDns(vcluster: string): Disposable {
    return this.#session.synced.holdCoreDns(vcluster);
  }

  watchNamespaces(all: boolean): void {
    if (this.#allNamespaces !== all) {
      this.#allNamespaces = all;
      if (all && this.#lease.running) {
        this.#session.namespaces.start();
      } else {
        this.#session.namespaces.stop();
      }
    }
  }

  setConnected(connected: VirtualContext | undefined): void {
    this.#connected = connected;
    this.#session.discovery.setConnected(connected);
  }

  /** Connects anew with what the kubeconfig says now. */
  reconfigure(entry: KubeconfigContext): void {
    this.#stop();
    this.#session.synced.dispose();
    this.#session.client.close();
    this.#entry = entry;
    this.#last = undefined;
    this.#session = this.#open();
    if (this.#lease.running) {
      this.#start();
    }
  }

  /** Lists again, if anybody looks. */
  refresh(): void {
    if (this.#lease.running) {
      this.#session.discovery.refresh();
      this.#session.synced.refresh();
    }
  }

  #open(): Session {
    const { createClient, reflectors, fallbackNamespaces } = this.#tools;
    const client = createClient(this.#entry);
    const discovery = new VClusterDiscovery({
      context: this.#entry.name,
      client,
      reflectors,
      fallbackNamespaces: fallbackNamespaces(this.#entry),
      connected: this.#connected,
    });
    discovery.onDidChange(({ changed, removed }) => {
      if (discovery.complete) {
        this.#last = undefined;
      }
      const vclusters = [...changed, ...removed].flatMap((id) => parseVClusterId(id) ?? []);
      this.#changed.fire({ vclusters, synced: [] });
    });
    const namespaces = new NamespaceNames(client, reflectors, () => this.#changed.fire({ vclusters: [], synced: [] }));
    const synced = new SyncedViews(client, reflectors, this.#tools.lingerMs);
    synced.onDidChange((change) => this.#changed.fire({ vclusters: [], synced: [change] }));
    return { client, discovery, namespaces, synced };
  }

  #start(): void {
    this.#session.discovery.start();
    if (this.#allNamespaces) {
      this.#session.namespaces.start();
    }
  }

  #stop(): void {
    const { discovery, namespaces } = this.#session;
    this.#last = discovery.complete ? new Map(discovery.vclusters) : this.#last;
    discovery.stop();
    namespaces.stop();
  }

  dispose(): void {
    this.#lease.dispose();
    this.#session.synced.dispose();
    this.#session.client.close();
    this.#changed.dispose();
  }
}
