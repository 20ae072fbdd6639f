import * as l10n from '@vscode/l10n';
import { isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { ConfigPath } from '../finding.ts';
import { childOf, type NodeType, type SchemaNode } from '../schema/node.ts';
import { rootOf } from '../schema/tables.ts';
import type { Target } from '../schema/target.ts';
import type { Draft } from './draft.ts';
import { keyText } from './entries.ts';
import type { Origin } from './origin.ts';
import { fit, type Shape, wantedText } from './shape.ts';

/** Something that was left out of a value that is there otherwise. */
export interface Loss {
  readonly origin: Origin | undefined;
  /** The way from the value of the origin to what was left out. */
  readonly below: ConfigPath;
  readonly message: string;
}

/** The value around something that has an origin, and how deep it is in the new text. */
interface Owner {
  readonly origin: Origin;
  readonly depth: number;
}

const shapes: Readonly<Partial<Record<NodeType, Shape>>> = {
  object: 'map',
  open: 'map',
  map: 'map',
  list: 'list',
  string: 'text',
  boolean: 'boolean',
  integer: 'integer',
  switch: 'switch',
};

/** Takes out of a draft what the chart's schema refuses: keys that it does not have, and values of another type. */
export class Sieve {
  readonly losses: Loss[] = [];
  readonly #draft: Draft;
  readonly #target: Target;

  constructor(draft: Draft, target: Target) {
    this.#draft = draft;
    this.#target = target;
    this.#pass(draft.root, rootOf(target), [], undefined);
  }

  #pass(node: Node, schema: SchemaNode, path: ConfigPath, owner: Owner | undefined): void {
    if (isMap(node) && (schema.type === 'object' || schema.type === 'map')) {
      node.items = (node.items as Pair<Node, Node>[]).filter(({ key, value }) => {
        const step = keyText(key);
        return this.#keeps(value, childOf(schema, step, this.#target), [...path, step], owner);
      });
    } else if (isSeq(node) && schema.type === 'list' && schema.item !== undefined) {
      node.items = node.items.filter((item, i) => this.#keeps(item as Node, schema.item, [...path, i], owner));
    }
  }

  #keeps(value: Node | null, schema: SchemaNode | undefined, path: ConfigPath, above: Owner | undefined): boolean {
    const fault = this.#fault(value, schema);
    const origin = value === null ? undefined : this.#draft.origins.of(value);
    const owner = origin === undefined ? above : { origin, depth: path.length };
    if (fault === undefined) {
      const nested = (isMap(value) || isSeq(value)) && value.items.length > 0;
      if (value !== null && schema !== undefined) {
        this.#pass(value, schema, path, owner);
      }
      // A branch whose keys are all refused says nothing.
      return !(nested && isMap(value) && value.items.length === 0);
    }
    const origins = value === null ? [] : this.#draft.origins.within(value);
    for (const origin of origins) {
      origin.end ??= { kind: 'unsupported', message: fault };
    }
    if (origins.length === 0) {
      const below = path.slice(owner?.depth ?? 0);
      this.losses.push({ origin: owner?.origin, below, message: fault });
    }
    return false;
  }

  #fault(value: Node | null, schema: SchemaNode | undefined): string | undefined {
    if (schema === undefined) {
      return l10n.t('This version has no such key; it is left out.');
    }
    if (schema.refusedSince !== undefined && this.#target.minor >= schema.refusedSince) {
      return l10n.t('The chart refuses this key from {0} on; it is left out.', `0.${schema.refusedSince}`);
    }
    const shape = shapes[schema.type];
    if (shape === undefined) {
      return undefined;
    }
    if (value === null || !fit(value, shape)) {
      return wantedText(shape);
    }
    const text = isScalar(value) && typeof value.value === 'string' ? value.value : '';
    const known = !schema.strict || text === '' || /[\ue001{]/u.test(text) || schema.values.includes(text);
    return known ? undefined : l10n.t('vcluster refuses this value; write one of {0}.', schema.values.join(', '));
  }
}
