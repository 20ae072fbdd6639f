import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { explain } from '../../../src/core/rewrite/explain.ts';
import { type PairItem, pairItem } from '../../../src/core/rewrite/identity.ts';
import { pairObjects } from '../../../src/core/rewrite/pair.ts';
import { hostName } from '../../../src/core/rewrite/predict.ts';
import { usedByPods } from '../../../src/core/rewrite/references.ts';
import type { Raw } from '../../../src/core/vcluster/raw.ts';
import { capturedSets } from './captured.ts';

const target = { name: 'my-vcluster', namespace: 'host', version: '0.36.1' };

function pod(name: string, uid = name): PairItem {
  return { kind: 'Pod', apiVersion: 'v1', name, namespace: 'default', uid };
}

function twin(name: string, of = name, uid = of): PairItem {
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    name: `${name}-x-default-x-my-vcluster`,
    namespace: 'host',
    claims: { name: of, namespace: 'default', uid },
    managed: true,
  };
}

function states(
  virtual: readonly PairItem[],
  host: readonly PairItem[],
  used?: ReadonlySet<string>,
): readonly string[] {
  return pairObjects({ virtual, host, target, ...(used === undefined ? {} : { used }) }).map(
    (pair) => `${pair.virtual?.name ?? '-'} ${pair.host?.name.split('-x-')[0] ?? '-'} ${pair.state}`,
  );
}

suite('Pairing of both sides', () => {
  test('finds every captured twin', () => {
    for (const { name, target: of, options, pairs } of capturedSets()) {
      const items = (objects: readonly (Raw | null)[]): readonly PairItem[] =>
        objects.flatMap((one) => (one === null ? [] : (pairItem(one) ?? [])));
      const twins = pairs.filter(
        ({ virtual, host, id }) => virtual !== null && host !== null && !/^(namespaces-default|nodes)/u.test(id),
      );
      const result = pairObjects({
        virtual: items(pairs.map(({ virtual }) => virtual)),
        host: items(pairs.map(({ host }) => host)),
        target: of,
        options,
      });
      const found = new Set(
        result.filter(({ state }) => state === 'synced').map(({ virtual, host }) => `${virtual?.uid} ${host?.uid}`),
      );
      const missing = twins.filter(
        ({ virtual, host }) => !found.has(`${pairItem(virtual ?? {})?.uid} ${pairItem(host ?? {})?.uid}`),
      );
      assert.deepEqual(
        missing.map(({ id }) => id),
        [],
        name,
      );
    }
  });

  test('believes annotations first, and the name where nothing else speaks', () => {
    assert.deepEqual(states([pod('a')], [twin('renamed', 'a')]), ['a renamed synced']);
    const { claims: _claims, ...silent } = twin('a');
    assert.deepEqual(states([pod('a')], [silent]), ['a a synced']);
  });

  test('does not fall for an annotation that points to the object of another', () => {
    assert.deepEqual(states([pod('a'), pod('b')], [twin('b', 'a'), twin('a')]), [
      'a a synced',
      'b - waiting',
      '- b hostOnly',
    ]);
  });

  test('never splits a name', () => {
    const odd = { ...twin('a-x-b'), claims: undefined } as unknown as PairItem;
    assert.deepEqual(states([pod('a')], [odd]), ['a - waiting', '- a hostOnly']);
  });

  test('says why an object is alone', () => {
    const map = (name: string): PairItem => ({ kind: 'ConfigMap', apiVersion: 'v1', name, namespace: 'default' });
    const used = usedByPods([
      { metadata: { namespace: 'default' }, spec: { volumes: [{ configMap: { name: 'used' } }] } },
    ]);
    assert.deepEqual(
      states(
        [
          { kind: 'Deployment', apiVersion: 'apps/v1', name: 'd', namespace: 'default' },
          { kind: 'NetworkPolicy', apiVersion: 'networking.k8s.io/v1', name: 'n', namespace: 'default' },
          map('used'),
          map('unused'),
          { ...map('forced'), forced: true },
        ],
        [],
        used,
      ),
      ['d - virtualOnly', 'n - notSynced', 'used - waiting', 'unused - notReferenced', 'forced - waiting'],
    );
  });

  test('takes 10,000 on each side within 300 ms, and explains a pod within 5 ms', () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `pod-${index}`);
    const virtual = names.map((name) => pod(name));
    const host = names.map((name, index) => {
      const { claims, ...silent } = twin(name);
      return index % 2 === 0 ? silent : { ...silent, ...(claims === undefined ? {} : { claims }) };
    });
    const started = performance.now();
    const pairs = pairObjects({ virtual, host, target });
    const paired = performance.now() - started;
    assert.ok(pairs.every(({ state }) => state === 'synced'));
    assert.equal(hostName({ kind: 'Pod', name: 'pod-0', namespace: 'default' }, target), host[0]?.name);
    const [set] = capturedSets();
    const sample = set?.pairs.find(({ id }) => id.includes('p12-affinity'));
    const explained = Array.from({ length: 50 }, () => {
      const begun = performance.now();
      explain(sample?.virtual ?? {}, sample?.host ?? {}, target);
      return performance.now() - begun;
    }).sort((left, right) => left - right);
    assert.ok(paired < 300, `paired in ${paired} ms`);
    assert.ok((explained[25] ?? 99) < 5, `explained in ${explained[25]} ms`);
  });
});
