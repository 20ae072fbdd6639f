import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ComparedItem } from '../../../src/core/comparison/comparedItem.ts';
import type { ComparedPair } from '../../../src/core/comparison/comparedPair.ts';
import { comparisonDetail, type DetailTools, driftOf } from '../../../src/core/comparison/detail.ts';
import type { PairRead } from '../../../src/core/comparison/pairReader.ts';
import { revealed } from '../../../src/core/comparison/reveal.ts';
import { KubeError } from '../../../src/core/kube/error.ts';

const tools: DetailTools = {
  rewriter: { target: { name: 'vc', namespace: 'team', version: '0.36.1' }, options: {} },
  namespaceLabels: undefined,
  isOpen: true,
  hostProblem: undefined,
};
const virtual: ComparedItem = { kind: 'Secret', key: 'shop/s', name: 's', namespace: 'shop', uid: 'one' };
const claims = { name: 's', namespace: 'shop', uid: 'one' };
const host: ComparedItem = { kind: 'Secret', key: 'team/s-x', name: 's-x-shop-x-vc', namespace: 'team', claims };
const inside = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 's', namespace: 'shop' },
  data: { a: 'c2VjcmV0' },
};
const outside = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 's-x-shop-x-vc', namespace: 'team' },
  data: { a: 'Y2hhbmdlZA==', b: 'bW9yZQ==' },
};
const madeUp = {
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: 'pvc-1', labels: { 'vcluster.loft.sh/fake-pv': 'true' } },
};

function detail(pair: ComparedPair, read: PairRead, more: Partial<DetailTools> = {}) {
  const row = { key: 'secrets/shop/s', kind: 'secrets', state: pair.state };
  return comparisonDetail('secrets/shop/s', { row, pair }, read, { ...tools, ...more });
}

describe('comparisonDetail', () => {
  const both: ComparedPair = { state: 'synced', virtual, host };
  const cases: readonly (readonly [
    what: string,
    ComparedPair,
    PairRead,
    Partial<DetailTools>,
    state: string,
    says: RegExp,
  ])[] = [
    [
      'two sides',
      both,
      { virtual: { object: inside }, host: { object: outside } },
      {},
      'synced',
      /keeps the host’s copy/u,
    ],
    [
      'deleted inside',
      both,
      { virtual: { deleted: true }, host: { object: outside } },
      {},
      'hostOnly',
      /deleted inside/u,
    ],
    [
      'deleted on the host',
      both,
      { virtual: { object: inside }, host: { deleted: true } },
      {},
      'waiting',
      /deleted on the host/u,
    ],
    [
      'one side that may not be read',
      both,
      { virtual: { object: inside }, host: { problem: new KubeError('forbidden', 'Not \u202eallowed.') } },
      {},
      'synced',
      /cannot be read: Not \ufffdallowed/u,
    ],
    [
      'a closed inside',
      { state: 'synced', host },
      { virtual: {}, host: { object: outside } },
      { isOpen: false },
      'synced',
      /that it is shop\/s inside. Open/u,
    ],
    [
      'an annotation that lies',
      { state: 'hostOnly', host },
      { virtual: {}, host: { object: outside } },
      {},
      'hostOnly',
      /which is not so/u,
    ],
    [
      'a host that cannot be asked',
      { state: 'waiting', virtual },
      { virtual: { object: inside }, host: {} },
      { hostProblem: 'No permission.' },
      'waiting',
      /cannot be told: No permission/u,
    ],
    [
      'a copy of an earlier object',
      { state: 'synced', virtual: { ...virtual, uid: 'two' }, host },
      { virtual: { object: inside }, host: { object: outside } },
      {},
      'synced',
      /made for an earlier object/u,
    ],
    [
      'a copy of what the host has',
      { state: 'fromHost', virtual, host },
      { virtual: { object: inside }, host: { object: outside } },
      {},
      'fromHost',
      /Comes from the host/u,
    ],
    [
      'a copy whose original is gone',
      { state: 'fromHost', virtual, host },
      { virtual: { object: inside }, host: { deleted: true } },
      {},
      'fromHost',
      /removes it inside/u,
    ],
    [
      'a copy that was deleted',
      { state: 'fromHost', virtual, host },
      { virtual: { deleted: true }, host: { object: outside } },
      {},
      'fromHost',
      /brings it in again/u,
    ],
    [
      'a volume that the syncer made up',
      { state: 'notSynced', virtual: { kind: 'PersistentVolume', key: 'pvc-1', name: 'pvc-1' } },
      { virtual: { object: madeUp }, host: {} },
      {},
      'notSynced',
      /stands for the host’s volume/u,
    ],
    [
      'a volume that somebody made',
      { state: 'notSynced', virtual: { kind: 'PersistentVolume', key: 'pvc-1', name: 'pvc-1' } },
      { virtual: { object: { ...madeUp, metadata: { name: 'pvc-1' } } }, host: {} },
      {},
      'notSynced',
      /does not sync it/u,
    ],
    [
      'no pod that uses it',
      { state: 'notReferenced', virtual },
      { virtual: { object: inside }, host: {} },
      {},
      'notReferenced',
      /no pod uses it/u,
    ],
  ];
  for (const [what, pair, read, more, state, says] of cases) {
    it(`says what stands behind ${what}`, () => {
      const { state: is, stateReason, lines } = detail(pair, read, more);
      assert.equal(is, state);
      assert.match(stateReason, says);
      assert.ok(lines.length > 3);
      assert.equal(
        lines.some(({ left }) => left !== undefined),
        read.virtual.object !== undefined,
      );
      assert.equal(
        lines.some(({ right }) => right !== undefined),
        read.host.object !== undefined,
      );
    });
  }

  it('finds drift in secrets and shows no value of them', () => {
    const read = { virtual: { object: inside }, host: { object: outside } };
    const found = detail(both, read);
    const drift = found.changes.filter(({ kind }) => kind === 'drift');
    assert.ok(drift.some(({ path }) => path === '/data/a'));
    assert.equal(driftOf(found, read), drift.length);
    assert.doesNotMatch(JSON.stringify(found), /c2VjcmV0|Y2hhbmdlZA|bW9yZQ/u);
    assert.equal(driftOf(found, { virtual: { object: inside }, host: {} }), undefined);
  });

  it('lets nothing hostile into what is listed as changed', () => {
    const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 's', namespace: 'shop' }, data: { a: 'x' } };
    const changed = { ...map, data: { a: '\u202egnp\u001b[31m', '\u202eb': 'y' } };
    const found = detail(both, { virtual: { object: map }, host: { object: changed } });
    assert.doesNotMatch(JSON.stringify(found.changes.map(({ from, to }) => [from, to])), /\u202e|\\u001b/u);
    assert.doesNotMatch(JSON.stringify(found.lines.map(({ left, right }) => [left, right])), /\u202e|\\u001b/u);
  });
});

describe('revealed', () => {
  it('gives one hidden value, as text where it is text', () => {
    assert.equal(revealed(inside, '/data/a'), 'secret');
    assert.equal(revealed({ ...inside, data: { 'a/b~c': '/////w==' } }, '/data/a~1b~0c'), '/////w==');
    assert.equal(revealed({ ...inside, stringData: { a: 'x\u001b[31my' } }, '/stringData/a'), 'xy');
    const annotations = { 'vcluster.loft.sh/token-abcdefgh': 'token', other: 'x' };
    const pod = { kind: 'Pod', metadata: { annotations } };
    assert.equal(revealed(pod, '/metadata/annotations/vcluster.loft.sh~1token-abcdefgh'), 'token');
    for (const pointer of ['', '/', '/data', '/metadata/annotations/other', '/__proto__/x', '/data/none', 'data/a']) {
      assert.throws(() => revealed(pod, pointer), { kind: 'invalid' }, pointer);
    }
  });
});
