import * as l10n from '@vscode/l10n';
import type { Disposable } from '../base/emitter.ts';
import type { Log } from '../base/log.ts';
import type { Operation } from '../base/operation.ts';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import { type Forward, startForward } from '../forward/forward.ts';
import { resolveSyncerPod } from '../forward/syncerPod.ts';
import type { Hosts } from '../host/hosts.ts';
import type { KubeClient } from '../kube/client.ts';
import type { ContextEntry } from '../kubeconfig/contextEntry.ts';
import type { KubeconfigContext } from '../kubeconfig/model.ts';
import { virtualContextName } from '../vcluster/context.ts';
import { goneError } from '../vcluster/gone.ts';
import type { VCluster } from '../vcluster/model.ts';
import { waitUntilReady } from './readiness.ts';
import { chooseRoute, type Route } from './route.ts';
import { hostOf } from './vclusterLookup.ts';
import { contextEntryFor, readVirtualKubeconfig, type VirtualKubeconfig } from './virtualKubeconfig.ts';

export interface ConnectorOptions {
  readonly hosts: Hosts;
  readonly createClient: (context: KubeconfigContext) => KubeClient;
  readonly log: Log;
}

/** A way into a vcluster that is open, before anything is written anywhere. */
export interface Way extends Disposable {
  readonly route: Route;
  readonly entry: ContextEntry;
  readonly client: KubeClient;
  /** Undefined where an address of its own answers. */
  readonly forward: Forward | undefined;
}

/** A context entry as the client takes it. */
export function clientContext({ name, server, user, ...rest }: ContextEntry): KubeconfigContext {
  const { caData, insecureSkipTlsVerify = false, tlsServerName } = rest;
  return {
    name,
    file: '',
    cluster: {
      name,
      server,
      skipTlsVerify: insecureSkipTlsVerify,
      ...(caData === undefined ? {} : { caData }),
      ...(tlsServerName === undefined ? {} : { tlsServerName }),
    },
    user: { name, ...user },
  };
}

/** Finds and opens the way into a vcluster: waits for it, reads its kubeconfig, tries its address, else forwards a port. */
export class Connector {
  readonly #options: ConnectorOptions;

  constructor(options: ConnectorOptions) {
    this.#options = options;
  }

  /**
   * Opens the way. `port` is the wanted local port of a forward. Rejects with a KubeError or an OperationError; then
   * nothing stays open.
   */
  async open(id: string, operation: Operation, port?: number): Promise<Way> {
    const { host, address } = hostOf(this.#options.hosts, id);
    const vcluster = await waitUntilReady(this.#options.hosts, id, operation);
    operation.report(l10n.t('Reading its kubeconfig'));
    const virtual = await readVirtualKubeconfig(host.client, address, operation.signal);
    operation.report(l10n.t('Looking for a way to its API'));
    const name = virtualContextName({ name: address.name, namespace: address.namespace, parent: address.context });
    const route = await this.#route(vcluster, virtual, name, operation.signal);
    const forward = route.kind === 'forward' ? await this.#forward(id, route.podPort, port) : undefined;
    const server = route.kind === 'address' ? route.server : `https://127.0.0.1:${forward?.port}`;
    const entry = contextEntryFor(virtual, { name, server });
    const client = this.#options.createClient(clientContext(entry));
    const way = {
      route,
      entry,
      client,
      forward,
      dispose: () => {
        client.close();
        forward?.dispose();
      },
    };
    try {
      operation.report(l10n.t('Trying the connection'));
      await this.#tryOut(id, way, operation.signal);
      return way;
    } catch (error) {
      way.dispose();
      throw error;
    }
  }

  /** A vcluster that goes meanwhile is not waited for, and what a forward waits for is the reason rather than its local address. */
  async #tryOut(id: string, { client, forward }: Way, signal: AbortSignal): Promise<void> {
    const { host, address } = hostOf(this.#options.hosts, id);
    const gone = new AbortController();
    const look = (): void => {
      if (host.view.complete && !host.view.vclusters.has(id)) {
        gone.abort();
      }
    };
    const subscriptions = [host.onDidChange(look), host.hold()];
    try {
      look();
      await client.request('GET', '/version', undefined, { signal: AbortSignal.any([signal, gone.signal]) });
    } catch (error) {
      if (signal.aborted) {
        throw error;
      }
      if (gone.signal.aborted) {
        throw goneError(address);
      }
      if (forward?.state.state === 'waiting') {
        const message = l10n.t('{0} does not answer. {1}', printable(address.name), printable(forward.state.why, 300));
        throw new OperationError('notReady', message, error);
      }
      throw error;
    } finally {
      for (const subscription of subscriptions) {
        subscription.dispose();
      }
    }
  }

  #route(vcluster: VCluster, virtual: VirtualKubeconfig, name: string, signal: AbortSignal): Promise<Route> {
    const { createClient } = this.#options;
    const probe = (server: string): KubeClient =>
      createClient(clientContext(contextEntryFor(virtual, { name, server })));
    return chooseRoute(vcluster.exposure, virtual.server, probe, signal);
  }

  /** The host is asked for anew each time, since its credentials may be others by then. */
  #forward(id: string, podPort: number, port: number | undefined): Promise<Forward> {
    const { hosts, log } = this.#options;
    return startForward({
      client: () => hostOf(hosts, id).host.client,
      resolve: (signal, onWait) => {
        const { host, address } = hostOf(hosts, id);
        return resolveSyncerPod(host.client, address, podPort, signal, onWait);
      },
      log,
      ...(port === undefined ? {} : { port }),
    });
  }
}
