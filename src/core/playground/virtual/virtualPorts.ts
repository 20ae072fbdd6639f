import type { Duplex } from 'node:stream';
import type { Disposable } from '../../base/emitter.ts';
import type { KubeObject } from '../../kube/resource.ts';
import type { Agenda, Clock } from '../agenda.ts';
import type { LogBook } from '../logBook.ts';
import { isReady } from '../podPhase.ts';
import type { PortForwarder } from '../portForward/portForwarder.ts';
import type { Ports } from '../portForward/ports.ts';
import type { PlaygroundServer } from '../server.ts';
import type { Store } from '../store.ts';
import { nameOf, namespaceOf } from '../tree.ts';
import type { Authorities } from './authority.ts';
import type { VirtualCluster } from './virtualCluster.ts';
import { syncerOf, type VirtualClusters } from './virtualClusters.ts';
import { makeVirtualServer } from './virtualServer.ts';

export interface VirtualPortsParts {
  readonly store: Store;
  readonly clusters: VirtualClusters;
  readonly authorities: Authorities;
  readonly ports: Ports;
  readonly logs: LogBook;
  readonly forwarder: PortForwarder;
  readonly agenda: Agenda;
  readonly clock: Clock;
}

/** Where the syncer of either generation listens. */
const apiPort = 8443;

/** Lets the API server of a vcluster answer on port 8443 of each of its syncer's pods that is ready. It is made at the first connection. */
export class VirtualPorts {
  readonly #parts: VirtualPortsParts;
  readonly #served = new Map<string, Disposable>();
  readonly #servers = new WeakMap<VirtualCluster, PlaygroundServer>();
  readonly #running = new Set<PlaygroundServer>();

  constructor(parts: VirtualPortsParts) {
    this.#parts = parts;
    const { store } = parts;
    store.onDidChange(({ type, change, object }) => {
      if (type.plural === 'pods') {
        this.#follow(object, change === 'DELETED');
      }
    });
  }

  /** Serves a pod of a syncer that is ready, and stops serving one that is not. */
  follow(pods: readonly KubeObject[]): void {
    for (const pod of pods) {
      this.#follow(pod, false);
    }
  }

  /** Closes every connection. */
  async close(): Promise<void> {
    for (const served of this.#served.values()) {
      served.dispose();
    }
    await Promise.all([...this.#running].map((server) => server.close()));
  }

  #follow(pod: KubeObject, gone: boolean): void {
    const key = syncerOf(pod);
    if (key === undefined) {
      return;
    }
    const where = `${namespaceOf(pod)}/${nameOf(pod)}`;
    const serving = !gone && isReady(pod) && !pod.metadata?.deletionTimestamp;
    if (serving && !this.#served.has(where)) {
      const port = { namespace: namespaceOf(pod), pod: nameOf(pod), port: apiPort };
      this.#served.set(
        where,
        this.#parts.ports.serve(port, (socket) => this.#accept(key, socket)),
      );
    } else if (!serving) {
      this.#served.get(where)?.dispose();
      this.#served.delete(where);
    }
  }

  #accept(key: string, socket: Duplex): void {
    const cluster = this.#parts.clusters.open(key);
    if (!cluster) {
      socket.destroy();
      return;
    }
    this.#serverOf(key, cluster).accept(socket);
  }

  #serverOf(key: string, cluster: VirtualCluster): PlaygroundServer {
    const found = this.#servers.get(cluster);
    if (found) {
      return found;
    }
    const { clusters, authorities, logs, forwarder, agenda, clock } = this.#parts;
    const [namespace = '', name = ''] = key.split('/');
    const authority = authorities.of(namespace, name);
    const kubernetes = clusters.describe(key)?.kubernetes ?? '';
    const server = makeVirtualServer({ cluster, authority, kubernetes, logs, forwarder, agenda, clock });
    this.#servers.set(cluster, server);
    this.#running.add(server);
    return server;
  }
}
