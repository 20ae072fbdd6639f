import type { Disposable } from '../../../src/core/base/emitter.ts';
import type { Explorer } from '../../../src/core/explorer/explorer.ts';
import type { TreeNode } from '../../../src/core/explorer/node.ts';

/**
 * Stands for VS Code's tree view in what matters here: it asks for children only when a node is first expanded or painted
 * again, keeps those of a collapsed node, and remembers the expansion of a node for as long as the node is there.
 */
export class TreeView implements Disposable {
  readonly #explorer: Explorer;
  readonly #nodes = new Map<string, TreeNode>();
  readonly #children = new Map<string | undefined, readonly string[]>();
  readonly #expanded = new Set<string>();
  readonly #subscription: Disposable;
  /** What was said to look different, event by event. */
  readonly fired: (readonly (string | undefined)[])[] = [];

  constructor(explorer: Explorer) {
    this.#explorer = explorer;
    this.#subscription = explorer.onDidChange((ids) => {
      this.fired.push(ids);
      for (const id of ids) {
        this.#refresh(id);
      }
    });
    explorer.setVisible(true);
    this.#load(undefined);
  }

  expand(id: string): void {
    this.#expanded.add(id);
    this.#explorer.expand(id);
    if (!this.#children.has(id)) {
      this.#load(id);
    }
  }

  collapse(id: string): void {
    this.#expanded.delete(id);
    this.#explorer.collapse(id);
  }

  isExpanded(id: string): boolean {
    return this.#expanded.has(id);
  }

  /** The nodes that can be seen, from the top. */
  get visible(): readonly TreeNode[] {
    return this.#visibleBelow(undefined);
  }

  /** Labels of the children of a node. */
  labels(id: string | undefined): readonly string[] {
    return (this.#children.get(id) ?? []).map((child) => this.#nodes.get(child)?.label ?? '?');
  }

  node(id: string): TreeNode | undefined {
    return this.#nodes.get(id);
  }

  /** Forgets what was fired so far. */
  clear(): void {
    this.fired.length = 0;
  }

  #visibleBelow(id: string | undefined): readonly TreeNode[] {
    return (this.#children.get(id) ?? []).flatMap((child) => {
      const node = this.#nodes.get(child);
      return node === undefined ? [] : [node, ...(this.#expanded.has(child) ? this.#visibleBelow(child) : [])];
    });
  }

  #refresh(id: string | undefined): void {
    if (id !== undefined) {
      const node = this.#explorer.node(id);
      if (!this.#nodes.has(id) || node === undefined) {
        return;
      }
      this.#nodes.set(id, node);
    }
    if (id === undefined || this.#expanded.has(id)) {
      this.#load(id);
    } else {
      this.#forgetBelow(id);
    }
  }

  #load(id: string | undefined): void {
    const nodes = this.#explorer.children(id);
    const ids = nodes.map((node) => node.id);
    for (const gone of (this.#children.get(id) ?? []).filter((child) => !ids.includes(child))) {
      this.#forget(gone);
    }
    this.#children.set(id, ids);
    for (const child of ids) {
      const node = this.#explorer.node(child);
      if (node === undefined) {
        continue;
      }
      const known = this.#nodes.has(child);
      this.#nodes.set(node.id, node);
      if (known) {
        this.#refresh(node.id);
      } else if (node.startsExpanded) {
        this.expand(node.id);
      }
    }
  }

  #forgetBelow(id: string): void {
    for (const child of this.#children.get(id) ?? []) {
      this.#forget(child);
    }
    this.#children.delete(id);
  }

  #forget(id: string): void {
    this.#forgetBelow(id);
    this.#nodes.delete(id);
    this.#expanded.delete(id);
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
