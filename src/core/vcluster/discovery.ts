import { isDeepStrictEqual } from 'node:util';
import { Emitter, type Event } from '../base/emitter.ts';
import type { KubeClient } from '../kube/client.ts';
import { KubeError } from '../kube/error.ts';
import { type Freshness, worstFreshness } from '../kube/freshness.ts';
import type { ReflectorFactory } from '../reflector/reflector.ts';
import type { VirtualContext } from './context.ts';
import { foldVCluster } from './fold.ts';
import { vclusterId } from './id.ts';
import type { VCluster } from './model.ts';
import { podAccess, podAccessMark } from './podAccess.ts';
import type { ReleaseKey } from './releaseIndex.ts';
import { openSources, type Sources } from './sources.ts';

/** What a discovery needs. */
export interface DiscoveryOptions {
  /** The name of the host context. */
  readonly context: string;
  readonly client: KubeClient;
  readonly reflectors: ReflectorFactory;
  /** Where to look when cluster-wide lists are forbidden. */
  readonly fallbackNamespaces: readonly string[];
  /** Where the kubeconfig's current context points, when that is a vcluster. */
  readonly connected: VirtualContext | undefined;
}

/** A resource that cannot be read, and which hides nothing but what only it tells. */
export interface DiscoveryProblem {
  /** The plural name of the resource. */
  readonly resource: string;
  readonly error: KubeError;
}

/** Ids of vclusters that are new or different, and that are gone. */
export interface DiscoveryChange {
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** Whether freshness, completeness, the namespaces or the problems changed. */
  readonly freshness: boolean;
}

interface State {
  readonly freshness: Freshness;
  readonly complete: boolean;
  readonly narrowedTo: readonly string[] | undefined;
  readonly problems: readonly DiscoveryProblem[];
}

/**
 * The vclusters of one host cluster, live. Only those whose objects changed are folded again, and an event is fired only for
 * those that look different afterwards. It holds connections while it is started, and nothing after it was stopped.
 */
export class VClusterDiscovery {
  readonly #context: string;
  readonly #sources: Sources;
  readonly #changes = new Emitter<DiscoveryChange>();
  readonly #vclusters = new Map<string, VCluster>();
  #connected: VirtualContext | undefined;
  #state: State = { freshness: { state: 'idle' }, complete: false, narrowedTo: undefined, problems: [] };
  #podAccess = '';

  readonly onDidChange: Event<DiscoveryChange> = this.#changes.event;

  constructor({ context, client, reflectors, fallbackNamespaces, connected }: DiscoveryOptions) {
    this.#context = context;
    this.#connected = connected;
    this.#sources = openSources(client, reflectors, fallbackNamespaces, (touched) => this.#update(touched));
  }

  /** By id. */
  get vclusters(): ReadonlyMap<string, VCluster> {
    return this.#vclusters;
  }

  /** Of the worst of the workloads and pods; forbidden pods are a problem instead, as the rest stays right. */
  get freshness(): Freshness {
    return this.#state.freshness;
  }

  /** The namespaces that are looked at, where not all can be. */
  get narrowedTo(): readonly string[] | undefined {
    return this.#state.narrowedTo;
  }

  /** Whether all vclusters are there, with all that can be known of them. */
  get complete(): boolean {
    return this.#state.complete;
  }

  get problems(): readonly DiscoveryProblem[] {
    return this.#state.problems;
  }

  start(): void {
    this.#each((source) => source.start());
    this.#update(new Set());
  }

  refresh(): void {
    this.#each((source) => source.refresh());
    this.#update(new Set());
  }

  /** Ends all watches and forgets every vcluster. It can be started again. */
  stop(): void {
    const releases = [...this.#vclusters.values()].map(({ namespace, name }) => `${namespace}/${name}`);
    this.#each((source) => source.stop());
    this.#update(new Set(releases));
  }

  /** Tells it where the current context points now. */
  setConnected(connected: VirtualContext | undefined): void {
    const both = [this.#connected, connected].filter((one) => one !== undefined);
    this.#connected = connected;
    this.#update(new Set(both.map(({ namespace, name }) => `${namespace}/${name}`)));
  }

  #each(act: (source: Pick<Sources['pods'], 'start' | 'refresh' | 'stop'>) => void): void {
    for (const source of Object.values<Sources[keyof Sources]>({ ...this.#sources })) {
      act(source);
    }
  }

  #update(touched: ReadonlySet<ReleaseKey>): void {
    const access = podAccessMark(this.#sources.pods);
    const all = access !== this.#podAccess;
    this.#podAccess = access;
    const { statefulsets, deployments } = this.#sources;
    const releases = all ? new Set([...touched, ...statefulsets.releases, ...deployments.releases]) : touched;
    const [changed, removed]: [string[], string[]] = [[], []];
    for (const release of releases) {
      this.#refold(release, changed, removed);
    }
    const before = this.#state;
    this.#state = this.#read();
    const freshness = !isDeepStrictEqual(before, this.#state);
    if (changed.length > 0 || removed.length > 0 || freshness) {
      this.#changes.fire({ changed, removed, freshness });
    }
  }

  #refold(key: ReleaseKey, changed: string[], removed: string[]): void {
    const slash = key.indexOf('/');
    const [namespace, release] = [key.slice(0, slash), key.slice(slash + 1)];
    const id = vclusterId({ context: this.#context, namespace, name: release });
    const before = this.#vclusters.get(id);
    const after = this.#fold(key, namespace, release);
    if (after === undefined) {
      if (this.#vclusters.delete(id)) {
        removed.push(id);
      }
    } else if (!isDeepStrictEqual(before, after)) {
      this.#vclusters.set(id, after);
      changed.push(id);
    }
  }

  #fold(key: ReleaseKey, namespace: string, release: string): VCluster | undefined {
    const { statefulsets, deployments, pods, secrets, services, ingresses } = this.#sources;
    const to = this.#connected;
    return foldVCluster({
      context: this.#context,
      namespace,
      release,
      workloads: [...statefulsets.of(key), ...deployments.of(key)],
      pods: pods.of(key),
      podAccess: podAccess(pods, namespace),
      secrets: secrets.of(key),
      services: services.of(key),
      ingresses: ingresses.of(key),
      connected: to?.parent === this.#context && to.namespace === namespace && to.name === release,
    });
  }

  #read(): State {
    const { statefulsets, deployments, pods, ...optional } = this.#sources;
    const podsForbidden = KubeError.is(pods.error, 'forbidden');
    const essential = [statefulsets, deployments, ...(podsForbidden ? [] : [pods])];
    const doubtful = { ...optional, ...(podsForbidden && { pods }) };
    return {
      freshness: worstFreshness(essential.map((source) => source.freshness)),
      complete: essential.every((source) => source.synced),
      narrowedTo: statefulsets.narrowedTo ?? deployments.narrowedTo,
      problems: Object.entries(doubtful).flatMap(([resource, { error }]) => (error ? [{ resource, error }] : [])),
    };
  }
}
