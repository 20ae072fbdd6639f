import assert from 'node:assert/strict';
import fc from 'fast-check';
import { beforeEach, describe, it } from 'mocha';
import type { ComparedItem } from '../../../src/core/comparison/comparedItem.ts';
import type { ComparisonRow } from '../../../src/core/comparison/model.ts';
import { RowIndex } from '../../../src/core/comparison/rowIndex.ts';
import { KubeError } from '../../../src/core/kube/error.ts';
import { hostName } from '../../../src/core/vcluster/translate.ts';
import { cpuMs } from './cpu.ts';
import { TestSide } from './sides.ts';

const rewriter = { target: { name: 'vc', namespace: 'team', version: '0.36.1' }, options: {} };

function pod(name: string, more: Partial<ComparedItem> = {}): ComparedItem {
  return { kind: 'Pod', key: `shop/${name}`, name, namespace: 'shop', uid: `uid-${name}`, status: 'Running', ...more };
}

/** The host's copy of a pod, or what says that it is one. */
function copy(of: string, more: Partial<ComparedItem> = {}): ComparedItem {
  const name = more.name ?? hostName(of, 'shop', 'vc');
  const claims = { name: of, namespace: 'shop', uid: `uid-${of}` };
  return {
    kind: 'Pod',
    key: `team/${name}`,
    namespace: 'team',
    status: 'Running',
    claims,
    managed: true,
    ...more,
    name,
  };
}

function config(name: string): ComparedItem {
  return { kind: 'ConfigMap', key: `shop/${name}`, name, namespace: 'shop' };
}

describe('RowIndex', () => {
  let inner: TestSide;
  let host: TestSide;
  let index: RowIndex;
  const states = () => index.rows.map(({ key, state }) => `${key} ${state}`).toSorted();

  beforeEach(() => {
    inner = new TestSide();
    host = new TestSide();
    index = new RowIndex(rewriter);
  });

  it('shows what the annotations say while the inside is closed, under keys that stay when it is opened', () => {
    inner.put('pods', pod('a'), pod('new'));
    host.put('pods', copy('a'), copy('b'), copy('', { name: 'vc-0', claims: undefined as never }));
    index.flush(host);
    assert.deepEqual(states(), ['host:pods/team/vc-0 hostOnly', 'pods/shop/a synced', 'pods/shop/b synced']);
    index.setInner(inner);
    const { changed, removed } = index.flush(host);
    assert.deepEqual(states(), [
      'host:pods/team/vc-0 hostOnly',
      'pods/shop/a synced',
      'pods/shop/b hostOnly',
      'pods/shop/new waiting',
    ]);
    assert.deepEqual([changed.map(({ key }) => key).toSorted(), removed], [['pods/shop/b', 'pods/shop/new'], []]);
  });

  it('says nothing about what is on the host before that is known, and that it is waiting where that cannot be known', () => {
    inner.put('pods', pod('a'));
    host.unknown.add('pods');
    index.setInner(inner);
    index.flush(host);
    assert.deepEqual(states(), []);
    host.broken.set('pods', { state: 'stale', since: 0, why: new KubeError('forbidden', 'no') });
    index.flush(host);
    assert.deepEqual(states(), ['pods/shop/a waiting']);
  });

  it('gives a row for one change, and none for what looks the same', () => {
    inner.put('pods', pod('a'), pod('b'));
    host.put('pods', copy('a'), copy('b'));
    index.setInner(inner);
    index.flush(host);
    inner.put('pods', pod('a', { status: 'CrashLoopBackOff' }));
    index.touch('pods', 'virtual', ['shop/a', 'shop/b']);
    const { changed, removed } = index.flush(host);
    assert.deepEqual(
      [changed.map(({ key, status }) => [key, status]), removed],
      [[['pods/shop/a', 'CrashLoopBackOff']], []],
    );
    index.touch('pods', 'virtual', ['shop/a']);
    assert.deepEqual(index.flush(host), { changed: [], removed: [] });
    assert.equal(index.setDrift('pods/shop/a', 2)?.drift, 2);
    assert.equal(index.setDrift('pods/shop/a', 2), undefined);
    assert.equal(index.rows.find(({ key }) => key === 'pods/shop/a')?.drift, 2);
  });

  it('keeps a row as long as either side exists', () => {
    inner.put('pods', pod('a'));
    host.put('pods', copy('a'));
    index.setInner(inner);
    index.flush(host);
    inner.remove('pods', 'shop/a');
    index.touch('pods', 'virtual', ['shop/a']);
    index.flush(host);
    assert.deepEqual(states(), ['pods/shop/a hostOnly']);
    inner.put('pods', pod('a'));
    host.remove('pods', copy('a').key);
    index.touch('pods', 'virtual', ['shop/a']);
    index.touch('pods', 'host', [copy('a').key]);
    index.flush(host);
    assert.deepEqual(states(), ['pods/shop/a waiting']);
    inner.remove('pods', 'shop/a');
    index.touch('pods', 'virtual', ['shop/a']);
    assert.deepEqual(index.flush(host), { changed: [], removed: ['pods/shop/a'] });
  });

  it('believes no annotation that lies: the object with the right name is the twin', () => {
    inner.put('pods', pod('a'), pod('b'));
    host.put('pods', copy('a', { name: 'a-stranger' }), copy('a'), copy('b'));
    index.flush(host);
    assert.deepEqual(states(), ['host:pods/team/a-stranger hostOnly', 'pods/shop/a synced', 'pods/shop/b synced']);
    index.setInner(inner);
    index.flush(host);
    assert.deepEqual(states(), ['host:pods/team/a-stranger hostOnly', 'pods/shop/a synced', 'pods/shop/b synced']);
    assert.equal(index.entry('pods/shop/a')?.row.hostName, 'a-x-shop-x-vc');
  });

  it('knows what pods use, and changes ConfigMaps alone when that changes', () => {
    inner.put('configmaps', config('used'), config('unused'));
    index.setInner(inner);
    inner.unknown.add('pods');
    index.flush(host);
    assert.deepEqual(states(), ['configmaps/shop/unused waiting', 'configmaps/shop/used waiting']);
    inner.unknown.clear();
    inner.put('pods', pod('a', { uses: ['ConfigMap/shop/used'] }), pod('b', { uses: ['ConfigMap/shop/used'] }));
    index.touch('pods', 'virtual', ['shop/a', 'shop/b']);
    index.flush(host);
    assert.ok(states().includes('configmaps/shop/unused notReferenced'));
    assert.ok(states().includes('configmaps/shop/used waiting'));
    inner.remove('pods', 'shop/a');
    index.touch('pods', 'virtual', ['shop/a']);
    index.flush(host);
    assert.ok(states().includes('configmaps/shop/used waiting'), 'still used');
    inner.put('pods', pod('b', { uses: [] }));
    index.touch('pods', 'virtual', ['shop/b']);
    const { changed } = index.flush(host);
    assert.deepEqual(
      changed.map(({ key, state }) => `${key} ${state}`),
      ['configmaps/shop/used notReferenced'],
    );
  });

  it('knows what comes from the host and where it is there, though nothing of it is listed', () => {
    const sync = {
      fromHost: {
        storageClasses: { enabled: true },
        configMaps: { enabled: true, mappings: { byName: { 'shared/ca': 'shop/trusted' } } },
      },
    };
    index = new RowIndex({ ...rewriter, options: { values: { sync } } });
    inner.put('storageclasses', { kind: 'StorageClass', apiVersion: 'storage.k8s.io/v1', key: 'fast', name: 'fast' });
    inner.put('priorityclasses', { kind: 'PriorityClass', apiVersion: 'scheduling.k8s.io/v1', key: 'p', name: 'p' });
    inner.put('configmaps', config('trusted'), config('own'));
    index.setInner(inner);
    index.flush(host);
    assert.deepEqual(states(), [
      'configmaps/shop/own notReferenced',
      'configmaps/shop/trusted fromHost',
      'priorityclasses/p notSynced',
      'storageclasses/fast fromHost',
    ]);
    const { pair } = index.entry('configmaps/shop/trusted') ?? {};
    assert.deepEqual([pair?.host?.key, pair?.host?.namespace, pair?.host?.name], ['shared/ca', 'shared', 'ca']);
    assert.equal(index.entry('storageclasses/fast')?.row.hostName, 'fast');
    // Where a pod uses it the syncer writes it to the host as well.
    const name = 'trusted-x-shop-x-vc';
    const claims = { name: 'trusted', namespace: 'shop' };
    host.put('configmaps', { kind: 'ConfigMap', key: `team/${name}`, name, namespace: 'team', claims, managed: true });
    index.touch('configmaps', 'host', [`team/${name}`]);
    index.flush(host);
    assert.ok(states().includes('configmaps/shop/trusted synced'), states().join());
    host.remove('configmaps', `team/${name}`);
    index.touch('configmaps', 'host', [`team/${name}`]);
    index.flush(host);
    assert.ok(states().includes('configmaps/shop/trusted fromHost'), states().join());
    inner.put('pods', pod('a', { uses: ['ConfigMap/shop/trusted'] }));
    index.touch('pods', 'virtual', ['shop/a']);
    index.flush(host);
    assert.ok(states().includes('configmaps/shop/trusted waiting'), states().join());
  });

  it('takes no name of the host’s own for one that was cut', () => {
    const byName = { 'shared/ca-0123456789': 'shop/trusted' };
    const options = { values: { sync: { fromHost: { secrets: { enabled: true, mappings: { byName } } } } } };
    index = new RowIndex({ ...rewriter, options });
    inner.put('secrets', { kind: 'Secret', key: 'shop/trusted', name: 'trusted', namespace: 'shop' });
    index.setInner(inner);
    index.flush(host);
    const { state, hostName: name, hashed } = index.rows[0] ?? {};
    assert.deepEqual([state, name, hashed], ['fromHost', 'ca-0123456789', undefined]);
  });

  it('marks names that are cut', () => {
    const long = 'a'.repeat(60);
    host.put('pods', copy(long), copy('a'));
    index.flush(host);
    assert.deepEqual(
      new Map(index.rows.map(({ key, hashed }) => [key, hashed])),
      new Map([
        [`pods/shop/${long}`, true],
        ['pods/shop/a', undefined],
      ]),
    );
  });

  it('comes by single changes to what pairing everything gives', () => {
    const names = fc.constantFrom('a', 'b', 'c', 'd'.repeat(60));
    const one = fc.record({
      side: fc.constantFrom('virtual', 'host'),
      name: names,
      as: names,
      gone: fc.boolean(),
      plain: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 40 }), fc.boolean(), (changes, open) => {
        const [sideA, sideB, step] = [new TestSide(), new TestSide(), new RowIndex(rewriter)];
        if (open) {
          step.setInner(sideA);
        }
        step.flush(sideB);
        const seen = new Map<string, ComparisonRow>();
        for (const { side, name, as, gone, plain } of changes) {
          const claims = plain ? { claims: undefined as never } : {};
          const item = side === 'virtual' ? pod(name) : copy(as, { name: hostName(name, 'shop', 'vc'), ...claims });
          const target = side === 'virtual' ? sideA : sideB;
          gone ? target.remove('pods', item.key) : target.put('pods', item);
          step.touch('pods', side as 'virtual' | 'host', [item.key]);
          const { changed, removed } = step.flush(sideB);
          for (const key of removed) {
            seen.delete(key);
          }
          for (const row of changed) {
            seen.set(row.key, row);
          }
        }
        const whole = new RowIndex(rewriter);
        whole.setInner(open ? sideA : undefined);
        whole.flush(sideB);
        const plain = (rows: Iterable<ComparisonRow>) =>
          [...rows].map((row) => `${row.state} ${row.virtualName} ${row.hostName}`).toSorted();
        assert.deepEqual(plain(seen.values()), plain(step.rows));
        assert.deepEqual(plain(step.rows), plain(whole.rows));
        assert.equal(new Set(step.rows.map(({ key }) => key)).size, step.rows.length);
      }),
      { numRuns: 500 },
    );
  });

  it('pairs 10,000 with 10,000 within 300 ms, and one change within 2 ms', () => {
    const all = Array.from({ length: 10_000 }, (_, at) => `an-application-with-a-name-${at}-7d9f8b6c5d-abcde`);
    inner.put('pods', ...all.map((name) => pod(name)));
    host.put('pods', ...all.map((name) => copy(name)));
    const took = cpuMs(() => {
      index = new RowIndex(rewriter);
      index.setInner(inner);
      index.flush(host);
    }, 3);
    assert.equal(index.rows.filter(({ state }) => state === 'synced').length, 10_000);
    assert.ok(took < 300, `${took} ms`);
    const statuses = ['Error', 'Running', 'Pending', 'Failed', 'Unknown'];
    const once = cpuMs(() => {
      inner.put('pods', pod(all[5000] ?? '', { status: statuses.shift() ?? '' }));
      index.touch('pods', 'virtual', [`shop/${all[5000]}`]);
      assert.equal(index.flush(host).changed.length, 1);
    });
    assert.ok(once < 2, `${once} ms`);
  });
});
