import { AccessViews } from '../access/accessViews.ts';
import { type Disposable, Emitter } from '../base/emitter.ts';
import type { Hosts } from '../host/hosts.ts';
import { type Clock, systemClock } from '../kube/clock.ts';
import type { KubeconfigSource } from '../kubeconfig/source.ts';
import type { VirtualViews } from '../virtual/virtualViews.ts';
import { Activity } from './activity.ts';
import { Holds, isHolder } from './holds.ts';
import type { TooltipRow, TreeNode } from './node.ts';
import { parseNodeId } from './nodeId.ts';
import { expandableParent, insideOf } from './nodeParent.ts';
import { defaultOptions, type ExplorerOptions } from './options.ts';
import { childrenOf } from './outline.ts';
import { type OutlineSources, outlineState } from './outlineSources.ts';
import { PaintedTree } from './painted.ts';
import { Repaint } from './repaint.ts';
import { tooltipOf } from './tooltip.ts';
import { touchedByAccess, touchedInside, touchedParents } from './touched.ts';
import type { OutlineState } from './view.ts';

/** Changes are gathered this long before the tree is compared: a view cannot show more, and a busy host costs less. */
const settleMs = 80;

/**
 * The tree, alive: gives the children of a node, holds the hosts and resources that are looked at and no others, and
 * says which nodes look different. It knows no user interface.
 */
export class Explorer implements Disposable {
  readonly #sources: OutlineSources;
  readonly #clock: Clock;
  readonly #activity = new Activity();
  readonly #painted = new PaintedTree();
  readonly #holds: Holds;
  readonly #repaint = new Repaint(this.#painted);
  readonly #changed = new Emitter<readonly (string | undefined)[]>();
  readonly #subscriptions: readonly Disposable[];
  #options = defaultOptions;
  #timer: Disposable | undefined;

  /** The ids of the nodes to paint again; undefined stands for the root. */
  readonly onDidChange = this.#changed.event;

  constructor(
    kubeconfig: Pick<KubeconfigSource, 'value' | 'onDidChange'>,
    hosts: Hosts,
    virtual: VirtualViews,
    clock: Clock = systemClock,
  ) {
    const access = new AccessViews(hosts, () => clock.now());
    this.#sources = { kubeconfig, hosts, virtual, access };
    this.#clock = clock;
    this.#holds = new Holds(this.#sources);
    this.#subscriptions = [
      kubeconfig.onDidChange(() => this.#invalidateAll()),
      hosts.onDidChange(({ host, change }) =>
        this.#touch(touchedParents(host.context, change, this.#painted.parents())),
      ),
      virtual.onDidChange((change) => this.#touch(touchedInside(change, this.#painted.parents()))),
      access.onDidChange((change) => this.#touch(touchedByAccess(change, this.#painted.parents()))),
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
    this.#sources.hosts.watchNamespaces(this.#options.allNamespaces);
    this.#invalidateAll();
  }

  /** The children to show. A view asks for those of an expanded node only, so that this also says that it is one. */
  children(id: string | undefined): readonly TreeNode[] {
    if (id !== undefined && this.#activity.expand(id)) {
      this.#hold();
    }
    const nodes = childrenOf(this.#state(), id);
    this.#painted.paint(id, nodes);
    if (nodes.some((node) => this.#activity.isExpanded(node.id))) {
      // They may have come back, and have to be held again.
      this.#schedule();
    }
    return nodes.map((node) => this.#asLeft(node));
  }

  /** A node that the view was given; undefined once it is gone. */
  node(id: string): TreeNode | undefined {
    const node = this.#painted.node(id);
    return node && this.#asLeft(node);
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
    if (!this.#painted.has(id)) {
      this.#repaint.expect(id);
      this.#schedule();
    }
  }

  collapse(id: string): void {
    if (this.#activity.collapse(id)) {
      this.#hold();
    }
  }

  /** Asks the host of a node again, or its vcluster for a node inside of one; all that is looked at when no node is given. */
  refresh(id?: string): void {
    const { hosts, virtual, access } = this.#sources;
    if (id === undefined) {
      hosts.refresh();
      virtual.refreshAll();
      access.recheck();
      this.#invalidateAll();
      return;
    }
    const inside = insideOf(id);
    if (inside !== undefined) {
      virtual.refresh(inside);
      return;
    }
    const context = this.node(id)?.context ?? parseNodeId(id).parts[0];
    if (context !== undefined) {
      hosts.find(context)?.refresh();
      virtual.refreshAll(context);
      access.recheck(context);
    }
  }

  /** Asks again what the user may do, since something was refused that had looked allowed. */
  recheckAccess(): void {
    this.#sources.access.recheck();
  }

  /** With its children shown as the user left them: a view forgets that of what is painted again while out of sight. */
  #asLeft(node: TreeNode): TreeNode {
    const { startsExpanded = false } = node;
    const expanded = this.#activity.isExpanded(node.id) ?? startsExpanded;
    return expanded === startsExpanded ? node : { ...node, startsExpanded: expanded };
  }

  #state(): OutlineState {
    return outlineState(this.#sources, this.#options, this.#clock.now());
  }

  #hold(): void {
    const isThere = (id: string) => this.#painted.node(id) !== undefined;
    this.#holds.set(this.#activity.active(isHolder, expandableParent, isThere));
  }

  #touch(parents: readonly (string | undefined)[]): void {
    this.#repaint.touch(parents);
    this.#schedule();
  }

  #invalidateAll(): void {
    this.#touch(this.#painted.parents());
  }

  #schedule(): void {
    this.#timer ??= this.#clock.after(settleMs, () => this.#flush());
  }

  #flush(): void {
    this.#timer = undefined;
    const state = this.#state();
    const repaint = this.#repaint.take(
      (parent) => childrenOf(state, parent),
      (id) => this.#activity.isExpanded(id) === true,
    );
    // What is gone is let go of, and what came or has another host now is held if it is expanded.
    this.#hold();
    if (repaint.length > 0) {
      this.#changed.fire(repaint.includes(undefined) ? [undefined] : repaint);
    }
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#holds.dispose();
    this.#sources.access.dispose();
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
    this.#changed.dispose();
  }
}
