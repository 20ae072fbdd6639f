import assert from 'node:assert/strict';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { parseConfig } from '../../../../src/core/config/document.ts';
import type { ConfigPath, Finding } from '../../../../src/core/config/finding.ts';
import { type JsonSchema, schemaOf } from '../../../../src/core/config/schema/jsonSchema.ts';
import { allTargets, type Target } from '../../../../src/core/config/schema/target.ts';
import { validateStructure } from '../../../../src/core/config/structure/validate.ts';

type Data = Readonly<Record<string, unknown>>;

const texts = [
  'a',
  'my-name',
  'a/b',
  'x: y',
  '# no',
  '*',
  '12',
  'true',
  'no',
  '~',
  'null',
  '1.10',
  "it's",
  '- a',
  '@',
  ' space ',
  'ü',
  '0x1',
  '1:30',
];

function schemaAt(schema: JsonSchema, key: string): JsonSchema {
  return schema[key] as JsonSchema;
}

/** Picks what is needed: an index below a number. */
type Pick = (below: number) => number;

function chosen<T>(pick: Pick, from: readonly T[]): T {
  const one = from[pick(from.length)];
  assert.ok(one !== undefined);
  return one;
}

/** A value that a schema allows. */
function valueFor(schema: JsonSchema, pick: Pick): unknown {
  const values = (schema['enum'] ?? schema['examples']) as readonly unknown[] | undefined;
  if (values !== undefined) {
    return chosen(pick, values);
  }
  switch (schema['type']) {
    case 'string':
      return chosen(pick, texts);
    case 'boolean':
      return pick(2) === 1;
    case 'integer':
      return pick(10_000);
    case 'array':
      return Array.from({ length: pick(3) }, () => valueFor(schemaAt(schema, 'items'), pick));
    case 'object':
      return objectOf(schema, pick);
    default:
      return chosen(pick, [1, 'a', true, [1, { a: 'b' }], { a: 'b' }]);
  }
}

function objectOf(schema: JsonSchema, pick: Pick): Data {
  const properties = schema['properties'] as Readonly<Record<string, JsonSchema>> | undefined;
  if (properties === undefined) {
    const items = schema['additionalProperties'];
    const keys = items === false ? [] : ['a', 'b.c/d', 'true', '12'].slice(0, pick(4));
    return Object.fromEntries(
      keys.map((key) => [key, items === undefined ? 'free' : valueFor(items as JsonSchema, pick)]),
    );
  }
  const required = (schema['required'] ?? []) as readonly string[];
  const keys = Object.keys(properties);
  const some = Array.from({ length: pick(5) }, () => chosen(pick, keys));
  return Object.fromEntries(
    [...new Set([...required, ...some])].map((key) => [key, valueFor(schemaAt(properties, key), pick)]),
  );
}

/** A typed place of a value. */
interface Spot {
  readonly path: ConfigPath;
  readonly schema: JsonSchema;
  readonly value: unknown;
}

function spotsOf(schema: JsonSchema, value: unknown, path: ConfigPath = []): readonly Spot[] {
  const own = [{ path, schema, value }];
  if (Array.isArray(value)) {
    const items = schema['items'] as JsonSchema | undefined;
    return [...own, ...(items === undefined ? [] : value.flatMap((item, i) => spotsOf(items, item, [...path, i])))];
  }
  if (typeof value !== 'object' || value === null) {
    return own;
  }
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
  const others = schema['additionalProperties'];
  const below = Object.entries(value).flatMap(([key, one]) => {
    const known = properties[key] ?? (typeof others === 'object' ? (others as JsonSchema) : undefined);
    return known === undefined ? [] : spotsOf(known, one, [...path, key]);
  });
  return [...own, ...below];
}

function withValue(root: unknown, [step, ...rest]: ConfigPath, change: (value: unknown) => unknown): unknown {
  if (step === undefined) {
    return change(root);
  }
  if (Array.isArray(root)) {
    return root.map((item, i) => (i === step ? withValue(item, rest, change) : item));
  }
  return Object.fromEntries(
    Object.entries(root as Data).map(([key, value]) => [key, key === step ? withValue(value, rest, change) : value]),
  );
}

interface Mutation {
  readonly code: string;
  /** Where the finding must be. */
  readonly path: ConfigPath;
  readonly result: unknown;
}

/** Everything that can be made wrong at a place. */
function mutationsAt(root: unknown, { path, schema, value }: Spot, legacy: boolean): readonly Mutation[] {
  const put = (code: string, other: unknown): Mutation => ({ code, path, result: withValue(root, path, () => other) });
  const { type } = schema;
  const found: Mutation[] = [];
  if (schema['additionalProperties'] === false && path.length > 0) {
    const result = withValue(root, path, (map) => ({ ...(map as Data), zzzzz: 1 }));
    found.push({ code: 'unknown-key', path: [...path, 'zzzzz'], result });
  }
  for (const key of legacy ? [] : ((schema['required'] ?? []) as readonly string[])) {
    const result = withValue(root, path, (map) =>
      Object.fromEntries(Object.entries(map as Data).filter(([one]) => one !== key)),
    );
    found.push({ code: 'missing-key', path, result });
  }
  if (type === 'object' && path.length > 0) {
    found.push(put('wrong-type', ['x']), put('wrong-type', 'x'));
  }
  if (type === 'array') {
    found.push(put('wrong-type', { a: 'b' }), put('wrong-type', 'x'));
  }
  if (type === 'boolean') {
    found.push(put('wrong-type', 'maybe'), put('wrong-type', ['x']));
  }
  if (type === 'integer') {
    found.push(put('wrong-type', { a: 'b' }), ...(legacy ? [] : [put('wrong-type', 'many'), put('wrong-type', 1.5)]));
  }
  if (type === 'string') {
    found.push(put('wrong-type', ['x']), ...(legacy ? [] : [put('wrong-type', 12), put('wrong-type', true)]));
  }
  if (schema['enum'] !== undefined || schema['examples'] !== undefined) {
    found.push(put('unknown-value', 'Zzzzz'));
  }
  return found.filter(() => value !== null);
}

function check(text: string, target: Target): readonly Finding[] {
  const version = `0.${target.minor}.0`;
  return validateStructure(
    parseConfig(text),
    target.generation === 'legacy' ? { version, distro: target.distro } : { version },
  );
}

/** A random source that shrinks: numbers that are taken one after the other, in the round. */
function picker(numbers: readonly number[]): Pick {
  let next = 0;
  return (below) => {
    next += 1;
    return (numbers[next % numbers.length] ?? 0) % below;
  };
}

const numbers = fc.array(fc.nat(1_000_000), { minLength: 200, maxLength: 400 });

describe('documents made from the schema', () => {
  const ajv = new Ajv({ strict: false });
  for (const target of allTargets()) {
    const name = `0.${target.minor}${target.generation === 'legacy' ? ` (${target.distro})` : ''}`;
    it(`are right as they are, and wrong where one thing is changed, in ${name}`, () => {
      const schema = schemaOf(target);
      const agrees = ajv.compile(schema);
      fc.assert(
        fc.property(numbers, fc.nat(), fc.nat(), (source, where, how) => {
          const root = objectOf(schema, picker(source));
          const text = stringify(root, { version: '1.1' });
          assert.deepEqual(check(text, target), [], text);
          assert.ok(agrees(root), JSON.stringify(agrees.errors));

          const spots = spotsOf(schema, root)
            .map((spot) => mutationsAt(root, spot, target.generation === 'legacy'))
            .filter((some) => some.length > 0);
          const mutations = spots[where % Math.max(1, spots.length)];
          const mutation = mutations?.[how % mutations.length];
          if (mutation === undefined) {
            return;
          }
          const changed = stringify(mutation.result, { version: '1.1' });
          const found = check(changed, target);
          const at = parseConfig(changed).at(mutation.path);
          const lines = [at?.keyRange.line, at?.valueRange.line];
          assert.ok(
            found.some(({ line, code }) => code === mutation.code && lines.includes(line)),
            `${mutation.code} in\n${changed}\n${JSON.stringify(found)}`,
          );
          assert.deepEqual(
            found.filter(({ line }) => !lines.includes(line)),
            [],
            changed,
          );
        }),
        { numRuns: 40 },
      );
    });
  }
});
