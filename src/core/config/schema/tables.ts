import { legacyTable } from '../../../../schemas/legacy.ts';
import { vclusterTable } from '../../../../schemas/vcluster.ts';
import type { SchemaNode } from './node.ts';
import type { Target } from './target.ts';
import { treeOf } from './tree.ts';

/** A tree that is made when it is first asked for; a few milliseconds. */
class LazyTree {
  readonly #table: string;
  #root: SchemaNode | undefined;

  constructor(table: string) {
    this.#table = table;
  }

  get root(): SchemaNode {
    this.#root ??= treeOf(this.#table);
    return this.#root;
  }
}

const trees = { current: new LazyTree(vclusterTable), legacy: new LazyTree(legacyTable) } as const;

/** All that is known of a generation; which of it a version has is for `node` to say. */
export function rootOf({ generation }: Target): SchemaNode {
  return trees[generation].root;
}
