import { sameNode, type TreeNode } from './node.ts';

/**
 * What the view shows at the moment: the children that it was given for each node, so that only differences are painted.
 * A collapsed node keeps its children here, since the view keeps them too and does not ask again when it is expanded.
 */
export class PaintedTree {
  readonly #children = new Map<string | undefined, readonly TreeNode[]>();
  readonly #nodes = new Map<string, TreeNode>();

  /** Remembers the children that the view was given. */
  paint(parent: string | undefined, nodes: readonly TreeNode[]): void {
    const keep = new Set(nodes.map(({ id }) => id));
    for (const { id } of this.#children.get(parent) ?? []) {
      if (!keep.has(id)) {
        this.#forget(id);
      }
    }
    this.#children.set(parent, nodes);
    for (const node of nodes) {
      this.#nodes.set(node.id, node);
    }
  }

  #forget(id: string): void {
    const children = this.#children.get(id);
    this.#children.delete(id);
    this.#nodes.delete(id);
    for (const child of children ?? []) {
      this.#forget(child.id);
    }
  }

  has(parent: string | undefined): boolean {
    return this.#children.has(parent);
  }

  node(id: string): TreeNode | undefined {
    return this.#nodes.get(id);
  }

  /** The nodes whose children have been given to the view, from the root down. */
  parents(): readonly (string | undefined)[] {
    return [...this.#children.keys()];
  }

  /**
   * The ids to paint again so that the view shows `next`: the parent when children came, went or moved, else each child
   * that looks different. The new nodes are remembered.
   */
  update(parent: string | undefined, next: readonly TreeNode[]): readonly (string | undefined)[] {
    const before = this.#children.get(parent) ?? [];
    const sameOrder = before.length === next.length && before.every(({ id }, index) => id === next[index]?.id);
    const changed = sameOrder
      ? next.filter((node, index) => !sameNode(node, before[index] as TreeNode)).map(({ id }) => id)
      : [parent];
    if (changed.length > 0) {
      this.paint(parent, next);
    }
    return changed;
  }
}
