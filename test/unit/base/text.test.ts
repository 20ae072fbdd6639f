import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { printable, printableLines } from '../../../src/core/base/text.ts';

describe('printable', () => {
  const cases: readonly (readonly [what: string, text: string, shown: string])[] = [
    ['plain text', 'web-0', 'web-0'],
    ['other alphabets', 'Größe 日本 😀', 'Größe 日本 😀'],
    ['colours', '\u001b[31mred\u001b[0m', 'red'],
    ['links of terminals', '\u001b]8;;http://x\u0007click\u001b]8;;\u0007', 'click'],
    ['line breaks', 'one\r\ntwo\tthree\n', 'one two three'],
    ['controls', 'a\u0000b\u0007c\u007fd\u0085e', 'a\ufffdb\ufffdc\ufffdd\ufffde'],
    ['marks of direction', 'a\u202eb\u2066c\u200fd\u061ce', 'a\ufffdb\ufffdc\ufffdd\ufffde'],
    ['invisible characters', 'a\u200bb\ufeffc\u00add\u2060e\u{e0041}', 'a\ufffdb\ufffdc\ufffdd\ufffde\ufffd'],
    ['separators', 'a\u2028b\u2029c', 'a\ufffdb\ufffdc'],
    ['half characters', 'a\ud83db\udc00', 'a\ufffdb\ufffd'],
    ['space around', '  a  ', 'a'],
    ['nothing', '', ''],
  ];
  for (const [what, text, shown] of cases) {
    it(`shows ${what}`, () => assert.equal(printable(text), shown));
  }

  it('cuts at the limit, never within a character', () => {
    assert.equal(printable('abcdef', 6), 'abcdef');
    assert.equal(printable('abcdefg', 6), 'abcde…');
    assert.equal(printable('abcd😀fg', 6), 'abcd…');
    assert.equal(printable('😀'.repeat(100), 10), `${'😀'.repeat(4)}…`);
    assert.ok(printable('x'.repeat(10_000_000)).length <= 500);
  });

  it('takes no longer for a text that is made to be slow', () => {
    const start = performance.now();
    printable('\u001b['.repeat(500_000));
    printableLines('\u001b]'.repeat(20_000));
    assert.ok(performance.now() - start < 1000);
  });
});

describe('printableLines', () => {
  it('keeps lines and tabs, and nothing else of what is not printed', () => {
    assert.equal(printableLines('a:\r\n\tb\u001b[1m\u202e\n'), 'a:\n\tb\ufffd\n');
  });

  it('cuts nothing', () => {
    assert.equal(printableLines('x'.repeat(100_000)).length, 100_000);
  });
});
