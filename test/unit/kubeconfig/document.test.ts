import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { loadDocuments, sameData } from '../../../src/core/kubeconfig/document.ts';

function same(one: string, other: string): boolean {
  return sameData(loadDocuments(one, 'one'), loadDocuments(other, 'other'));
}

describe('sameData', () => {
  it('compares what the documents hold, not how they write it', () => {
    assert(same('a: [b, {c: "d"}]\ne: ~', '{"a": ["b", {"c": "d"}], "e": null}'));
    assert(same('a: &x [b]\nc: *x', 'a: [b]\nc: [b]'));
  });

  it('sees every difference', () => {
    const pairs = [
      'a: b|a: c',
      'a: b|a: b\nc: d',
      '[a]|[a, b]',
      'a: ~|a: ""',
      '{a: b}|[a, b]',
      'a: b|b: a',
      'a: 012|a: 12',
      '---\na|---\na\n---\nb',
    ];
    for (const pair of pairs) {
      const [one = '', other = ''] = pair.split('|');
      assert(!same(one, other), pair);
      assert(!same(other, one), pair);
    }
    assert(!same('a: b\nc: d', 'c: d\na: b'));
  });

  it('ends where documents are cyclic or share nodes many times over', () => {
    assert(same('a: &a [*a, b]', 'a: &a [*a, b]'));
    assert(!same('a: &a [*a, b]', 'a: &a [*a, c]'));
    const laughs = Array.from({ length: 60 }, (_, i) => `l${i + 1}: &l${i + 1} [*l${i}, *l${i}, *l${i}]`).join('\n');
    assert(same(`l0: &l0 [x]\n${laughs}`, `l0: &l0 [x]\n${laughs}`));
    assert(!same(`l0: &l0 [x]\n${laughs}`, `l0: &l0 [y]\n${laughs}`));
  });
});
