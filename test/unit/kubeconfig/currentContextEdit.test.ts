import assert from 'node:assert/strict';
import { load, YAML11_SCHEMA } from 'js-yaml';
import { describe, it } from 'mocha';
import { KubeError } from '../../../src/core/kube/error.ts';
import { withCurrentContext } from '../../../src/core/kubeconfig/currentContextEdit.ts';

function edited(text: string, name = 'new:ctx'): string {
  return withCurrentContext(text, name, '/kube/config');
}

const cases: readonly (readonly [what: string, before: string, after: string])[] = [
  [
    'a plain value and its comment',
    'current-context: a # c\nkind: Config\n',
    'current-context: new:ctx # c\nkind: Config\n',
  ],
  [
    'CRLF and no last newline',
    'kind: Config\r\ncurrent-context: a\r\nb: c',
    'kind: Config\r\ncurrent-context: new:ctx\r\nb: c',
  ],
  ['the last line without a newline', 'current-context: a', 'current-context: new:ctx'],
  ['double quotes', 'current-context: "a"\n', 'current-context: "new:ctx"\n'],
  ['single quotes', "current-context:   'a'\n", "current-context:   'new:ctx'\n"],
  ['an empty value', 'current-context: ""\nb: c\n', 'current-context: "new:ctx"\nb: c\n'],
  ['no value', 'current-context: # none\nb: c\n', 'current-context: new:ctx # none\nb: c\n'],
  ['null', 'current-context: ~\n', 'current-context: new:ctx\n'],
  ['a value on its own line', 'current-context:\n  a\nb: c\n', 'current-context:\n  new:ctx\nb: c\n'],
  ['a value over two lines', 'current-context: a\n  b\nc: d\n', 'current-context: new:ctx\nc: d\n'],
  ['a block scalar', 'current-context: >- # c\n  a\n\nb: c\n', 'current-context: new:ctx # c\n\nb: c\n'],
  [
    'a block scalar with CRLF at the end of the file',
    'b: c\r\ncurrent-context:\r\n  |2-\r\n  a\r\n  b',
    'b: c\r\ncurrent-context:\r\n  new:ctx',
  ],
  ['an empty block scalar', 'current-context: |\n\nb: c\n', 'current-context: new:ctx\n\nb: c\n'],
  ['an alias', 'b: &a x\ncurrent-context: *a\n', 'b: &a x\ncurrent-context: new:ctx\n'],
  ['an escaped key', '"current\\x2dcontext": a\n', '"current\\x2dcontext": "new:ctx"\n'],
  ['a key with an anchor', '&k current-context: a\nb: *k\n', '&k current-context: new:ctx\nb: *k\n'],
  [
    'no value below comments',
    '? current-context\n# c: d\n\n:\nb: c\n',
    '? current-context\n# c: d\n\n: new:ctx\nb: c\n',
  ],
  ['a quoted key', '"current-context": a\n', '"current-context": "new:ctx"\n'],
  ['the last of two', 'current-context: a\ncurrent-context: b\n', 'current-context: a\ncurrent-context: new:ctx\n'],
  ['an explicit key', '? current-context\n: a\n', '? current-context\n: new:ctx\n'],
  ['JSON', '{"a": 1.0, "current-context":"a"}\n', '{"a": 1.0, "current-context":"new:ctx"}\n'],
  ['null in JSON', '{"current-context": null}', '{"current-context": "new:ctx"}'],
  ['a flow mapping', '{current-context: a, b: c}', '{current-context: new:ctx, b: c}'],
  ['a byte-order mark', '\ufeffcurrent-context: a\n', '\ufeffcurrent-context: new:ctx\n'],
  [
    'a later document',
    'current-context: a\n---\ncurrent-context: a\n',
    'current-context: new:ctx\n---\ncurrent-context: a\n',
  ],
  [
    'a nested namesake',
    'a: {current-context: a}\ncurrent-context: a\n',
    'a: {current-context: a}\ncurrent-context: new:ctx\n',
  ],
  [
    'no key, after the header',
    'apiVersion: v1\nkind: Config # c\n# them\ncontexts: []',
    'apiVersion: v1\nkind: Config # c\ncurrent-context: new:ctx\n# them\ncontexts: []',
  ],
  [
    'no key, header at the end',
    'contexts: []\r\nkind: Config',
    'contexts: []\r\nkind: Config\r\ncurrent-context: new:ctx',
  ],
  [
    'no key, quoted header',
    '---\n"apiVersion": "v1"\n"kind": \'Config\'\nb: c\n',
    '---\n"apiVersion": "v1"\n"kind": \'Config\'\ncurrent-context: new:ctx\nb: c\n',
  ],
  [
    'no key, a header over two lines',
    'kind: "Con\\\n  fig"\nb: c\n',
    'kind: "Con\\\n  fig"\ncurrent-context: new:ctx\nb: c\n',
  ],
  ['no key and no header', '# top\n\ncontexts: []\n', '# top\n\ncurrent-context: new:ctx\ncontexts: []\n'],
  ['no key, indented', '  a: b\n  c: d\n', '  current-context: new:ctx\n  a: b\n  c: d\n'],
  [
    'no key in JSON',
    '{\n  "kind": "Config",\n  "b": []\n}\n',
    '{\n  "current-context": "new:ctx",\n  "kind": "Config",\n  "b": []\n}\n',
  ],
  ['no key in compact JSON', '{"b":[]}', '{"current-context": "new:ctx", "b":[]}'],
  ['an empty JSON object', '{}', '{"current-context": "new:ctx"}'],
  ['an empty file', '', 'apiVersion: v1\nkind: Config\ncurrent-context: new:ctx\n'],
  ['a comment alone', '# x', '# x\napiVersion: v1\nkind: Config\ncurrent-context: new:ctx\n'],
];

describe('withCurrentContext', () => {
  for (const [what, before, after] of cases) {
    it(`changes the value alone: ${what}`, () => {
      assert.equal(edited(before), after);
    });
  }

  it('writes any name so that YAML of both versions reads it as that text', () => {
    const names = [
      'y',
      'No',
      'on',
      'null',
      '~',
      '12',
      '1e3',
      '0x1F',
      '0o7',
      '1_000',
      '1:30',
      '2001-01-01',
      '.inf',
      '-',
      '<<',
      '=',
    ];
    names.push(
      'a b',
      'a: b',
      'a:',
      ':a',
      '#a',
      'a #b',
      ' a',
      'a ',
      '*a',
      '&a',
      '!a',
      '[a]',
      '{a}',
      'a,b',
      '%a',
      '@a',
      '`a',
      '"a"',
    );
    names.push(
      "it's",
      'x\ny',
      'x\r\ny',
      'tab\t',
      '\u001b[31mred',
      'rtl\u202e',
      'é',
      '名前',
      '😀',
      '\u2028',
      '\u0085',
      '$&',
      '\\',
      '\ufeffa',
    );
    names.push('arn:aws:eks:eu-west-1:1:cluster/x', 'user@host', 'vcluster_a_b_host', 'a'.repeat(5000));
    for (const name of names) {
      for (const before of [
        'current-context: a\nb: c\n',
        "current-context: 'a'\nb: c\n",
        '{"current-context": "a", "b": "c"}',
      ]) {
        const after = edited(before, name);
        const expected = { 'current-context': name, b: 'c' };
        assert.deepEqual({ ...(load(after) as object) }, expected, after);
        assert.deepEqual({ ...(load(after, { schema: YAML11_SCHEMA }) as object) }, expected, after);
        if (before.startsWith('{')) {
          assert.deepEqual(JSON.parse(after), expected);
        }
      }
    }
  });

  it('keeps a large file with comments to the byte', () => {
    const lines = Array.from({ length: 2000 }, (_, i) => `- {name: n${i}, context: {cluster: "c"}}   # number ${i}\t`);
    const before = `# mine\ncontexts:\n${lines.join('\n')}\n\n# here\ncurrent-context:  old\t# why\n\n\n# end`;
    assert.equal(edited(before, 'n7'), before.replace('old', 'n7'));
  });

  it('refuses where another part would change with it, or the file is odd', () => {
    const texts = [
      'current-context: &a x\nb: *a\n',
      'current-context: !!str a\n',
      'current-context: {a: b}\n',
      '- a\n',
      'text',
      'a: [\n',
      'null\n',
      '? current-context\n',
      '{current-context, a: b}\n',
      'a: &k current-context\n*k : b\n',
      '---\n...\n',
      'kind: Config\rb: |+\r  x\n\n',
    ];
    for (const text of texts) {
      assert.throws(
        () => edited(text),
        (error) => KubeError.is(error, 'kubeconfig') && /config cannot be set without changing/.test(error.message),
        text,
      );
    }
  });
});
