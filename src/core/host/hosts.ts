import { isDeepStrictEqual } from 'node:util';
import { type Disposable, Emitter } from '../base/emitter.ts';
import type { SyncedView } from '../explorer/view.ts';
import type { KubeClient } from '../kube/client.ts';
import type { Kubeconfig, KubeconfigContext } from '../kubeconfig/model.ts';
import type { KubeconfigSource } from '../kubeconfig/source.ts';
import type { ReflectorFactory } from '../reflector/reflector.ts';
import { parseVirtualContext } from '../vcluster/context.ts';
import { parseVClusterId } from '../vcluster/id.ts';
import { Host, type HostChange } from './host.ts';

/** What hosts are made with. */
export interface HostTools {
  readonly createClient: (context: KubeconfigContext) => KubeClient;
  readonly reflectors: ReflectorFactory;
  /** The namespaces to look in when a context may not list the whole cluster; that of the context comes first. */
  readonly fallbackNamespaces: (context: KubeconfigContext) => readonly string[];
  /** How long a host goes on after nobody looks at it, in milliseconds. */
  readonly lingerMs: number;
}

/**
 * The host clusters that somebody has looked at, one for each context, opened when they are first asked for. A context
 * that changes in the kubeconfig gets new connections; one that goes takes its host with it.
 */
export class Hosts implements Disposable {
  readonly #kubeconfig: Pick<KubeconfigSource, 'value' | 'onDidChange'>;
  readonly #tools: HostTools;
  readonly #hosts = new Map<string, Host>();
  readonly #changed = new Emitter<{ readonly host: Host; readonly change: HostChange }>();
  readonly #subscription: Disposable;
  #allNamespaces = false;

  readonly onDidChange = this.#changed.event;

  constructor(kubeconfig: Pick<KubeconfigSource, 'value' | 'onDidChange'>, tools: HostTools) {
    this.#kubeconfig = kubeconfig;
    this.#tools = tools;
    this.#subscription = kubeconfig.onDidChange((value) => this.#apply(value));
  }

  /** The host of a context, made when it is not there yet; undefined for a context that is not known or not usable. */
  open(context: string): Host | undefined {
    const known = this.#hosts.get(context);
    if (known !== undefined) {
      return known;
    }
    const { contexts, currentContext } = this.#kubeconfig.value;
    const entry = contexts.find(({ name }) => name === context);
    if (entry === undefined || entry.problem !== undefined) {
      return undefined;
    }
    const connected = currentContext === undefined ? undefined : parseVirtualContext(currentContext);
    const host = new Host(entry, this.#tools, connected);
    host.watchNamespaces(this.#allNamespaces);
    host.onDidChange((change) => this.#changed.fire({ host, change }));
    this.#hosts.set(context, host);
    return host;
  }

  /** The host of a context, if anybody has looked at it. */
  find(context: string): Host | undefined {
    return this.#hosts.get(context);
  }

  synced(vcluster: string): SyncedView | undefined {
    const address = parseVClusterId(vcluster);
    return address && this.#hosts.get(address.context)?.synced(vcluster);
  }

  /** Whether all namespaces are listed, for as long as a host is looked at. */
  watchNamespaces(all: boolean): void {
    this.#allNamespaces = all;
    for (const host of this.#hosts.values()) {
      host.watchNamespaces(all);
    }
  }

  /** Takes up what has changed in how hosts are made: those whose fallback namespaces are others now begin anew. */
  reconsider(): void {
    for (const host of this.#hosts.values()) {
      host.reconsider();
    }
  }

  /** Asks every host that is looked at again. */
  refresh(): void {
    for (const host of this.#hosts.values()) {
      host.refresh();
    }
  }

  #apply({ contexts, currentContext }: Kubeconfig): void {
    const connected = currentContext === undefined ? undefined : parseVirtualContext(currentContext);
    for (const [name, host] of this.#hosts) {
      const entry = contexts.find((context) => context.name === name);
      if (entry === undefined || entry.problem !== undefined) {
        this.#hosts.delete(name);
        host.dispose();
      } else {
        if (!isDeepStrictEqual(entry, host.entry)) {
          host.reconfigure(entry);
        }
        host.setConnected(connected);
      }
    }
  }

  dispose(): void {
    this.#subscription.dispose();
    for (const host of this.#hosts.values()) {
      host.dispose();
    }
    this.#hosts.clear();
    this.#changed.dispose();
  }
}
