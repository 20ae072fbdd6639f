import assert from 'node:assert/strict';
import { pathInfo } from '../../../../src/core/config/schema/pathInfo.ts';
import { successorIn } from '../../../../src/core/config/schema/successor.ts';
import { targetOf } from '../../../../src/core/config/schema/target.ts';
import { treeOf } from '../../../../src/core/config/schema/tree.ts';

describe('targetOf', () => {
  it('takes versions in every form, and the newest for what is none', () => {
    const current = (minor: number): unknown => ({ generation: 'current', minor });
    for (const [version, minor] of [
      ['0.36.1', 36],
      ['v0.20.0', 20],
      ['0.24', 24],
      ['0.37.0-rc.1', 37],
      ['0.38.0', 36],
      ['1.0.0', 36],
      ['0.0.1', 36],
      ['latest', 36],
    ] as const) {
      assert.deepEqual(targetOf(version), current(minor), version);
    }
    assert.deepEqual(targetOf(), current(36));
    assert.deepEqual(targetOf('0.19.10', 'eks'), { generation: 'legacy', minor: 19, distro: 'eks' });
    assert.deepEqual(targetOf('0.8.0'), { generation: 'legacy', minor: 14, distro: 'k3s' });
  });
});

describe('pathInfo', () => {
  it('knows keys in lists and maps', () => {
    const info = pathInfo(['sync', 'toHost', 'customResources', 'a.b.io', 'patches', 0, 'path'], targetOf());
    assert.deepEqual(
      [info?.type, info?.since, info?.until, info?.known, info?.pro, info?.required],
      ['string', 21, undefined, true, true, true],
    );
    assert.equal(info?.link, 'https://www.vcluster.com/docs/vcluster/configure/vcluster-yaml/sync/patching');
  });

  it('knows keys of other versions, and in the form that they have in this one', () => {
    const info = pathInfo(['experimental', 'sleepMode', 'autoSleep'], targetOf());
    assert.deepEqual([info?.known, info?.since, info?.until], [false, 22, 23]);
    assert.equal(pathInfo(['privateNodes', 'autoNodes'], targetOf('0.29.0'))?.type, 'object');
    assert.equal(pathInfo(['privateNodes', 'autoNodes'], targetOf('0.30.0'))?.type, 'list');
    assert.equal(pathInfo(['privateNodes', 'autoNodes', 0, 'provider'], targetOf())?.known, true);
    assert.equal(pathInfo(['nothing'], targetOf()), undefined);
    assert.equal(
      pathInfo(['sync', 'nodes', 'syncAllNodes'], targetOf('0.14.2'))?.successor,
      'sync.fromHost.nodes.selector.all',
    );
    assert.equal(pathInfo(['enableHA'], targetOf('0.14.2', 'k0s'))?.known, false);
  });

  it('follows successors as far as the version has them', () => {
    assert.equal(successorIn('sleepMode', targetOf()), 'sleep.auto');
    assert.equal(successorIn('sleepMode', targetOf('0.28.0')), 'sleepMode');
    assert.equal(successorIn('nothing', targetOf()), undefined);
  });
});

describe('treeOf', () => {
  it('says which line cannot be read', () => {
    assert.throws(() => treeOf('a b c'), /a b c/u);
    assert.throws(() => treeOf('a: text'), /text/u);
    assert.throws(() => treeOf('a: $gone'), /\$gone/u);
    assert.throws(() => treeOf('a: object\n    b: string'), /indented/u);
  });

  it('lets a line below a shape say what is different there', () => {
    const tree = treeOf(
      '$s: object\n  a: string = "1" | About a\n  b: string\n\nx: $s\n  a: string = "2"\ny: $s | About y',
    );
    const [x] = tree.keys.get('x') ?? [];
    const [y] = tree.keys.get('y') ?? [];
    assert.equal(x?.keys.get('a')?.[0]?.default, '2');
    assert.equal(x?.keys.get('a')?.[0]?.text, 'About a');
    assert.equal(y?.keys.get('a')?.[0]?.default, '1');
    assert.equal(y?.text, 'About y');
    assert.ok(x?.keys.has('b'));
  });
});
