/** A node with the way up to the root. */
export type ParentOf = (id: string) => string | undefined;

/**
 * Which nodes are looked at: the view is visible, the node is there and expanded, and so is everything above it. What the
 * user expanded or collapsed is remembered while a node is out of sight or gone for a time.
 */
export class Activity {
  readonly #expanded = new Map<string, boolean>();
  #visible = false;

  setVisible(visible: boolean): boolean {
    const changed = this.#visible !== visible;
    this.#visible = visible;
    return changed;
  }

  expand(id: string): boolean {
    const changed = this.#expanded.get(id) !== true;
    this.#expanded.set(id, true);
    return changed;
  }

  collapse(id: string): boolean {
    const changed = this.#expanded.get(id) === true;
    this.#expanded.set(id, false);
    return changed;
  }

  /** Undefined for a node that nobody has expanded or collapsed. */
  isExpanded(id: string): boolean | undefined {
    return this.#expanded.get(id);
  }

  /** Those of the `wanted` ids that are looked at. `isThere` says whether the view has a node. */
  active(wanted: (id: string) => boolean, parentOf: ParentOf, isThere: (id: string) => boolean): readonly string[] {
    if (!this.#visible) {
      return [];
    }
    const shown = (id: string): boolean => {
      const parent = parentOf(id);
      return this.#expanded.get(id) === true && isThere(id) && (parent === undefined || shown(parent));
    };
    return [...this.#expanded.keys()].filter((id) => wanted(id) && shown(id));
  }
}
