import type { ConfigPath } from '../finding.ts';
import { type Surroundings, within } from './description.ts';
import { childOf, type SchemaNode } from './node.ts';
import { rootOf } from './tables.ts';
import type { Target } from './target.ts';

/** How a path goes down the schema of a version. */
export interface Way {
  /** What stands at the end. */
  readonly node: SchemaNode;
  /** What the keys above say to it, and it to those below. */
  readonly around: Surroundings;
  readonly below: Surroundings;
  /** Its keys, without steps into lists and maps. */
  readonly keys: readonly string[];
}

/** The way down the schema of a version; undefined for a path that it does not know. */
export function wayDown(path: ConfigPath, target: Target): Way | undefined {
  let way: Way = { node: rootOf(target), around: { pro: false }, below: { pro: false }, keys: [] };
  for (const step of path) {
    const node = childOf(way.node, step, target);
    if (node === undefined) {
      return undefined;
    }
    const { below } = way;
    // An item has no key of its own: what is said of the list or map holds for what is in it.
    way =
      node === way.node.item
        ? { ...way, node }
        : { node, around: below, below: within(node, below), keys: [...way.keys, node.key] };
  }
  return way;
}
