import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ItemSplitter } from '../../../src/core/kube/itemSplitter.ts';

/** What comes out for a text that arrives in pieces of `size` bytes. */
function split(text: string, size: number): { readonly items: readonly unknown[]; readonly rest: unknown } {
  const items: unknown[] = [];
  const splitter = new ItemSplitter();
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) {
    items.push(...[...splitter.write(bytes.subarray(at, at + size))].map((item) => JSON.parse(item)));
  }
  return { items, rest: JSON.parse(splitter.end()) };
}

const tricky = {
  kind: 'items',
  apiVersion: 'v1',
  metadata: { continue: 'items":[{', labels: { items: '[' }, list: [{ items: [{ a: 1 }] }] },
  items: [
    { metadata: { name: 'a', annotations: { text: '"}]{[\\' } }, items: [{ deep: [] }] },
    {},
    { metadata: { name: 'ü€𝄞', escaped: 'line\nbreak \\" \\\\" end\\' }, spec: { list: [[1], [2, [3]]] } },
    { empty: '', backslash: '\\', both: '\\\\"' },
  ],
  after: [{ items: [] }],
};

describe('the splitter of lists', () => {
  it('gives each item and what is around them, wherever the bytes are cut', () => {
    const { items, ...around } = tricky;
    for (const text of [JSON.stringify(tricky), JSON.stringify(tricky, undefined, 2)]) {
      for (let size = 1; size <= Buffer.byteLength(text); size += size < 80 ? 1 : 37) {
        assert.deepEqual(
          split(text, size),
          { items, rest: { ...around, items: items.map(() => null) } },
          `in pieces of ${size}`,
        );
      }
    }
  });

  it('takes what has no items as a whole', () => {
    for (const value of [{}, { items: null }, { items: [] }, { items: {} }, [], 'text', [{ items: [{ a: 1 }] }]]) {
      assert.deepEqual(split(JSON.stringify(value), 3), { items: [], rest: value });
    }
  });

  it('leaves items that are no objects to the rest', () => {
    const { items, rest } = split('{"items":[1,null,{"a":1},"{"]}', 2);
    assert.deepEqual(items, [{ a: 1 }]);
    assert.deepEqual(rest, { items: [1, null, null, '{'] });
  });

  it('gives no whole rest for a text that is cut off', () => {
    const text = JSON.stringify(tricky);
    for (let length = 1; length < text.length; length += 7) {
      assert.throws(() => split(text.slice(0, length), 16), SyntaxError);
    }
  });
});
