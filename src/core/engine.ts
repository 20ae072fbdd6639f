import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Disposable } from './base/emitter.ts';
import { Comparisons } from './comparison/comparisons.ts';
import { NameIndex } from './comparison/nameIndex.ts';
import { HostOffers } from './config/offers/hostOffers.ts';
import type { Offer, OfferKind } from './config/offers/offer.ts';
import { Connections } from './connection/connections.ts';
import { Connector } from './connection/connector.ts';
import { ContextWatch } from './connection/contextWatch.ts';
import { KubeconfigCopies } from './connection/kubeconfigCopies.ts';
import { KubeconfigPlaces } from './connection/kubeconfigPlace.ts';
import { Ledger } from './connection/ledger.ts';
import { sweepTraces } from './connection/sweep.ts';
import { runCommand } from './deploy/runner.ts';
import { Tools } from './deploy/tools.ts';
import type { EngineOptions } from './engineOptions.ts';
import { hostContexts, virtualTarget } from './explorer/contextOrder.ts';
import { Explorer } from './explorer/explorer.ts';
import type { ObjectReference } from './explorer/node.ts';
import { statusText } from './explorer/phase.ts';
import { Hosts } from './host/hosts.ts';
import { listVClusters } from './host/listing.ts';
import type { PodContainer, PodLogOptions } from './host/podLog.ts';
import type { KubeClient } from './kube/client.ts';
import { KubeError } from './kube/error.ts';
import { createKubeClient } from './kube/httpClient.ts';
import type { KubeconfigContext } from './kubeconfig/model.ts';
import { KubeconfigSource } from './kubeconfig/source.ts';
import { UserKubeconfig } from './kubeconfig/userKubeconfig.ts';
import { Changes } from './operations/changes.ts';
import { Creation } from './operations/creation.ts';
import { Drivers } from './operations/drivers.ts';
import { Operations } from './operations/operations.ts';
import { Removals } from './operations/removals.ts';
import { Previews } from './preview/previews.ts';
import { ProtectedContexts } from './protection/protectedContexts.ts';
import { createReflector } from './reflector/liveReflector.ts';
import { parseVClusterId } from './vcluster/id.ts';
import type { VClusterStatus } from './vcluster/model.ts';
import { summarize, type VClusterSummary } from './vcluster/summary.ts';
import { ObjectAccess } from './virtual/objectAccess.ts';
import { VirtualViews } from './virtual/virtualViews.ts';

const hostLingerMs = 5_000;

/** Everything behind the views: the kubeconfig, the hosts, the tree, and what can be done on them. No user interface. */
export class Engine implements Disposable {
  readonly kubeconfig: KubeconfigSource;
  readonly hosts: Hosts;
  readonly explorer: Explorer;
  readonly connections: Connections;
  readonly contextWatch: ContextWatch;
  readonly protection: ProtectedContexts;
  readonly operations: Operations;
  readonly kubeconfigCopies: KubeconfigCopies;
  readonly creation: Creation;
  readonly changes: Changes;
  readonly removals: Removals;
  readonly previews: Previews;
  /** Vclusters inside and on their hosts, side by side. */
  readonly comparisons: Comparisons;
  /** From names on hosts to the objects inside, and back. */
  readonly names: NameIndex;
  readonly #user: UserKubeconfig;
  readonly #ledger: Ledger;
  readonly #options: EngineOptions;
  readonly #virtual: VirtualViews;
  readonly #objects: ObjectAccess;
  readonly #offers = new HostOffers();

  constructor(options: EngineOptions) {
    this.#options = options;
    if (options.translations !== undefined) {
      l10n.config({ contents: { ...options.translations } });
    }
    const user = new UserKubeconfig({ setting: options.kubeconfig, own: options.ownKubeconfigs, env: options.env });
    this.#user = user;
    this.kubeconfig = new KubeconfigSource({ paths: () => user.allPaths, log: options.log });
    const createClient = (context: KubeconfigContext): KubeClient =>
      createKubeClient(context, { environment: options.env, pluginTimeoutMs: options.pluginTimeoutMs() });
    this.hosts = new Hosts(this.kubeconfig, {
      createClient,
      reflectors: createReflector,
      fallbackNamespaces: ({ name, namespace }) => [...new Set([namespace ?? 'default', ...options.namespaces(name)])],
      lingerMs: hostLingerMs,
    });
    const folder = join(options.storageFolder, 'connections');
    this.#ledger = new Ledger({ folder });
    const places = new KubeconfigPlaces({ paths: () => user.paths, folder, ledger: this.#ledger });
    const ownPlaces = new KubeconfigPlaces({ paths: options.ownKubeconfigs, folder, ledger: this.#ledger });
    const connector = new Connector({ hosts: this.hosts, createClient, log: options.log });
    this.connections = new Connections({
      connector,
      places: (id) => (user.isOwn(this.kubeconfig, parseVClusterId(id)?.context ?? '') ? ownPlaces : places),
      mode: options.connectMode,
      log: options.log,
    });
    const { connections, kubeconfig } = this;
    this.contextWatch = new ContextWatch({ connections, kubeconfig, log: options.log });
    this.protection = new ProtectedContexts({ patterns: options.protectedContexts });
    this.kubeconfigCopies = new KubeconfigCopies(this.connections, places, options.log, (context) =>
      this.protection.check(context),
    );
    this.operations = new Operations({
      hosts: this.hosts,
      connections: this.connections,
      kubeconfig,
      protection: this.protection,
    });
    const drivers = new Drivers({
      hosts: this.hosts,
      tools: new Tools({
        run: runCommand,
        configuredPath: options.toolPath,
        environment: () => options.env,
        untrusted: options.workspaceFolders,
      }),
      env: options.env,
      onLine: (line) => options.log.info(line),
    });
    const tools = { hosts: this.hosts, drivers, protection: this.protection };
    this.creation = new Creation(tools);
    this.changes = new Changes(tools);
    this.previews = new Previews(this.hosts, this.connections);
    this.removals = new Removals({ ...tools, kubeconfig: this.kubeconfig, connections: this.connections });
    this.#virtual = new VirtualViews(this.connections, createReflector, hostLingerMs);
    this.#objects = new ObjectAccess(this.hosts, this.connections);
    this.comparisons = new Comparisons({
      hosts: this.hosts,
      connections: this.connections,
      connector,
      reflectors: createReflector,
      lingerMs: hostLingerMs,
    });
    this.names = new NameIndex({ hosts: this.hosts, contexts: () => this.hostContexts, log: options.log });
    this.explorer = new Explorer(this.kubeconfig, this.hosts, this.#virtual);
  }

  /** Takes up settings that may be different now. */
  async settingsChanged(): Promise<void> {
    await this.kubeconfig.reload();
    this.hosts.reconsider();
    this.protection.refresh();
  }

  /** Removes what windows that crashed have left in kubeconfigs. Never rejects. */
  sweep(): Promise<void> {
    return sweepTraces(this.#ledger, this.kubeconfig, this.#options.log);
  }

  /** An object of a host cluster or inside a connected vcluster as YAML, its secrets masked. */
  objectYaml(object: ObjectReference): Promise<string> {
    return this.#objects.yaml(object);
  }

  podContainers(pod: ObjectReference): Promise<readonly PodContainer[]> {
    return this.#objects.containers(pod);
  }

  podLog(pod: ObjectReference, options: PodLogOptions, signal: AbortSignal): AsyncIterable<string> {
    return this.#objects.log(pod, options, signal);
  }

  /** Makes a context the current one of the user's kubeconfig. */
  useContext(context: string): Promise<void> {
    return this.#user.use(this.kubeconfig, context);
  }

  /** The current context, or the host of the vcluster that it leads into. */
  get currentHost(): string | undefined {
    const { currentContext } = this.kubeconfig.value;
    return currentContext === undefined
      ? undefined
      : (virtualTarget(this.kubeconfig.value, currentContext)?.parent ?? currentContext);
  }

  /** The contexts of host clusters, as the tree has them. */
  get hostContexts(): readonly string[] {
    return hostContexts(this.kubeconfig.value, this.explorer.options).map(({ name }) => name);
  }

  /** What a host has for a place in values; nothing of hosts that nobody has opened, and where it cannot be asked. */
  async hostOffers(context: string, kind: OfferKind, signal: AbortSignal): Promise<readonly Offer[]> {
    const host = this.hosts.find(context);
    return host === undefined ? [] : this.#offers.get(host.client, kind, signal);
  }

  /** Phase and reason in the user's language. */
  statusText(status: VClusterStatus): string {
    return statusText(status);
  }

  /** The vclusters of a host context; of the current one by default. */
  async list(context?: string): Promise<readonly VClusterSummary[]> {
    const host = context ?? this.currentHost;
    if (host === undefined) {
      throw new KubeError('kubeconfig', l10n.t('No current context is set. Switch to a context first.'));
    }
    return (await listVClusters(this.hosts, host)).map(summarize);
  }

  /** Disconnects from every vcluster and takes back what that had added. Never rejects. */
  async close(): Promise<void> {
    await Promise.all([this.connections.close(), this.kubeconfigCopies.close()]);
  }

  dispose(): void {
    this.explorer.dispose();
    this.comparisons.dispose();
    this.kubeconfigCopies.dispose();
    this.contextWatch.dispose();
    this.connections.dispose();
    this.protection.dispose();
    this.#virtual.dispose();
    this.hosts.dispose();
    this.kubeconfig.dispose();
  }
}

/** Makes the engine and reads the kubeconfig once, so that what it gives is there from the start. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const engine = new Engine(options);
  await engine.kubeconfig.start();
  void engine.sweep();
  return engine;
}
