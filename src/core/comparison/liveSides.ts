import type { Disposable } from '../base/emitter.ts';
import { hostOf } from '../connection/vclusterLookup.ts';
import type { Host } from '../host/host.ts';
import type { Hosts } from '../host/hosts.ts';
import type { KubeClient } from '../kube/client.ts';
import type { ReflectorFactory } from '../reflector/reflector.ts';
import type { RewriteOptions } from '../rewrite/model.ts';
import type { VClusterAddress } from '../vcluster/id.ts';
import type { VCluster } from '../vcluster/model.ts';
import type { ComparedKind } from './comparedKind.ts';
import type { ComparedSide } from './comparison.ts';
import { comparisonHead } from './head.ts';
import { HostItems, type HostPlace } from './hostItems.ts';
import { InnerItems } from './innerItems.ts';
import { Inside, type InsideTools } from './inside.ts';
import type { ItemSource } from './itemSet.ts';
import type { KindTable } from './kindTable.ts';
import { LiveRewriter } from './liveRewriter.ts';
import type { ComparisonHead } from './model.ts';
import type { BothClients } from './pairReader.ts';
import type { Rewriter } from './rowIndex.ts';

export interface ComparisonTools extends Pick<InsideTools, 'connector' | 'connections'> {
  readonly hosts: Hosts;
  readonly reflectors: ReflectorFactory;
}

/** Whoever puts the two sides together. */
export interface SidesListener {
  /** These objects are new, different or gone; none where only how fresh they are has changed. */
  touched(kind: ComparedKind, side: ComparedSide, keys: readonly string[]): void;
  /** The inside is read from somewhere else from now on, or from nowhere. */
  innerReplaced(inner: ItemSource | undefined): void;
  /** Everything is to be put together anew: the rewriting is another, or the host is. */
  reset(rewriter: Rewriter, kinds: KindTable): void;
  /** Something about the vcluster or the way into it is otherwise. */
  changed(): void;
}

/** A vcluster inside and on its host, live, from when it is made until it is disposed of. */
export class LiveSides implements Disposable {
  readonly #id: string;
  readonly #address: VClusterAddress;
  readonly #tools: ComparisonTools;
  readonly #listener: SidesListener;
  readonly #host: Host;
  readonly #rewriter: LiveRewriter;
  #subscriptions: readonly Disposable[] = [];
  #client: KubeClient;
  #hostItems: HostItems;
  #innerClient: KubeClient | undefined;
  #innerItems: InnerItems | undefined;
  #isGone = false;

  readonly inside: Inside;

  /** @throws OperationError `invalid` for what is no id, KubeError `kubeconfig` when the context cannot be used */
  constructor(id: string, tools: ComparisonTools, listener: SidesListener) {
    const { host, address } = hostOf(tools.hosts, id);
    this.#id = id;
    this.#address = address;
    this.#tools = tools;
    this.#listener = listener;
    this.#host = host;
    this.#client = host.client;
    this.#rewriter = new LiveRewriter(address, () => this.#rewritingChanged());
    this.inside = new Inside(id, { ...tools, vcluster: () => this.vcluster });
    this.#hostItems = this.#openHost();
  }

  /** Begins. Apart from the constructor, since the listener is told at once what is there already. */
  start(): void {
    this.#subscriptions = [
      this.#host.onDidChange(() => this.#hostChanged()),
      this.#host.onDidDispose(() => this.#hostGone()),
      this.inside.onDidChange(() => this.#insideChanged()),
      this.#host.hold(),
    ];
    this.#rewriter.see(this.vcluster, this.#client);
    this.#connectInside();
  }

  /** Whether its context is gone; it never comes back to life. */
  get isGone(): boolean {
    return this.#isGone;
  }

  get host(): ItemSource {
    return this.#hostItems.source;
  }

  /** Where everything that the syncer wrote of a kind is. */
  hostPlaces(kind: ComparedKind): readonly HostPlace[] {
    return this.#hostItems.placesOf(kind);
  }

  get inner(): ItemSource | undefined {
    return this.#innerItems?.source;
  }

  get clients(): BothClients {
    return { virtual: this.inside.client, host: this.#host.client };
  }

  get rewriter(): Rewriter {
    return this.#rewriter.rewriter;
  }

  get kinds(): KindTable {
    return this.#rewriter.kinds;
  }

  get vcluster(): VCluster | undefined {
    return this.#host.view.vclusters.get(this.#id);
  }

  /** The labels of the namespaces inside; undefined where they are not known. */
  get namespaceLabels(): RewriteOptions['namespaceLabels'] {
    const items = this.inner?.items('namespaces') ?? [];
    return items.length === 0 ? undefined : Object.fromEntries(items.map(({ name, labels = {} }) => [name, labels]));
  }

  get head(): ComparisonHead {
    return comparisonHead({
      id: this.#id,
      address: this.#address,
      view: this.#host.view,
      vcluster: this.vcluster,
      host: this.host,
      inner: this.inner,
      side: this.inside.side,
      rewriter: this.rewriter,
      kinds: this.kinds,
      configuration: this.#rewriter.configuration,
      isGone: this.#isGone,
    });
  }

  #openHost(): HostItems {
    const { name, namespace } = this.#address;
    const { reflectors } = this.#tools;
    const items = new HostItems({ name, namespace, client: this.#client, reflectors }, this.kinds, (kind, keys) =>
      this.#listener.touched(kind, 'host', keys),
    );
    items.follow(this.kinds, this.#rewriter.workloadNamespace);
    return items;
  }

  /** Reads the inside through the client that there is now; another client means that everything is read again. */
  #connectInside(): void {
    const { client } = this.inside;
    if (client !== this.#innerClient) {
      this.#innerClient = client;
      this.#innerItems?.dispose();
      this.#innerItems =
        client &&
        new InnerItems(client, this.#tools.reflectors, this.kinds, (kind, keys) =>
          this.#listener.touched(kind, 'virtual', keys),
        );
      this.#listener.innerReplaced(this.inner);
    }
  }

  #rewritingChanged(): void {
    this.#hostItems.follow(this.kinds, this.#rewriter.workloadNamespace);
    this.#innerItems?.setKinds(this.kinds);
    this.#listener.reset(this.rewriter, this.kinds);
  }

  #insideChanged(): void {
    this.#connectInside();
    this.#listener.changed();
  }

  #hostChanged(): void {
    if (this.#host.client !== this.#client) {
      this.#client = this.#host.client;
      this.#hostItems.dispose();
      this.#hostItems = this.#openHost();
      this.#listener.reset(this.rewriter, this.kinds);
    }
    this.#rewriter.see(this.vcluster, this.#client);
    this.#listener.changed();
  }

  #hostGone(): void {
    this.#isGone = true;
    this.#listener.changed();
  }

  dispose(): void {
    for (const one of [...this.#subscriptions, this.#rewriter, this.#hostItems, this.inside]) {
      one.dispose();
    }
    this.#innerItems?.dispose();
  }
}
