import type { Raw } from '../vcluster/raw.ts';

/** A part of an object that is being rewritten. */
export type Node = Record<string, unknown>;

/** How deep an object is looked into. What lies deeper is taken as a whole: no kind nests that far, only somebody who wants trouble. */
export const maxDepth = 200;

export function isNode(value: unknown): value is Node {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The objects in a list of a draft; nothing for what is not a list. */
export function nodes(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** A part of a draft that is an object; undefined if it is not. */
export function child(node: Node | undefined, key: string): Node | undefined {
  const value = node?.[key];
  return isNode(value) ? value : undefined;
}

/**
 * A copy of a virtual object on its way to the host. It remembers which rule wrote what, and from which part of the virtual
 * object each part was copied.
 */
export class Draft {
  readonly object: Node;
  readonly #origins = new WeakMap<object, unknown>();
  readonly #writers = new WeakMap<object, Map<string, string>>();
  readonly #added = new WeakMap<object, string>();
  /** What is being copied, so that a part that holds itself, which JSON cannot have, is left out. */
  readonly #copying = new Set<unknown>();
  #rule = '';

  constructor(virtual: Raw) {
    this.object = this.#copy(virtual) as Node;
  }

  /** Lets a rule write; all that it writes is remembered as its. */
  run(rule: string, write: () => void): void {
    this.#rule = rule;
    write();
  }

  set(node: Node, key: string, value: unknown): void {
    if (node[key] === value && Object.hasOwn(node, key)) {
      return;
    }
    // A plain assignment to `__proto__`, which JSON can smuggle in, would change the prototype.
    Object.defineProperty(node, key, { value, writable: true, enumerable: true, configurable: true });
    this.#mark(node, key);
  }

  remove(node: Node, key: string): void {
    if (Object.hasOwn(node, key)) {
      delete node[key];
      this.#mark(node, key);
    }
  }

  /** Puts back what was renamed, as it was, so that no rule counts as having removed it. */
  keep(node: Node, key: string, value: unknown): void {
    this.set(node, key, value);
    this.#writers.get(node)?.delete(key);
  }

  /** Puts a part under another key. */
  rename(node: Node, from: string, to: string): void {
    const value = node[from];
    this.remove(node, from);
    this.set(node, to, value);
  }

  /** The object under a key, made where there is none. */
  within(node: Node, key: string): Node {
    const existing = child(node, key);
    if (existing !== undefined) {
      return existing;
    }
    const made: Node = {};
    node[key] = made;
    return made;
  }

  /** Adds elements to the list under a key, at its end or at its start; makes the list where there is none. */
  add(node: Node, key: string, elements: readonly Node[], where: 'end' | 'start' = 'end'): void {
    const list: unknown[] = Array.isArray(node[key]) ? node[key] : [];
    if (node[key] !== list) {
      node[key] = list;
    }
    for (const element of elements) {
      this.#added.set(element, this.#rule);
    }
    list.splice(where === 'end' ? list.length : 0, 0, ...elements);
  }

  /** The part of the virtual object that this part was copied from. */
  origin(part: object): unknown {
    return this.#origins.get(part);
  }

  /** The rule that wrote what stands under a key, or removed it; undefined for what is as it was. */
  writer(node: object, key: string): string | undefined {
    return this.#writers.get(node)?.get(key);
  }

  /** The rule that added an element to a list. */
  adder(element: object): string | undefined {
    return this.#added.get(element);
  }

  #mark(node: Node, key: string): void {
    const marks = this.#writers.get(node) ?? new Map<string, string>();
    marks.set(key, this.#rule);
    this.#writers.set(node, marks);
  }

  #copy(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || this.#copying.size >= maxDepth) {
      return value;
    }
    if (this.#copying.has(value)) {
      return undefined;
    }
    this.#copying.add(value);
    const copy = Array.isArray(value)
      ? value.map((one: unknown) => this.#copy(one))
      : Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.#copy(one)]));
    this.#copying.delete(value);
    this.#origins.set(copy, value);
    return copy;
  }
}
