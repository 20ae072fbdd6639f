import { isAlias, isMap, isNode, isScalar, isSeq, type Node, Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import type { ConfigDocument } from '../document.ts';
import type { ConfigPath } from '../finding.ts';
import type { Entry, NodeView } from '../nodeView.ts';
import { childOf, childrenOf, isCollection, type SchemaNode } from '../schema/node.ts';
import { placesByKey } from '../schema/places.ts';
import type { Target } from '../schema/target.ts';
import { isPlaceholder } from '../template.ts';
import type { Collector } from './collector.ts';
import { missingKey, unknownKey } from './keyCheck.ts';
import { type ActualType, checkScalar, nothingThere, type ScalarText, typeOfScalar, wrongType } from './valueCheck.ts';

/** A value with where it stands. */
interface Place {
  readonly node: Node | null;
  /** Its key, or the item itself. */
  readonly keyNode: Node | null;
  readonly path: ConfigPath;
}

const deepest = 200;

/** Compares the nodes of a document with what its version knows. */
export class Walker {
  readonly #document: ConfigDocument;
  readonly #view: NodeView;
  readonly #target: Target;
  readonly #collector: Collector;
  /** What is behind an alias is looked at once for each place in the schema, so that aliases of aliases cost nothing. */
  readonly #seen = new Map<Node, Set<SchemaNode>>();
  #places: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(document: ConfigDocument, view: NodeView, target: Target, collector: Collector) {
    this.#document = document;
    this.#view = view;
    this.#target = target;
    this.#collector = collector;
  }

  value(schema: SchemaNode, place: Place): void {
    const node = this.#view.resolve(place.node);
    if (this.#collector.isFull || place.path.length > deepest || this.#wasSeen(place.node, node, schema)) {
      return;
    }
    if (isMap(node)) {
      this.#map(schema, node, place);
    } else if (isSeq(node)) {
      this.#list(schema, node, place);
    } else {
      this.#scalar(schema, node, place);
    }
  }

  #wasSeen(written: Node | null, node: Node | null, schema: SchemaNode): boolean {
    if (!isAlias(written) || node === null) {
      // An alias that stands for nothing is said elsewhere.
      return isAlias(written);
    }
    const schemas = this.#seen.get(node) ?? new Set();
    const seen = schemas.has(schema);
    this.#seen.set(node, schemas.add(schema));
    return seen;
  }

  #map(schema: SchemaNode, map: YAMLMap, place: Place): void {
    switch (schema.type) {
      case 'any':
      case 'open':
        return;
      case 'map':
        for (const entry of this.#view.entries(map)) {
          this.#item(schema.item, entry.value, entry.keyNode, [...place.path, entry.key]);
        }
        return;
      case 'object':
      case 'empty':
        this.#object(schema, map, place);
        return;
      default:
        this.#mismatch(schema, 'map', place);
    }
  }

  #object(schema: SchemaNode, map: YAMLMap, place: Place): void {
    const entries = this.#view.entries(map);
    for (const entry of entries) {
      this.#entry(schema, entry, place);
    }
    if (this.#target.generation === 'legacy' || this.#document.templated) {
      return;
    }
    const written = new Set(entries.map(({ key }) => key));
    for (const { key, required } of childrenOf(schema, this.#target)) {
      if (required && !written.has(key)) {
        this.#collector.add(place.keyNode, missingKey(key, place.path));
      }
    }
  }

  #entry(schema: SchemaNode, { key, keyNode, value }: Entry, { path }: Place): void {
    if (isPlaceholder(key)) {
      return;
    }
    const child = childOf(schema, key, this.#target);
    const below = [...path, key];
    if (child === undefined) {
      if (schema.loose === true) {
        return;
      }
      if (this.#collector.isFull) {
        this.#collector.leave();
        return;
      }
      this.#places ??= placesByKey(this.#target);
      this.#collector.add(keyNode, unknownKey(key, schema, this.#target, below, this.#places.get(key)));
      return;
    }
    this.value(child, { node: value, keyNode, path: below });
  }

  #list(schema: SchemaNode, list: YAMLSeq, place: Place): void {
    if (schema.type === 'any') {
      return;
    }
    if (schema.type !== 'list') {
      this.#mismatch(schema, 'list', place);
      return;
    }
    for (const [index, item] of list.items.entries()) {
      const node = isNode(item) ? item : null;
      this.#item(schema.item, node, node, [...place.path, index]);
    }
  }

  #item(schema: SchemaNode | undefined, node: Node | null, keyNode: Node | null, path: ConfigPath): void {
    if (schema !== undefined) {
      this.value(schema, { node, keyNode, path });
    }
  }

  #scalar(schema: SchemaNode, node: Node | null, place: Place): void {
    const value = this.#view.scalar(node);
    if (schema.type === 'any' || isPlaceholder(value)) {
      return;
    }
    if (value === null || value === undefined) {
      this.#nothing(schema, node, place);
      return;
    }
    if (!isScalar(node) || isCollection(schema)) {
      this.#mismatch(schema, typeOfScalar(value), place);
      return;
    }
    const remark = checkScalar(schema, this.#written(node), this.#target, place.path);
    if (remark !== undefined) {
      this.#collector.add(place.node, remark);
    }
  }

  #written(node: Scalar): ScalarText {
    const [start, end] = node.range ?? [0, 0];
    return {
      value: this.#view.scalar(node),
      source: this.#document.text.slice(start, end).trimEnd(),
      quoted: node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE,
    };
  }

  #nothing(schema: SchemaNode, node: Node | null, { keyNode, path }: Place): void {
    if (this.#target.generation === 'legacy' || this.#document.templated || schema.type === 'open') {
      return;
    }
    const remark = nothingThere(schema, this.#target, path);
    // Who writes null means that the default goes away.
    if (remark.severity === 'error' || !isScalar(node) || node.source === '') {
      this.#collector.add(keyNode, remark);
    }
  }

  #mismatch(schema: SchemaNode, actual: ActualType, { node, keyNode, path }: Place): void {
    if (this.#target.generation === 'legacy' && isScalar(node) && node.value === '') {
      // The old charts' own values have empty texts in place of empty maps.
      return;
    }
    const whole = isMap(node) || isSeq(node);
    const scalar = this.#view.resolve(node);
    const remark = wrongType(schema, actual, path, isScalar(scalar) ? this.#written(scalar) : undefined);
    const severity = this.#target.generation === 'legacy' ? 'warning' : remark.severity;
    if (this.#target.generation === 'current' || whole || isCollection(schema)) {
      this.#collector.add(whole ? keyNode : node, { ...remark, severity });
    }
  }
}
