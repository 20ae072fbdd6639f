import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseSelector, selectorLabels } from '../../../src/core/create/labelSelector.ts';

describe('parseSelector', () => {
  it('reads what kubectl reads', () => {
    assert.deepEqual(
      parseSelector('pool=dev, disk==ssd,zone!=a,!spot,gpu,example.com/tier in (x, y),os notin (windows)'),
      [
        { key: 'pool', operator: 'In', values: ['dev'] },
        { key: 'disk', operator: 'In', values: ['ssd'] },
        { key: 'zone', operator: 'NotIn', values: ['a'] },
        { key: 'spot', operator: 'DoesNotExist', values: [] },
        { key: 'gpu', operator: 'Exists', values: [] },
        { key: 'example.com/tier', operator: 'In', values: ['x', 'y'] },
        { key: 'os', operator: 'NotIn', values: ['windows'] },
      ],
    );
    assert.deepEqual(parseSelector('a='), [{ key: 'a', operator: 'In', values: [''] }]);
  });

  for (const wrong of [
    '',
    ' ',
    ',',
    'a=b,',
    'a b',
    'a=b c',
    '=b',
    'a=b=c',
    'a in b',
    'a in (b',
    'UPPER.com/a/b',
    `${'k'.repeat(64)}=v`,
    `a=${'v'.repeat(64)}`,
    'a=-b',
    'a>1',
  ]) {
    it(`refuses “${wrong.slice(0, 20)}”`, () => assert.equal(parseSelector(wrong), undefined));
  }
});

describe('selectorLabels', () => {
  it('is a map where a map says it all', () => {
    assert.deepEqual(selectorLabels('pool=dev,disk==ssd'), { pool: 'dev', disk: 'ssd' });
    for (const rich of ['a!=b', 'a', '!a', 'a in (b,c)', 'a=b,a=c', '']) {
      assert.equal(selectorLabels(rich), undefined, rich);
    }
  });
});
