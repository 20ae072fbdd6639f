import assert from 'node:assert/strict';
import fc from 'fast-check';
import { suite, test } from 'mocha';
import { explain } from '../../../src/core/rewrite/explain.ts';
import { pairItem } from '../../../src/core/rewrite/identity.ts';
import { pairObjects } from '../../../src/core/rewrite/pair.ts';
import { predict } from '../../../src/core/rewrite/predict.ts';
import { dig, type Raw } from '../../../src/core/vcluster/raw.ts';
import { configuration, virtualObject } from './virtualObjects.ts';

const runs = { numRuns: 300 };

/** All leaves of an object by their JSON pointers. */
function leaves(value: unknown, path = ''): readonly string[] {
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([key, one]) =>
      leaves(one, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
    );
  }
  return [path];
}

function changed(object: Raw, path: string): Raw {
  const copy = structuredClone(object) as Record<string, unknown>;
  const steps = path.split('/').slice(1);
  const last = (steps.pop() ?? '').replaceAll('~1', '/').replaceAll('~0', '~');
  const holder = steps.reduce<unknown>(
    (at, step) => (at as Record<string, unknown>)[step.replaceAll('~1', '/').replaceAll('~0', '~')],
    copy,
  ) as Record<string, unknown>;
  holder[last] = typeof holder[last] === 'number' ? 4711 : 'changed by hand';
  return copy;
}

suite('Rewriting of whatever people make', () => {
  test('never throws, and what it predicts it explains without drift', () => {
    fc.assert(
      fc.property(virtualObject, configuration, (virtual, { target, options }) => {
        const { object } = predict(virtual, target, options);
        if (object !== null) {
          const drift = explain(virtual, object, target, options).changes.filter(({ kind }) => kind === 'drift');
          assert.deepEqual(drift, []);
        }
      }),
      runs,
    );
  });

  test('takes any JSON on either side', () => {
    const json = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(
        json,
        json,
        fc.constantFrom('Pod', 'Service', 'Ingress', 'Thing'),
        configuration,
        (left, right, kind, { target, options }) => {
          const virtual = {
            ...left,
            kind,
            metadata: { name: 'a', namespace: 'b', ...(left['metadata'] as object) },
            spec: left,
          };
          predict(virtual, target, options);
          explain(virtual, right as Raw, target, options);
          explain(left as Raw, right as Raw, target, { values: left });
        },
      ),
      runs,
    );
  });

  test('notices every field that somebody changed on the host', () => {
    fc.assert(
      fc.property(virtualObject, configuration, fc.nat(), (virtual, { target, options }, choice) => {
        const { object, unknown } = predict(virtual, target, options);
        const paths = leaves(object ?? {}).filter(
          (path) =>
            !unknown.some((one) => path === one || path.startsWith(`${one}/`)) &&
            !path.startsWith('/apiVersion') &&
            path !== '/kind' &&
            path !== '',
        );
        const path = paths[choice % Math.max(1, paths.length)];
        if (object === null || path === undefined) {
          return;
        }
        const { changes } = explain(virtual, changed(object, path), target, options);
        const found = changes.some(
          ({ kind, path: at }) =>
            kind === 'drift' &&
            (path === at || path.startsWith(`${at}/`) || at.startsWith(`${path.slice(0, path.lastIndexOf('/'))}`)),
        );
        assert.ok(found, `${path} of ${JSON.stringify(object).slice(0, 400)}`);
      }),
      { numRuns: 1000 },
    );
  });

  test('finds each object again among its twins', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(virtualObject, {
          maxLength: 20,
          selector: (one) => JSON.stringify([one['kind'], one['metadata']?.name, one['metadata']?.namespace]),
        }),
        configuration,
        (all, { target, options }) => {
          const synced = all.flatMap((virtual) => {
            const host = predict(virtual, target, options).object;
            return host === null ? [] : [{ virtual, host }];
          });
          const pairs = pairObjects({
            virtual: synced.flatMap(({ virtual }) => pairItem(virtual) ?? []),
            host: synced.flatMap(({ host }) => pairItem(host) ?? []).reverse(),
            target,
            options,
          });
          assert.equal(pairs.length, synced.length);
          assert.ok(pairs.every(({ state }) => state === 'synced'));
          for (const { virtual, host } of pairs) {
            const expected = synced.find(
              ({ virtual: { kind, metadata } }) =>
                kind === virtual?.kind && metadata.name === virtual?.name && metadata.namespace === virtual?.namespace,
            );
            assert.equal(host?.name, dig(expected?.host, 'metadata', 'name'));
          }
        },
      ),
      runs,
    );
  });
});
