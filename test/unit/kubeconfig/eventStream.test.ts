import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  type EventStream,
  rangeOf,
  readEvents,
  rootPairs,
  sameEvents,
  scalarText,
} from '../../../src/core/kubeconfig/eventStream.ts';

function same(one: string, other: string): boolean {
  return sameEvents(readEvents(one), readEvents(other));
}

function pairsOf(text: string): readonly (readonly [string | undefined, string | undefined])[] {
  const stream: EventStream = readEvents(text);
  return rootPairs(stream).map(({ key, value }) => {
    const range = rangeOf(value);
    return [scalarText(text, key), range && text.slice(range.start, range.end)];
  });
}

describe('rootPairs', () => {
  it('are those of the outermost mapping of the first document, with the text of simple values', () => {
    const text = 'a: {a: b}\n"b": "c # d"\n? e\n: &x f g\n\'h\': *x\ni:\n- j: k\nl: |\n  m\nn:\n---\no: p\n';
    const expected = [
      ['a', undefined],
      ['b', '"c # d"'],
      ['e', 'f g'],
      ['h', '*x'],
      ['i', undefined],
      ['l', undefined],
      ['n', undefined],
    ];
    assert.deepEqual(pairsOf(text), expected);
  });

  it('go past keys that are no scalars', () => {
    assert.deepEqual(pairsOf('{[a, {b: c}]: d, {}: e, *f : g, h: i}'), [
      [undefined, 'd'],
      [undefined, 'e'],
      [undefined, 'g'],
      ['h', 'i'],
    ]);
  });

  it('are none where there is no mapping', () => {
    for (const text of ['', '# c', '---\n', 'a', '- a: b', '{}', '---\n---\na: b']) {
      assert.deepEqual(pairsOf(text), [], text);
    }
  });
});

describe('sameEvents', () => {
  it('compares what the documents say, not how they are laid out', () => {
    assert(same('a: [b, {c: "d"}]\ne: ~', 'a:  [ b , {c:   "\\x64"} ]  # comment\n\ne:\n  ~\n'));
    assert(same('a: &x [b]\nc: *x', 'a: &x  [b]\nc:  *x'));
  });

  it('sees every difference', () => {
    const pairs = [
      'a: b|a: c',
      'a: b|a: b\nc: d',
      '[a]|[a, b]',
      'a: ~|a: ""',
      'a: ~|a: "~"',
      '{a: b}|[a, b]',
      'a: b|b: a',
      'a: 012|a: 12',
      'a: &x b|a: &y b',
      'a: &x b|a: b',
      'a: !!str b|a: b',
      'a: !!str 1|a: !!int 1',
      '[&x a, &y b, *x]|[&x a, &y b, *y]',
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
