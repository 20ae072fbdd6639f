import { isMap, isNode, isSeq, type Node } from 'yaml';
import type { ConfigDocument } from '../document.ts';
import type { ConfigPath } from '../finding.ts';
import type { NodeView } from '../nodeView.ts';

/** A key of the old text, or an item of a list in it. */
export interface OldKey {
  readonly path: ConfigPath;
  readonly keyNode: Node | null;
  readonly node: Node | null;
  /** As plain data. */
  readonly value: unknown;
}

/** What an old file holds, key by key. */
export class OldKeys {
  readonly #document: ConfigDocument;
  readonly #view: NodeView;

  constructor(document: ConfigDocument, view: NodeView) {
    this.#document = document;
    this.#view = view;
  }

  /** The node of a value, with an alias followed. */
  resolve(old: OldKey): Node | null {
    return this.#view.resolve(old.node);
  }

  /** The keys of a map, of equal ones the last; the items of a list. */
  children(old: OldKey): readonly OldKey[] {
    const node = this.#view.resolve(old.node);
    if (isMap(node)) {
      const values = (old.value ?? {}) as Readonly<Record<string, unknown>>;
      const entries = new Map(this.#view.entries(node).map((entry) => [entry.key, entry]));
      return [...entries.values()].map(({ key, keyNode, value }) => ({
        path: [...old.path, key],
        keyNode,
        node: value,
        value: values[key],
      }));
    }
    const values = Array.isArray(old.value) ? old.value : [];
    return isSeq(node)
      ? node.items.map((item, i) => {
          const itemNode = isNode(item) ? item : null;
          return { path: [...old.path, i], keyNode: itemNode, node: itemNode, value: values[i] };
        })
      : [];
  }

  /** The items of a list, none for anything else. */
  items(old: OldKey): readonly OldKey[] {
    return isSeq(this.#view.resolve(old.node)) ? this.children(old) : [];
  }

  /** Whether an old value is a map, so that it has keys to look at. */
  isMap(old: OldKey): boolean {
    return isMap(this.#view.resolve(old.node));
  }

  /** What the old file says at a path, in whatever letter case. */
  read(...path: readonly string[]): unknown {
    return path.reduce<unknown>((at, step) => {
      const keys = typeof at === 'object' && at !== null && !Array.isArray(at) ? Object.keys(at) : [];
      const key = keys.find((one) => one === step) ?? keys.find((one) => one.toLowerCase() === step.toLowerCase());
      return key === undefined ? undefined : (at as Readonly<Record<string, unknown>>)[key];
    }, this.#document.value);
  }
}
