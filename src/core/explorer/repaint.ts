import type { TreeNode } from './node.ts';
import type { PaintedTree } from './painted.ts';

type Parent = string | undefined;

/** What may look different, gathered until the tree is compared. */
export class Repaint {
  readonly #painted: PaintedTree;
  readonly #dirty = new Set<Parent>();
  /** Expanded, but the view has not asked for the children: it forgets to where the parent is painted in that moment. */
  readonly #unasked = new Set<string>();

  constructor(painted: PaintedTree) {
    this.#painted = painted;
  }

  /** The children of these nodes may look different. */
  touch(parents: readonly Parent[]): void {
    for (const parent of parents) {
      this.#dirty.add(parent);
    }
  }

  /** The view has still to ask for the children of a node. */
  expect(id: string): void {
    this.#unasked.add(id);
  }

  /** Compares what was touched with what the view shows, from the root down; gives the nodes that look different. */
  take(childrenOf: (parent: Parent) => readonly TreeNode[], isExpanded: (id: string) => boolean): readonly Parent[] {
    const dirty = this.#painted.parents().filter((parent) => this.#dirty.has(parent));
    this.#dirty.clear();
    const ids = dirty.flatMap((parent) =>
      this.#painted.has(parent) ? this.#painted.update(parent, childrenOf(parent)) : [],
    );
    const unasked = [...this.#unasked].filter(
      (id) => isExpanded(id) && this.#painted.node(id) !== undefined && !this.#painted.has(id),
    );
    this.#unasked.clear();
    return [...new Set([...ids, ...unasked])];
  }
}
