import { homedir } from 'node:os';
import * as l10n from '@vscode/l10n';
import type { Disposable } from './base/emitter.ts';
import type { Log } from './base/log.ts';
import { virtualTarget } from './explorer/contextOrder.ts';
import { Explorer } from './explorer/explorer.ts';
import type { ObjectReference } from './explorer/node.ts';
import { Hosts } from './host/hosts.ts';
import { listVClusters } from './host/listing.ts';
import { objectYaml } from './host/objectYaml.ts';
import { type PodContainer, type PodLogOptions, podContainers, podLog } from './host/podLog.ts';
import type { KubeClient } from './kube/client.ts';
import { KubeError } from './kube/error.ts';
import { createKubeClient } from './kube/httpClient.ts';
import { type KubeResourceName, resources } from './kube/resource.ts';
import { setCurrentContext } from './kubeconfig/currentContext.ts';
import { kubeconfigPaths } from './kubeconfig/paths.ts';
import { KubeconfigSource } from './kubeconfig/source.ts';
import { createReflector } from './reflector/liveReflector.ts';
import { summarize, type VClusterSummary } from './vcluster/summary.ts';

/** What the engine takes from where it runs. The functions are asked again whenever the answer matters. */
export interface EngineOptions {
  readonly log: Log;
  readonly env: NodeJS.ProcessEnv;
  /** Paths of kubeconfig files that the user set; empty for KUBECONFIG or the default. */
  readonly kubeconfig: () => readonly string[];
  /** Kubeconfig files of our own, such as the playground's, which no command writes to. */
  readonly ownKubeconfigs: () => readonly string[];
  readonly namespaces: (context: string) => readonly string[];
  readonly pluginTimeoutMs: () => number;
  /** Translations of the user's language, by English text. */
  readonly translations: Readonly<Record<string, string>> | undefined;
}

const hostLingerMs = 5_000;

/** Everything behind the views: the kubeconfig, the hosts, the tree, and what can be done on them. No user interface. */
export class Engine implements Disposable {
  readonly kubeconfig: KubeconfigSource;
  readonly hosts: Hosts;
  readonly explorer: Explorer;
  readonly #options: EngineOptions;

  constructor(options: EngineOptions) {
    this.#options = options;
    if (options.translations !== undefined) {
      l10n.config({ contents: { ...options.translations } });
    }
    this.kubeconfig = new KubeconfigSource({
      paths: () => [...this.#userPaths(), ...options.ownKubeconfigs()],
      log: options.log,
    });
    this.hosts = new Hosts(this.kubeconfig, {
      createClient: (context) =>
        createKubeClient(context, { environment: options.env, pluginTimeoutMs: options.pluginTimeoutMs() }),
      reflectors: createReflector,
      fallbackNamespaces: ({ name, namespace }) => [...new Set([namespace ?? 'default', ...options.namespaces(name)])],
      lingerMs: hostLingerMs,
    });
    this.explorer = new Explorer(this.kubeconfig, this.hosts);
  }

  /** Takes up settings that may be different now. */
  async settingsChanged(): Promise<void> {
    await this.kubeconfig.reload();
    this.hosts.reconsider();
  }

  #userPaths(): readonly string[] {
    const { kubeconfig, env } = this.#options;
    return kubeconfigPaths({ setting: kubeconfig(), env, home: homedir() });
  }

  #client(context: string): KubeClient {
    const host = this.hosts.open(context);
    if (host === undefined) {
      throw new KubeError('kubeconfig', l10n.t('The kubeconfig has no usable context “{0}”.', context));
    }
    return host.client;
  }

  /** An object of a host cluster as YAML, its secrets masked. */
  async objectYaml({ context, resource, namespace, name }: ObjectReference): Promise<string> {
    const type = resources[resource as KubeResourceName];
    return objectYaml(await this.#client(context).get(type, namespace, name), resource);
  }

  async podContainers({ context, namespace, name }: ObjectReference): Promise<readonly PodContainer[]> {
    return podContainers(await this.#client(context).get(resources.pods, namespace, name));
  }

  podLog(pod: ObjectReference, options: PodLogOptions, signal: AbortSignal): AsyncIterable<string> {
    return podLog(this.#client(pod.context), pod.namespace ?? '', pod.name, options, signal);
  }

  /** Makes a context the current one of the user's kubeconfig. */
  async useContext(context: string): Promise<void> {
    const own = this.#options.ownKubeconfigs();
    const entry = this.kubeconfig.value.contexts.find(({ name }) => name === context);
    if (entry !== undefined && own.includes(entry.file)) {
      throw new KubeError(
        'kubeconfig',
        l10n.t('“{0}” has a kubeconfig of its own, and yours stays as it is. Open a terminal on it instead.', context),
      );
    }
    await setCurrentContext(this.#userPaths(), context);
    await this.kubeconfig.reload();
  }

  /** The vclusters of a host context; of the current one, or the host of the vcluster that it leads into, by default. */
  async list(context?: string): Promise<readonly VClusterSummary[]> {
    const { currentContext } = this.kubeconfig.value;
    const current =
      currentContext === undefined ? undefined : virtualTarget(this.kubeconfig.value, currentContext)?.parent;
    const host = context ?? current ?? currentContext;
    if (host === undefined) {
      throw new KubeError('kubeconfig', l10n.t('No current context is set. Switch to a context first.'));
    }
    return (await listVClusters(this.hosts, host)).map(summarize);
  }

  dispose(): void {
    this.explorer.dispose();
    this.hosts.dispose();
    this.kubeconfig.dispose();
  }
}

/** Makes the engine and reads the kubeconfig once, so that what it gives is there from the start. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const engine = new Engine(options);
  await engine.kubeconfig.start();
  return engine;
}
