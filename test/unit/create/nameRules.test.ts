import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { checkName, longestName, readableLength } from '../../../src/core/create/nameRules.ts';
import { hostName } from '../../../src/core/vcluster/translate.ts';
import { current, legacy } from './samples.ts';

describe('readableLength', () => {
  it('is where host names begin to be hashed', () => {
    for (const [vcluster, namespace] of [
      ['shop', 'default'],
      ['my-vcluster', 'monitoring'],
      ['v'.repeat(40), 'default'],
    ] as const) {
      const length = readableLength(vcluster, namespace);
      const whole = (count: number): boolean =>
        hostName('a'.repeat(count), namespace, vcluster).endsWith(`-x-${vcluster}`);
      assert.ok(whole(length) && !whole(length + 1), `${vcluster} ${length}`);
    }
    assert.equal(readableLength('my-vcluster'), 39);
    assert.equal(readableLength('v'.repeat(60)), 0);
  });
});

describe('checkName', () => {
  it('says how long names may be that stay readable, and shows one', () => {
    const [finding] = checkName(current());
    assert.match(finding?.message ?? '', /up to 46 characters .*\(web-x-default-x-shop\)/u);
  });

  it('knows that a StatefulSet of etcd has a longer name', () => {
    assert.equal(longestName(current()), 52);
    assert.equal(longestName(current({ store: { kind: 'deployed-etcd' } })), 47);
    assert.equal(longestName(legacy()), 52);
    assert.equal(longestName(legacy({ distro: 'eks' })), 47);
  });

  it('says one thing about one mistake', () => {
    for (const name of ['', '1a', 'A', 'a'.repeat(60)]) {
      assert.equal(checkName(current({ name })).length, 1, name);
    }
  });
});
