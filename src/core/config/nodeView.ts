import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Node,
  Scalar,
  type YAMLMap,
} from 'yaml';
import { isMasked } from './template.ts';

/** More than any file needs, and less than an alias bomb wants: how much larger than its text a value may become by aliases. */
const aliasBudget = 20_000;

const deepest = 300;

/** A key of a map with what stands behind it; `merged` where it came in by `<<`. */
export interface Entry {
  readonly key: string;
  readonly keyNode: Node;
  readonly value: Node | null;
  readonly merged: boolean;
}

function asNode(value: unknown): Node | null {
  return isNode(value) ? value : null;
}

/** What each alias of a document stands for: the last node before it with that anchor. */
function aliasTargets(document: Document.Parsed): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  const ahead: unknown[] = [document.contents];
  while (ahead.length > 0) {
    const next = ahead.pop();
    if (isPair(next)) {
      ahead.push(next.value, next.key);
    } else if (isAlias(next)) {
      const target = anchors.get(next.source);
      if (target !== undefined) {
        targets.set(next, target);
      }
    } else if (isNode(next)) {
      const { anchor } = next as { readonly anchor?: string };
      if (anchor !== undefined) {
        anchors.set(anchor, next);
      }
      if (isMap(next) || isSeq(next)) {
        for (const item of next.items.toReversed()) {
          ahead.push(item);
        }
      }
    }
  }
  return targets;
}

/** The nodes of one YAML document as their reader sees them: aliases followed, `<<` merged, keys as text. */
export class NodeView {
  readonly root: Node | null;
  readonly #document: Document.Parsed;
  /** The text as it was written; the document was made from the masked one. */
  readonly #text: string;
  readonly #entries = new WeakMap<YAMLMap, readonly Entry[]>();
  #targets: ReadonlyMap<Alias, Node> | undefined;
  #budget = 0;

  constructor(document: Document.Parsed, text: string) {
    this.root = document.contents;
    this.#document = document;
    this.#text = text;
  }

  /** What an alias stands for; null for one that stands for nothing. Other nodes as they are. */
  resolve(node: Node | null): Node | null {
    if (!isAlias(node)) {
      return node;
    }
    this.#targets ??= aliasTargets(this.#document);
    return this.#targets.get(node) ?? null;
  }

  /** What a scalar says, with templates as they are written; undefined for other nodes. */
  scalar(node: Node | null): unknown {
    if (!isScalar(node)) {
      return undefined;
    }
    if (typeof node.value === 'string' && isMasked(node.value)) {
      const [start, end] = node.range ?? [0, 0];
      return this.#text.slice(start, end);
    }
    return node.value;
  }

  /** The entries of a map, of equal keys all; merged ones come last, and only those that the map has not itself. */
  entries(map: YAMLMap): readonly Entry[] {
    const known = this.#entries.get(map);
    if (known !== undefined) {
      return known;
    }
    // For a map that merges itself.
    this.#entries.set(map, []);
    const own: Entry[] = [];
    const merged: Entry[] = [];
    for (const { key, value } of map.items) {
      const keyNode = asNode(key);
      const node = this.resolve(keyNode);
      if (keyNode !== null && isScalar(node)) {
        if (typeof node.value === 'symbol' || (node.value === '<<' && node.type === Scalar.PLAIN)) {
          merged.push(...this.#merged(asNode(value)));
        } else {
          own.push({ key: String(this.scalar(node)), keyNode, value: asNode(value), merged: false });
        }
      }
    }
    const entries = merged.length === 0 ? own : [...own, ...missingIn(own, merged)];
    this.#entries.set(map, entries);
    return entries;
  }

  #merged(value: Node | null): readonly Entry[] {
    const source = this.resolve(value);
    const maps = isSeq(source) ? source.items.map((item) => this.resolve(asNode(item))) : [source];
    return maps.filter(isMap).flatMap((map) => this.entries(map).map((entry) => ({ ...entry, merged: true })));
  }

  /** The value as plain data; of equal keys the last counts, as for helm. Undefined stands for what is nested or repeated beyond reason. */
  plain(node: Node | null): unknown {
    this.#budget = this.#text.length + aliasBudget;
    return this.#plain(node, 0);
  }

  #plain(node: Node | null, depth: number): unknown {
    this.#budget -= 1;
    if (depth > deepest || this.#budget < 0) {
      return undefined;
    }
    const target = this.resolve(node);
    if (isMap(target)) {
      return Object.fromEntries(this.entries(target).map(({ key, value }) => [key, this.#plain(value, depth + 1)]));
    }
    if (isSeq(target)) {
      return target.items.map((item) => this.#plain(asNode(item), depth + 1));
    }
    return this.scalar(target) ?? null;
  }
}

/** The merged entries whose keys are not taken; of equal ones the first. */
function missingIn(own: readonly Entry[], merged: readonly Entry[]): readonly Entry[] {
  const taken = new Set(own.map(({ key }) => key));
  return merged.filter(({ key }) => {
    const missing = !taken.has(key);
    taken.add(key);
    return missing;
  });
}
