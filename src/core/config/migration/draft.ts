import { Document, isCollection, isMap, isScalar, isSeq, type Node, Pair, Scalar, type Tags, YAMLMap } from 'yaml';
import { commentOf } from './copier.ts';
import { Entries, type Entry, keyText, stepsOf, type Target } from './entries.ts';
import { announce, commentLines, lastComments } from './keyComments.ts';
import type { Fate, Origin } from './origin.ts';
import { Provenance } from './provenance.ts';

/** How a value is put. */
export interface Putting {
  /** Comments for the highest key that is made on the way. */
  readonly comments?: readonly string[];
  /** A key with comments of its own for the value. */
  readonly key?: Scalar;
  /** Does not take the place of what is there. */
  readonly weak?: boolean;
  readonly origin?: Origin;
}

/** Scalars written so that helm, which reads YAML 1.1, takes a text for a text. */
function helmTags(tags: Tags): Tags {
  return tags.filter(
    (tag) => typeof tag === 'string' || (tag.format !== 'TIME' && tag.tag !== 'tag:yaml.org,2002:timestamp'),
  );
}

/** The vcluster.yaml while it is made. It knows where each value comes from, wherever that is moved. */
export class Draft {
  readonly origins = new Provenance();
  readonly #document = new Document(new YAMLMap(), { version: '1.1', customTags: helmTags, merge: false });
  readonly #entries = new Entries();

  get root(): YAMLMap {
    return this.#document.contents as YAMLMap;
  }

  /** Takes all entries of a map as its own. */
  fill(map: Node): void {
    if (isMap(map)) {
      this.root.items = map.items;
      this.root.comment = map.comment ?? null;
    }
  }

  /** The entries on the way to a place, undefined from where nothing is written. */
  way(target: Target): readonly (Entry | undefined)[] {
    let map: unknown = this.root;
    return stepsOf(target).map((step) => {
      const entry = isMap(map) ? this.#entries.find(map as YAMLMap, step) : undefined;
      map = entry?.value;
      return entry;
    });
  }

  /** The node at a place. */
  at(target: Target): Node | undefined {
    return this.way(target).at(-1)?.value ?? undefined;
  }

  /** What stands at a place, as plain data. */
  value(target: Target): unknown {
    const node = this.at(target);
    return node && isCollection(node) ? node.toJSON() : isScalar(node) ? node.value : undefined;
  }

  has(target: Target): boolean {
    return this.way(target).at(-1) !== undefined;
  }

  node(value: unknown): Node {
    return this.#document.createNode(value) as Node;
  }

  /**
   * Puts a value at a place and makes what is missing on the way. Maps are merged, and lists joined. False where it was not put, because
   * something stands there (or above it) that it must not displace.
   */
  put(target: Target, node: Node, putting: Putting = {}): boolean {
    const steps = stepsOf(target);
    const last = steps.at(-1) ?? '';
    let map = this.root;
    let comments = putting.comments ?? [];
    for (const step of steps.slice(0, -1)) {
      let entry = this.#entries.find(map, step);
      if (entry === undefined) {
        const key = new Scalar(step);
        announce(key, comments);
        comments = [];
        entry = new Pair<unknown, Node | null>(key, new YAMLMap());
        this.#entries.add(map, entry);
      }
      if (!isMap(entry.value)) {
        return false;
      }
      map = entry.value as YAMLMap;
    }
    const there = this.#entries.find(map, last);
    if (there !== undefined) {
      return this.#join(there, node, { ...putting, comments });
    }
    const key = putting.key ?? new Scalar(last);
    announce(key, comments);
    key.spaceBefore = key.spaceBefore === true && map.items.length > 0;
    this.#entries.add(map, new Pair<unknown, Node | null>(key, node));
    this.#own(node, putting.origin);
    return true;
  }

  /** Takes a value out, and what is empty then around it. */
  take(target: Target): Node | undefined {
    const way = this.way(target);
    const found = way.at(-1);
    const maps = [this.root, ...way.slice(0, -1).map((entry) => entry?.value)];
    for (let i = way.length - 1; found !== undefined && i >= 0; i -= 1) {
      const map = maps[i];
      if (isMap(map)) {
        map.items = map.items.filter((entry) => entry !== way[i]);
        if (map.items.length > 0) {
          break;
        }
      }
    }
    return found?.value ?? undefined;
  }

  /** Takes a value out for good, with what its origins shall be told. */
  end(target: Target, fate: Fate): void {
    for (const origin of this.origins.within(this.take(target))) {
      origin.end ??= fate;
    }
  }

  /** Moves a value with its comments, and with those of keys that are empty then; false where its new place is taken, and it stays. */
  move(from: Target, to: Target): boolean {
    const way = this.way(from);
    const entry = way.at(-1);
    if (entry?.value == null || (this.has(to) && !(isMap(this.at(to)) && isMap(entry.value)))) {
      return false;
    }
    const key = new Scalar(stepsOf(to).at(-1) ?? '');
    announce(key, [...lastComments(way.slice(0, -1)), ...commentLines(entry.key)]);
    const { value } = entry;
    this.take(from);
    return this.put(to, value, { key });
  }

  /** The text, with a comment at its start and its end. */
  text(header: readonly string[], footer: readonly string[]): string {
    this.#document.commentBefore = commentOf(header) || null;
    this.#document.comment = commentOf(footer) || null;
    return this.#document.toString({ lineWidth: 0, flowCollectionPadding: false });
  }

  #own(node: Node, origin: Origin | undefined): void {
    if (origin) {
      this.origins.own(node, origin);
    }
  }

  #join(there: Entry, node: Node, { weak, origin, comments = [], key }: Putting): boolean {
    const { value } = there;
    const met = (isMap(value) && isMap(node)) || (isSeq(value) && isSeq(node));
    if ((met || !weak) && isScalar(there.key)) {
      const lines = [...commentLines(there.key), ...comments, ...commentLines(key)];
      there.key.commentBefore = commentOf(lines) || null;
    }
    if (isMap(value) && isMap(node)) {
      const put = (node.items as Entry[]).map((entry) => {
        const known = this.#entries.find(value as YAMLMap, keyText(entry.key));
        if (known && weak) {
          return false;
        }
        if (known) {
          known.value = entry.value;
        } else {
          this.#entries.add(value as YAMLMap, entry);
        }
        if (entry.value) {
          this.#own(entry.value, origin);
        }
        return true;
      });
      return put.length === 0 || put.includes(true);
    }
    if (isSeq(value) && isSeq(node)) {
      for (const item of node.items) {
        value.items.push(item);
        this.#own(item as Node, origin);
      }
      return true;
    }
    if (weak) {
      return false;
    }
    there.value = node;
    this.#own(node, origin);
    return true;
  }
}
