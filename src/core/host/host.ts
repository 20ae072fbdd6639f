import { isDeepStrictEqual } from 'node:util';
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

/** What is different about a host; its freshness or its namespaces when both lists are empty. */
export interface HostChange {
  readonly vclusters: readonly VClusterAddress[];
  readonly synced: readonly SyncedChange[];
}

interface Session {
  readonly fallbackNamespaces: readonly string[];
  readonly client: KubeClient;
  readonly discovery: VClusterDiscovery;
  readonly namespaces: NamespaceNames;
}

/**
 * One host cluster as one context sees it. It contacts the cluster only while somebody holds it; what it knew last stays
 * to be shown while a new list is on its way.
 */
export class Host implements Disposable {
  readonly #tools: HostTools;
  readonly #changed = new Emitter<HostChange>();
  readonly #disposed = new Emitter<void>();
  readonly #lease: Lease;
  readonly #synced: SyncedViews;
  #entry: KubeconfigContext;
  #connected: VirtualContext | undefined;
  #session: Session;
  #allNamespaces = false;
  #last: ReadonlyMap<string, VCluster> | undefined;

  readonly onDidChange = this.#changed.event;
  /** Fires when its context is gone from the kubeconfig, or can no longer be used. */
  readonly onDidDispose = this.#disposed.event;

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
    this.#synced = new SyncedViews(this.#session.client, tools.reflectors, tools.lingerMs);
    this.#synced.onDidChange((change) => this.#changed.fire({ vclusters: [], synced: [change] }));
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
    return {
      freshness,
      complete: complete || this.#last !== undefined,
      vclusters: complete ? discovery.vclusters : (this.#last ?? discovery.vclusters),
      narrowedTo,
      namespaces: namespaces.names,
      namespacesProblem: namespaces.problem,
    };
  }

  synced(vcluster: string): SyncedView | undefined {
    return this.#synced.view(vcluster);
  }

  /** Watches the vclusters for as long as it is held. */
  hold(): Disposable {
    return this.#lease.hold();
  }

  /** Watches all synced objects of a vcluster for as long as it is held. */
  holdSynced(vcluster: string): Disposable {
    return this.#synced.hold(vcluster);
  }

  /** Watches the CoreDNS pods of a vcluster for as long as it is held. */
  holdCoreDns(vcluster: string): Disposable {
    return this.#synced.holdCoreDns(vcluster);
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

  /** Connects anew with what the kubeconfig says now. Of another cluster, nothing that was known stays. */
  reconfigure(entry: KubeconfigContext): void {
    const keep = isDeepStrictEqual(entry.cluster, this.#entry.cluster);
    const { client } = this.#session;
    this.#stop();
    this.#entry = entry;
    this.#last = keep ? this.#last : undefined;
    this.#session = this.#open();
    this.#synced.reconnect(this.#session.client, keep);
    client.close();
    if (this.#lease.running) {
      this.#start();
    }
  }

  /** Begins anew if it would look in other namespaces now. */
  reconsider(): void {
    if (!isDeepStrictEqual(this.#tools.fallbackNamespaces(this.#entry), this.#session.fallbackNamespaces)) {
      this.reconfigure(this.#entry);
    }
  }

  /** Lists again, if anybody looks. */
  refresh(): void {
    if (this.#lease.running) {
      const { discovery, namespaces } = this.#session;
      discovery.refresh();
      if (this.#allNamespaces) {
        namespaces.refresh();
      }
      this.#synced.refresh();
    }
  }

  #open(): Session {
    const { createClient, reflectors } = this.#tools;
    const client = createClient(this.#entry);
    const fallbackNamespaces = this.#tools.fallbackNamespaces(this.#entry);
    const discovery = new VClusterDiscovery({
      context: this.#entry.name,
      client,
      reflectors,
      fallbackNamespaces,
      connected: this.#connected,
    });
    discovery.onDidChange(({ changed, removed }) => this.#vclustersChanged(discovery, changed, removed));
    const namespaces = new NamespaceNames(client, reflectors, () => this.#changed.fire({ vclusters: [], synced: [] }));
    return { fallbackNamespaces, client, discovery, namespaces };
  }

  #vclustersChanged(discovery: VClusterDiscovery, changed: readonly string[], removed: readonly string[]): void {
    const gone = discovery.complete
      ? [...removed, ...(this.#last?.keys() ?? [])].filter((id) => !discovery.vclusters.has(id))
      : [];
    if (discovery.complete) {
      this.#last = undefined;
    }
    for (const id of gone) {
      this.#synced.forget(id);
    }
    const vclusters = [...changed, ...gone].flatMap((id) => parseVClusterId(id) ?? []);
    this.#changed.fire({ vclusters, synced: [] });
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
    this.#synced.dispose();
    this.#session.client.close();
    this.#changed.dispose();
    this.#disposed.fire();
    this.#disposed.dispose();
  }
}
