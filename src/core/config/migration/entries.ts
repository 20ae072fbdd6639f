import { isScalar, type Node, type Pair, type YAMLMap } from 'yaml';

/** Keys from the root, joined by dots where none has a dot itself. */
export type Target = string | readonly string[];

/** A key with its value, as the YAML library has it. */
export type Entry = Pair<unknown, Node | null>;

/** The text of a key. */
export function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value) : String(key);
}

/** The keys of a place. */
export function stepsOf(target: Target): readonly string[] {
  return typeof target === 'string' ? target.split('.') : target;
}

interface Index {
  /** The array that it was made of, and how long that was. */
  readonly items: unknown;
  readonly length: number;
  readonly entries: Map<string, Entry>;
}

/** Finds keys in maps that may have very many of them. */
export class Entries {
  readonly #known = new WeakMap<YAMLMap, Index>();

  /** The entry of a map with a key. */
  find(map: YAMLMap, key: string): Entry | undefined {
    return this.#indexOf(map).entries.get(key);
  }

  /** Puts an entry behind the others. */
  add(map: YAMLMap, entry: Entry): void {
    const { entries } = this.#indexOf(map);
    map.items.push(entry);
    entries.set(keyText(entry.key), entry);
    this.#known.set(map, { items: map.items, length: map.items.length, entries });
  }

  #indexOf(map: YAMLMap): Index {
    const known = this.#known.get(map);
    if (known !== undefined && known.items === map.items && known.length === map.items.length) {
      return known;
    }
    const entries = new Map(map.items.map((entry) => [keyText(entry.key), entry as Entry]));
    const index = { items: map.items, length: map.items.length, entries };
    this.#known.set(map, index);
    return index;
  }
}
