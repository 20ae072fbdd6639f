import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { explain } from '../../../src/core/rewrite/explain.ts';
import { pointer } from '../../../src/core/rewrite/pointer.ts';
import { predict } from '../../../src/core/rewrite/predict.ts';
import type { Raw } from '../../../src/core/vcluster/raw.ts';
import { capturedSets } from './captured.ts';

type Plain = Record<string, unknown>;

/** The ways to all values that hold no others. */
function leaves(value: unknown, way: readonly string[] = []): readonly (readonly string[])[] {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0
    ? Object.entries(value).flatMap(([key, one]) => leaves(one, [...way, key]))
    : [way];
}

function changed(host: Raw, way: readonly string[]): Raw {
  const copy = structuredClone(host) as Plain;
  const holder = way.slice(0, -1).reduce<unknown>((at, step) => (at as Plain)[step], copy) as Plain;
  const last = way.at(-1) ?? '';
  const value = holder[last];
  holder[last] = typeof value === 'number' ? 4711 : typeof value === 'boolean' ? !value : 'changed by hand';
  return copy;
}

/** What one virtual object does not tell, so that the host's word counts: labels of its namespace, and what a LimitRange gives. */
const beyond =
  /ns-label|^\/spec\/(initC|c)ontainers\/\d+\/resources\/|^\/metadata\/(uid|resourceVersion|creationTimestamp|generation|managedFields|finalizers)/u;

for (const { name, target, options, pairs } of capturedSets()) {
  test(`What real syncers wrote, changed by hand anywhere, is drift there: ${name}`, () => {
    let tried = 0;
    for (const [at, { id, virtual, host }] of pairs.entries()) {
      const { object, unknown } = predict(virtual ?? {}, target, options);
      if (virtual === null || host === null || object === null) {
        continue;
      }
      // One leaf of each twenty, others in every pair: all of them take half a minute.
      for (const way of leaves(host).filter((_, index) => index % 20 === at % 20)) {
        const path = way.reduce(pointer, '');
        const isUnknown = unknown.some((one) => path === one || path.startsWith(`${one}/`));
        if (!isUnknown && !beyond.test(path) && !['apiVersion', 'kind', 'status'].includes(way[0] ?? '')) {
          const { changes } = explain(virtual, changed(host, way), target, options);
          assert.ok(
            changes.some(({ kind }) => kind === 'drift'),
            `${id} ${path}`,
          );
          tried += 1;
        }
      }
    }
    assert.ok(tried > 50, String(tried));
  });
}

suite('Kinds and versions of what is compared', () => {
  test('are not the host’s to choose', () => {
    const virtual = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: 'd' } };
    const target = { name: 'vc', namespace: 'ns', version: '0.36.1' };
    const host = { ...predict(virtual, target).object, kind: 'Secret' };
    assert.deepEqual(
      explain(virtual, host, target)
        .changes.filter(({ kind }) => kind === 'drift')
        .map(({ path }) => path),
      ['/kind'],
    );
  });
});
