import { isMap, isSeq, type Node, visit } from 'yaml';
import type { ConfigPath } from '../finding.ts';
import { keyText } from './entries.ts';
import type { Origin } from './origin.ts';

/** Where the values of a new text come from. */
export class Provenance {
  readonly #origins = new Map<Node, Origin>();

  /** Says whose value a node is. */
  own(node: Node, origin: Origin): void {
    this.#origins.set(node, origin);
    origin.nodes.push(node);
  }

  /** Whose value a node is. */
  of(node: Node): Origin | undefined {
    return this.#origins.get(node);
  }

  /** Whose values a node is or holds. */
  within(node: Node | undefined): readonly Origin[] {
    const found = new Set<Origin>();
    if (node !== undefined) {
      visit(node, (_, inner) => {
        const origin = this.#origins.get(inner as Node);
        if (origin) {
          found.add(origin);
        }
      });
    }
    return [...found];
  }

  /** All that were named. */
  all(): ReadonlySet<Origin> {
    return new Set(this.#origins.values());
  }

  /** Where their nodes are below a root. */
  places(root: Node): ReadonlyMap<Node, ConfigPath> {
    const places = new Map<Node, ConfigPath>();
    const walk = (node: unknown, path: ConfigPath): void => {
      if (this.#origins.has(node as Node)) {
        places.set(node as Node, path);
      }
      if (isMap(node)) {
        for (const { key, value } of node.items) {
          walk(value, [...path, keyText(key)]);
        }
      } else if (isSeq(node)) {
        for (const [i, item] of node.items.entries()) {
          walk(item, [...path, i]);
        }
      }
    };
    walk(root, []);
    return places;
  }
}
