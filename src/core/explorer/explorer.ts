import { type Disposable, Emitter } from '../base/emitter.ts';
import type { Host, HostChange } from '../host/host.ts';
import type { Hosts } from '../host/hosts.ts';
import { type Clock, systemClock } from '../kube/clock.ts';
import type { KubeconfigSource } from '../kubeconfig/source.ts';
import { Activity } from './activity.ts';
import { Holds } from './holds.ts';
import type { TooltipRow, TreeNode } from './node.ts';
import { nodeId, parseNodeId } from './nodeId.ts';
import { expandableParent } from './nodeParent.ts';
import { defaultOptions, type ExplorerOptions } from './options.ts';
import { childrenOf } from './outline.ts';
import { PaintedTree } from './painted.ts';
import { tooltipOf } from './tooltip.ts';
import type { OutlineState } from './view.ts';

/** Changes are gathered this long before the tree is compared: a view cannot show more, and a busy host costs less. */
const settleMs = 80;

/**
 * The tree, alive: gives the children of a node, holds the hosts and resources that are looked at and no others, and
 * says which nodes look different. It knows no user interface.
 */
export class Explorer implements Disposable {
  readonly #kubeconfig: Pick<KubeconfigSource, 'value' | 'onDidChange'>;
  readonly #hosts: Hosts;
  readonly #clock: Clock;
  readonly #activity = new Activity();
  readonly #painted = new PaintedTree();
  readonly #holds: Holds;
  readonly #dirty = new Set<string | undefined>();
  readonly #changed = new Emitter<readonly (string | undefined)[]>();
  readonly #subscriptions: readonly Disposable[];
  #options = defaultOptions;
  #timer: Disposable | undefined;

  /** The ids of the nodes to paint again; undefined stands for the root. */
  readonly onDidChange = this.#changed.event;

  constructor(
    kubeconfig: Pick<KubeconfigSource, 'value' | 'onDidChange'>,
    hosts: Hosts,
    clock: Clock = systemClock,
  ) {
    this.#kubeconfig = kubeconfig;
    this.#hosts = hosts;
    this.#clock = clock;
    this.#holds = new Holds(hosts);
    this.#subscriptions = [
      kubeconfig.onDidChange(() => this.#invalidateAll()),
      hosts.onDidChange(({ host, change }) => this.#hostChanged(host, change)),
    ];
  }

  get options(): ExplorerOptions {
    return this.#options;
  }

  /** Whether there is nothing to show at all, so that a view may say why. */
  get empty(): boolean {
    return childrenOf(this.#state(), undefined).length === 0;
  }

  setOptions(options: Partial<ExplorerOptions>): void {
    this.#options = { ...this.#options, ...options };
    this.#hosts.watchNamespaces(this.#options.allNamespaces);
    this.#invalidateAll();
  }

  /** The children to show, which also says that the node is expanded. */
  children(id: string | undefined): readonly TreeNode[] {
    if (id !== undefined) {
      this.expand(id);
    }
    const nodes = childrenOf(this.#state(), id);
    this.#painted.paint(id, nodes);
    return nodes;
  }

  /** A node that the view was given; undefined once it is gone. */
  node(id: string): TreeNode | undefined {
    return this.#painted.node(id);
  }

  tooltip(id: string): readonly TooltipRow[] {
    return tooltipOf(this.#state(), id);
  }

  setVisible(visible: boolean): void {
    if (this.#activity.setVisible(visible)) {
      this.#hold();
    }
  }

  expand(id: string): void {
    if (this.#activity.expand(id)) {
      this.#hold();
    }
  }

  collapse(id: string): void {
    if (this.#activity.collapse(id)) {
      this.#hold();
    }
  }

  /** Asks the host of a node again; every host that is looked at when no node is given. */
  refresh(id?: string): void {
    if (id === undefined) {
      this.#hosts.refresh();
      this.#invalidateAll();
      return;
    }
    const context = this.node(id)?.context ?? parseNodeId(id).parts[0];
    if (context !== undefined) {
      this.#hosts.find(context)?.refresh();
    }
  }

  #state(): OutlineState {
    return {
      kubeconfig: this.#kubeconfig.value,
      options: this.#options,
      now: this.#clock.now(),
      host: (context) => this.#hosts.find(context)?.view,
      synced: (vcluster) => this.#hosts.synced(vcluster),
    };
  }

  #hold(): void {
    this.#holds.set(this.#activity.active(expandableParent));
  }

  #hostChanged({ context }: Host, { vclusters, synced }: HostChange): void {
    if (synced.length === 0) {
      this.#dirty.add(undefined);
      this.#dirty.add(nodeId('context', context));
    }
    for (const { namespace, name } of vclusters) {
      this.#dirty.add(nodeId('namespace', context, namespace));
      this.#dirty.add(nodeId('vcluster', context, namespace, name));
      this.#dirty.add(nodeId('control-plane', context, namespace, name));
    }
    for (const { vcluster, kind } of synced) {
      const parts = [context, vcluster.namespace, vcluster.name] as const;
      const kindId = nodeId('synced-kind', ...parts, kind);
      const below = `${nodeId('synced-namespace', ...parts, kind)}/`;
      this.#dirty.add(nodeId('vcluster', ...parts));
      this.#dirty.add(nodeId('control-plane', ...parts));
      this.#dirty.add(nodeId('synced', ...parts));
      this.#dirty.add(kindId);
      for (const parent of this.#painted.parents()) {
        if (parent?.startsWith(below)) {
          this.#dirty.add(parent);
        }
      }
    }
    this.#schedule();
  }

  #invalidateAll(): void {
    for (const parent of this.#painted.parents()) {
      this.#dirty.add(parent);
    }
    this.#schedule();
  }

  #schedule(): void {
    this.#timer ??= this.#clock.after(settleMs, () => this.#flush());
  }

  #flush(): void {
    this.#timer = undefined;
    const repaint = this.#repaint();
    // What is gone is let go of, and a context that came or changed may have to be opened for a node that is expanded.
    this.#activity.prune((id) => this.#painted.isGone(id, expandableParent(id)), expandableParent);
    this.#hold();
    if (repaint.length > 0) {
      this.#changed.fire(repaint.includes(undefined) ? [undefined] : repaint);
    }
  }

  /** Compares what changed with what the view shows, from the root down; gives the nodes that look different. */
  #repaint(): readonly (string | undefined)[] {
    const state = this.#state();
    const dirty = this.#painted.parents().filter((parent) => this.#dirty.has(parent));
    this.#dirty.clear();
    return dirty.flatMap((parent) =>
      this.#painted.has(parent) ? this.#painted.update(parent, childrenOf(state, parent)) : [],
    );
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#holds.dispose();
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
    this.#changed.dispose();
  }
}
