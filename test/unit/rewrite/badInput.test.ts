import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { explain } from '../../../src/core/rewrite/explain.ts';
import { hostName, type ObjectName, predict } from '../../../src/core/rewrite/predict.ts';
import { dig, type Raw } from '../../../src/core/vcluster/raw.ts';

const targets = ['0.14.2', '0.36.1', 'latest'].map((version) => ({ name: 'vc', namespace: 'ns', version }));

/** Lists within lists, or objects within objects. */
function nested(levels: number, around: (inner: unknown) => unknown): unknown {
  let value: unknown = 'core';
  for (let level = 0; level < levels; level += 1) {
    value = around(value);
  }
  return value;
}

function pod(spec: object): Raw {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'd' }, spec };
}

suite('Rewriting of what is no good object', () => {
  test('names without a kind or a name have no place on the host', () => {
    for (const reference of [{}, { name: 'a' }, { kind: 'Pod' }, { kind: 1, name: 'a' }, { kind: 'Pod', name: '' }]) {
      for (const target of targets) {
        assert.equal(hostName(reference as ObjectName, target), undefined, JSON.stringify(reference));
      }
    }
  });

  for (const [what, around] of [
    ['lists', (inner: unknown): unknown => [inner]],
    ['objects', (inner: unknown): unknown => ({ inner })],
  ] as const) {
    test(`${what} that are nested ten thousand times are carried as they are, and compared`, () => {
      for (const target of targets) {
        const virtual = pod({ odd: nested(10_000, around) });
        const { object } = predict(virtual, target);
        const drift = (host: Raw): readonly string[] =>
          explain(virtual, host, target).changes.flatMap(({ kind, path }) => (kind === 'drift' ? [path] : []));
        assert.deepEqual(drift(object ?? {}), []);
        const other = { ...object, spec: { ...(object?.['spec'] as object), odd: nested(9999, around) } };
        assert.equal(drift(other).length, 1);
        const bare = explain(pod({}), other, target).changes.filter(({ kind }) => kind === 'drift');
        assert.ok(bare.length > 0);
      }
    });
  }

  test('an object that holds itself ends', () => {
    const odd: Record<string, unknown> = {};
    odd['self'] = odd;
    assert.deepEqual(
      dig(predict(pod({ odd }), { name: 'vc', namespace: 'ns', version: '0.36.1' }).object, 'spec', 'odd'),
      { self: undefined },
    );
  });

  test('keys that mean something to JavaScript are keys', () => {
    const virtual = JSON.parse(
      '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"constructor","labels":{"__proto__":"a","constructor":"b"}},' +
        '"spec":{"nodeSelector":{"__proto__":"x"},"volumes":[{"name":"__proto__","configMap":{"name":"toString"}}]}}',
    ) as Raw;
    for (const target of targets) {
      const { object } = predict(virtual, target);
      assert.equal(dig(object, 'metadata', 'name'), 'p-x-constructor-x-vc');
      assert.deepEqual(
        explain(virtual, object ?? {}, target).changes.filter(({ kind }) => kind === 'drift'),
        [],
      );
      const host = JSON.parse(JSON.stringify(object).replace('"__proto__":"x"', '"__proto__":"y"')) as Raw;
      assert.deepEqual(
        explain(virtual, host, target)
          .changes.filter(({ kind }) => kind === 'drift')
          .map(({ path }) => path),
        ['/spec/nodeSelector/__proto__'],
      );
    }
  });

  test('a megabyte takes no time', () => {
    const virtual = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'c', namespace: 'd' },
      data: { text: 'x'.repeat(1 << 20) },
    };
    for (const target of targets) {
      const { object } = predict(virtual, target);
      const changed = { ...object, data: { text: `${'x'.repeat((1 << 20) - 1)}y` } };
      const start = performance.now();
      assert.deepEqual(
        explain(virtual, changed, target)
          .changes.filter(({ kind }) => kind === 'drift')
          .map(({ path }) => path),
        ['/data/text'],
      );
      assert.ok(performance.now() - start < 500);
    }
  });

  test('annotations that point to another object are drift', () => {
    const virtual = pod({});
    for (const target of targets) {
      const host = structuredClone(predict(virtual, target).object) as {
        metadata: { annotations: Record<string, string> };
      };
      host.metadata.annotations['vcluster.loft.sh/object-name'] = 'other';
      assert.deepEqual(
        explain(virtual, host as unknown as Raw, target)
          .changes.filter(({ kind }) => kind === 'drift')
          .map(({ path }) => path),
        ['/metadata/annotations/vcluster.loft.sh~1object-name'],
      );
    }
  });
});
