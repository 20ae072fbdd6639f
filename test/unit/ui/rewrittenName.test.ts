import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';

interface Grammar {
  readonly patterns: readonly {
    readonly match: string;
    readonly captures: Readonly<Record<string, { name: string }>>;
  }[];
}

const file = new URL('../../../syntaxes/rewritten-name.tmLanguage.json', import.meta.url);
const grammar = JSON.parse(readFileSync(file, 'utf8')) as Grammar;

/** The parts that are marked in a line, as object, namespace and vcluster. */
function parts(line: string): readonly (readonly string[])[] {
  const [pattern] = grammar.patterns;
  return [...line.matchAll(new RegExp(pattern?.match ?? '', 'gu'))].map((match) => [
    match[1] ?? '',
    match[3] ?? '',
    match[5] ?? '',
  ]);
}

describe('the grammar for rewritten names', () => {
  it('marks object, namespace and vcluster', () => {
    assert.deepEqual(parts('  name: nginx-x-default-x-my-vcluster'), [['nginx', 'default', 'my-vcluster']]);
    assert.deepEqual(parts('kube-root-ca.crt-x-kube-system-x-a'), [['kube-root-ca.crt', 'kube-system', 'a']]);
  });

  it('finds several in one line of a log', () => {
    const line = 'INFO created "web-0-x-shop-x-dev" for pod/api-7c9-x-shop-x-dev.';
    assert.deepEqual(parts(line), [
      ['web-0', 'shop', 'dev'],
      ['api-7c9', 'shop', 'dev'],
    ]);
  });

  it('leaves everything else alone', () => {
    for (const line of ['name: nginx', 'max-x-axis', 'a-x-b', 'nginx-x--x-my', 'UPPER-x-CASE-x-NAME']) {
      assert.deepEqual(parts(line), [], line);
    }
  });
});
