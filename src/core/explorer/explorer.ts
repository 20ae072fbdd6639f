import { type Disposable, Emitter } from '../base/emitter.ts';
import type { Host, HostChange } from '../host/host.ts';
import type { Hosts } from '../host/hosts.ts';
import type { KubeconfigSource } from '../kubeconfig/source.ts';
import { vclusterId } from '../vcluster/id.ts';
import { Activity } from './activity.ts';
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
  readonly #now: () => number;
  readonly #activity = new Activity();
  readonly #painted = new PaintedTree();
  readonly #held = new Map<string, Disposable>();
  readonly #dirty = new Set<string | undefined>();
  readonly #changed = new Emitter<readonly (string | undefined)[]>();
  readonly #subscriptions: readonly Disposable[];
  #options = defaultOptions;
  #timer: NodeJS.Timeout | undefined;

  /** The ids of the nodes to paint again; undefined stands for the root. */
  readonly onDidChange = this.#changed.event;

  constructor(kubeconfig: Pick<KubeconfigSource, 'value' | 'onDidChange'>, hosts: Hosts, now: () => number = Date.now) {
    this.#kubeconfig = kubeconfig;
    this.#hosts = hosts;
    this.#now = now;
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
    this.#hold();
    this.#invalidateAll();
  }

  /** The children to show, which also says that the node is expanded. */
  children(id: string | undefined): readonly TreeNode[] {
    if (id !== undefined && this.#activity.expand(id)) {
      this.#hold();
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
      this.#painted.forget(id);
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
      now: this.#now(),
      host: (context) => this.#hosts.find(context)?.view,
      synced: (vcluster) => this.#hosts.synced(vcluster),
    };
  }

  /** Takes hold of what is looked at now, then lets go of what no longer is. */
  #hold(): void {
    const active = new Set(this.#activity.active(expandableParent));
    for (const id of active) {
      if (!this.#held.has(id)) {
        const hold = this.#holdNode(id);
        if (hold !== undefined) {
          this.#held.set(id, hold);
        }
      }
    }
    for (const [id, hold] of this.#held) {
      if (!active.has(id)) {
        this.#held.delete(id);
        hold.dispose();
      }
    }
    this.#hosts.watchNamespaces(this.#options.allNamespaces);
  }

  #holdNode(id: string): Disposable | undefined {
    const { kind, parts } = parseNodeId(id);
    const [context = '', namespace = '', name = ''] = parts;
    switch (kind) {
      case 'context':
        return this.#hosts.open(context)?.hold();
      case 'control-plane':
        return this.#hosts.open(context)?.holdCoreDns(vclusterId({ context, namespace, name }));
      case 'synced':
        return this.#hosts.open(context)?.holdSynced(vclusterId({ context, namespace, name }));
      default:
        return undefined;
    }
  }

  #hostChanged(host: Host, change: HostChange): void {
    const { context } = host;
    this.#dirty.add(undefined);
    this.#dirty.add(nodeId('context', context));
    for (const { namespace, name } of change.vclusters) {
      this.#dirty.add(nodeId('namespace', context, namespace));
      this.#dirty.add(nodeId('vcluster', context, namespace, name));
      this.#dirty.add(nodeId('control-plane', context, namespace, name));
    }
    for (const { vcluster, kind } of change.synced) {
      const parts = [context, vcluster.namespace, vcluster.name] as const;
      this.#dirty.add(nodeId('vcluster', ...parts));
      this.#dirty.add(nodeId('control-plane', ...parts));
      this.#dirty.add(nodeId('synced', ...parts));
      this.#dirty.add(nodeId('synced-kind', ...parts, kind));
      const namespaces = `${nodeId('synced-namespace', ...parts, kind)}/`;
      for (const parent of this.#painted.parents()) {
        if (parent?.startsWith(namespaces)) {
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
    this.#dirty.add(undefined);
    this.#schedule();
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => this.#flush(), settleMs);
  }

  #flush(): void {
    this.#timer = undefined;
    // A context that came or changed may have to be opened for a node that is expanded already.
    this.#hold();
    const state = this.#state();
    const dirty = this.#painted.parents().filter((parent) => this.#dirty.has(parent));
    this.#dirty.clear();
    const repaint = dirty.flatMap((parent) =>
      this.#painted.has(parent) ? this.#painted.update(parent, childrenOf(state, parent)) : [],
    );
    if (repaint.length > 0) {
      this.#changed.fire(repaint.includes(undefined) ? [undefined] : repaint);
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const hold of this.#held.values()) {
      hold.dispose();
    }
    this.#held.clear();
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
    this.#changed.dispose();
  }
}
