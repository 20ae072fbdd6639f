import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  annotation,
  count,
  defined,
  dig,
  label,
  objects,
  text,
  time,
  wellFormed,
} from '../../../src/core/vcluster/raw.ts';

const junk = [undefined, null, '', 0, true, [], [1], {}];

describe('narrowing', () => {
  it('finds what is there and nothing where anything is in the way', () => {
    assert.equal(dig({ a: { b: 1 } }, 'a', 'b'), 1);
    assert.deepEqual(dig({ a: 1 }), { a: 1 });
    assert.deepEqual(
      [...junk, { a: [1] }, { a: 'x' }].map((value) => dig(value, 'a', '0')),
      Array(10).fill(undefined),
    );
  });

  it('takes texts, cut and well-formed', () => {
    assert.equal(text('abcdef', 3), 'abc');
    assert.equal(text('a😀', 2), 'a\ufffd', 'a pair that the cut divides');
    assert.deepEqual(
      junk.map((value) => text(value)),
      Array(junk.length).fill(undefined),
    );
    assert.equal(wellFormed('ä😀\ud800'), 'ä😀\ufffd');
  });

  it('takes counts', () => {
    assert.deepEqual([0, 7, -1, 1.5, Number.NaN, Infinity, '7', null].map(count), [0, 7, ...Array(6).fill(undefined)]);
  });

  it('takes times', () => {
    assert.equal(time('1970-01-01T00:00:01Z'), 1000);
    assert.deepEqual(['yesterday', '', 5, null, {}].map(time), Array(5).fill(undefined));
  });

  it('takes the objects of a list', () => {
    assert.deepEqual(objects([1, null, [], { a: 1 }, 'x']), [{ a: 1 }]);
    assert.deepEqual(junk.flatMap(objects), []);
  });

  it('takes labels and annotations that are texts', () => {
    const object = { metadata: { labels: { a: 'x', b: 7 }, annotations: { a: 'y', b: { c: 1 } } } };
    assert.deepEqual([label(object, 'a'), label(object, 'b'), label({}, 'a')], ['x', undefined, undefined]);
    assert.deepEqual(
      [annotation(object, 'a'), annotation(object, 'b'), annotation(null, 'a')],
      ['y', undefined, undefined],
    );
  });

  it('leaves out fields that are not defined', () => {
    const fields: { a: number; b?: number | undefined } = { a: 1, b: undefined };
    assert.deepEqual(Object.keys(defined<{ a: number; b?: number }>(fields)), ['a']);
  });
});
