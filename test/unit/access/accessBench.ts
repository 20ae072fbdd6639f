import { Explorer } from '../../../src/core/explorer/explorer.ts';
import { nodeId } from '../../../src/core/explorer/nodeId.ts';
import { Hosts } from '../../../src/core/host/hosts.ts';
import { createKubeClient } from '../../../src/core/kube/httpClient.ts';
import { createReflector } from '../../../src/core/reflector/liveReflector.ts';
import { VirtualViews } from '../../../src/core/virtual/virtualViews.ts';
import { context, kubeconfig } from '../explorer/samples.ts';
import { TreeView } from '../explorer/treeView.ts';
import { FakeKubeconfig } from '../host/fakeCluster.ts';
import { type Bench, startBench } from '../playground/harness.ts';
import { FakeConnections } from '../virtual/fakeConnections.ts';

export interface UserRule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly namespaces?: readonly string[];
}

/** May look at everything. */
export const viewing: UserRule = { verbs: ['get', 'list', 'watch'], apiGroups: ['*'], resources: ['*'] };

/** May do anything in these namespaces. */
export function owning(...namespaces: readonly string[]): UserRule {
  return { verbs: ['*'], apiGroups: ['*'], resources: ['*'], namespaces };
}

export const prod = nodeId('context', 'prod');

/** The tree of one user on a playground with the sample fleet. */
export class AccessBench {
  readonly bench: Bench;
  readonly #hosts: Hosts;
  readonly #config: FakeKubeconfig;
  readonly #virtual: VirtualViews;
  readonly explorer: Explorer;
  readonly view: TreeView;

  private constructor(bench: Bench, namespaces: readonly string[], rules: readonly UserRule[] | undefined) {
    this.bench = bench;
    this.#config = new FakeKubeconfig(this.#kubeconfig(rules));
    this.#hosts = new Hosts(this.#config, {
      createClient: createKubeClient,
      reflectors: createReflector,
      fallbackNamespaces: () => namespaces,
      lingerMs: 30,
    });
    this.#virtual = new VirtualViews(new FakeConnections(), createReflector, 30);
    this.explorer = new Explorer(this.#config, this.#hosts, this.#virtual);
    this.view = new TreeView(this.explorer);
  }

  /** As the administrator where no rules are given. */
  static async start(rules?: readonly UserRule[], namespaces: readonly string[] = []): Promise<AccessBench> {
    return new AccessBench(await startBench({ fleet: 'sample' }), namespaces, rules);
  }

  #kubeconfig(rules: readonly UserRule[] | undefined) {
    const { playground } = this.bench;
    const token = rules === undefined ? playground.token : playground.tokens.issue({ user: 'jane', rules });
    const cluster = { name: 'prod', server: playground.server.url, skipTlsVerify: false };
    return kubeconfig([context('prod', { cluster, user: { name: 'jane', token } })], 'prod');
  }

  /** The kubeconfig has another user from now on. */
  become(rules: readonly UserRule[]): void {
    this.#config.set(this.#kubeconfig(rules));
  }

  /** How often rights were asked about in the whole cluster or in one namespace, and the rules of a namespace. */
  asked(): { readonly reviews: number; readonly rules: number } {
    const count = (what: string): number =>
      this.bench.playground.requests.count({ path: new RegExp(`/${what}$`, 'u') });
    return { reviews: count('selfsubjectaccessreviews'), rules: count('selfsubjectrulesreviews') };
  }

  namespaces(): readonly string[] {
    return this.view.visible.filter(({ kind }) => kind === 'namespace').map(({ id }) => id);
  }

  /** The flags of a vcluster in view that say what its user may not do. */
  denied(name: string): readonly string[] {
    return this.#denied(this.view.visible.find((node) => node.kind === 'vcluster' && node.name === name)?.flags);
  }

  deniedAt(id: string): readonly string[] {
    return this.#denied(this.view.node(id)?.flags);
  }

  #denied(flags: readonly string[] | undefined): readonly string[] {
    return flags === undefined ? ['not in view'] : flags.filter((flag) => flag.startsWith('no-'));
  }

  async end(): Promise<void> {
    this.view.dispose();
    this.explorer.dispose();
    this.#virtual.dispose();
    this.#hosts.dispose();
    await this.bench.end();
  }
}
