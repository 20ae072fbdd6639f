/** A node with the way up to the root. */
export type ParentOf = (id: string) => string | undefined;

/**
 * Which nodes are looked at: the view is visible, the node is expanded, and so is everything above it.
 * A node below a collapsed one keeps its own expansion, as it does in the view.
 */
export class Activity {
  readonly #expanded = new Set<string>();
  #visible = false;

  setVisible(visible: boolean): boolean {
    const changed = this.#visible !== visible;
    this.#visible = visible;
    return changed;
  }

  expand(id: string): boolean {
    const changed = !this.#expanded.has(id);
    this.#expanded.add(id);
    return changed;
  }

  collapse(id: string): boolean {
    return this.#expanded.delete(id);
  }

  /** Forgets nodes that are gone and all below them: should they come back, the view shows them collapsed. */
  prune(isGone: (id: string) => boolean, parentOf: ParentOf): void {
    const lost = (id: string): boolean => {
      const parent = parentOf(id);
      return isGone(id) || (parent !== undefined && lost(parent));
    };
    for (const id of [...this.#expanded].filter(lost)) {
      this.#expanded.delete(id);
    }
  }

  /** The ids that are looked at. */
  active(parentOf: ParentOf): readonly string[] {
    if (!this.#visible) {
      return [];
    }
    const shown = (id: string): boolean => {
      const parent = parentOf(id);
      return this.#expanded.has(id) && (parent === undefined || shown(parent));
    };
    return [...this.#expanded].filter(shown);
  }
}
