import assert from 'node:assert/strict';
import { dump, load, YAML11_SCHEMA } from 'js-yaml';
import { describe, it } from 'mocha';
import { KubeError } from '../../../src/core/kube/error.ts';
import { editsOf, withEntries } from '../../../src/core/kubeconfig/entryEdit.ts';

const bodies = { clusters: { server: 'https://h:1' }, contexts: { cluster: 'vc', user: 'vc' }, users: { token: 't' } };
const adding = editsOf('vc', bodies);
const removing = editsOf('vc', { clusters: undefined, contexts: undefined, users: undefined });
const cluster = editsOf('vc', { clusters: bodies.clusters });
const noCluster = editsOf('vc', { clusters: undefined });

const ours = {
  clusters: ['- cluster:', '    server: https://h:1', '  name: vc', ''].join('\n'),
  contexts: ['- context:', '    cluster: vc', '    user: vc', '  name: vc', ''].join('\n'),
  users: ['- name: vc', '  user:', '    token: t', ''].join('\n'),
};
const flow = '{"name": "vc", "cluster": {"server": "https://h:1"}}';

type Case = readonly [what: string, before: string, after: string];

const added: readonly Case[] = [
  ['to a list', 'clusters:\n- name: a\nkind: Config\n', `clusters:\n- name: a\n${ours.clusters}kind: Config\n`],
  [
    'behind comments that belong to the last',
    'clusters:\n- name: a # x\n  # y\n# z\n',
    `clusters:\n- name: a # x\n  # y\n${ours.clusters}# z\n`,
  ],
  ['without a last line break', 'clusters:\n- name: a', `clusters:\n- name: a\n${ours.clusters.trimEnd()}`],
  [
    'to an indented list',
    'clusters:\n  - name: a\n',
    `clusters:\n  - name: a\n${ours.clusters.replace(/^(?=.)/gm, '  ')}`,
  ],
  ['with CRLF', 'clusters:\r\n- name: a\r\n', `clusters:\r\n- name: a\r\n${ours.clusters.replaceAll('\n', '\r\n')}`],
  ['behind a byte-order mark', '\ufeffclusters:\n- name: a\n', `\ufeffclusters:\n- name: a\n${ours.clusters}`],
  [
    'behind a block scalar',
    'clusters:\n- x: |+\n    y\n\n\nkind: Config\n',
    `clusters:\n- x: |+\n    y\n\n\n${ours.clusters}kind: Config\n`,
  ],
  [
    'behind an item in flow style',
    'clusters:\n- {name: a,\n   b: [c]} # d\n',
    `clusters:\n- {name: a,\n   b: [c]} # d\n${ours.clusters}`,
  ],
  [
    'behind an item with an anchor',
    'clusters:\n- &x\n  name: a\ny: *x\n',
    `clusters:\n- &x\n  name: a\n${ours.clusters}y: *x\n`,
  ],
  ['behind an item that is empty', 'clusters:\n-\n', `clusters:\n-\n${ours.clusters}`],
  ['behind an alias', 'x: &x {name: a}\nclusters:\n- *x\n', `x: &x {name: a}\nclusters:\n- *x\n${ours.clusters}`],
  ['to an empty list', 'clusters: [] # c\nkind: Config\n', `clusters: # c\n${ours.clusters}kind: Config\n`],
  ['to an empty list with a comment in it', 'clusters: [ # c\n ]\n', `clusters: [${flow} # c\n ]\n`],
  ['to null', 'clusters: null\n', `clusters:\n${ours.clusters}`],
  ['to nothing', 'clusters: # c\nkind: Config\n', `clusters: # c\n${ours.clusters}kind: Config\n`],
  ['where there is no list', 'kind: Config\n# c\n', `kind: Config\nclusters:\n${ours.clusters}# c\n`],
  [
    'in the last of two lists',
    'clusters: []\nclusters:\n- name: a\n',
    `clusters: []\nclusters:\n- name: a\n${ours.clusters}`,
  ],
  [
    'in front of another document',
    'kind: Config\n---\nclusters: []\n',
    `kind: Config\nclusters:\n${ours.clusters}---\nclusters: []\n`,
  ],
  [
    'to an indented mapping',
    '  kind: Config\n',
    `  kind: Config\n  clusters:\n${ours.clusters.replace(/^(?=.)/gm, '  ')}`,
  ],
  ['to an empty text', '', `apiVersion: v1\nkind: Config\nclusters:\n${ours.clusters}`],
  ['to a comment', '# c', `# c\napiVersion: v1\nkind: Config\nclusters:\n${ours.clusters}`],
  ['to an empty object', '{}', `{"clusters": [${flow}]}`],
  ['to JSON', '{"clusters":[{"name":"a"}]}', `{"clusters":[{"name":"a"}, ${flow}]}`],
  [
    'to JSON on lines',
    '{\n  "clusters": [\n    {"name": "a"}\n  ]\n}\n',
    `{\n  "clusters": [\n    {"name": "a"},\n    ${flow}\n  ]\n}\n`,
  ],
  ['to null in JSON', '{"clusters": null, "a": 1}', `{"clusters": [${flow}], "a": 1}`],
  ['to nothing in flow style', '{clusters: , a: 1}', `{clusters: [${flow}] , a: 1}`],
  ['to an empty list in JSON', '{"clusters": []}', `{"clusters": [${flow}]}`],
  ['to JSON without the list', '{\n  "kind": "Config"\n}', `{\n  "kind": "Config",\n  "clusters": [${flow}]\n}`],
  ['to a flow list with a trailing comma', 'clusters: [{name: a},]\n', `clusters: [{name: a}, ${flow},]\n`],
  [
    'in place of one',
    'clusters:\n- name: a\n- {name: vc, x: y}   # c\n# d\n- name: b\n',
    `clusters:\n- name: a\n${ours.clusters.trimEnd()}   # c\n# d\n- name: b\n`,
  ],
  [
    'in place of one in JSON',
    '{"clusters": [{"name": "vc"}, {"name": "a"}]}',
    `{"clusters": [${flow}, {"name": "a"}]}`,
  ],
  ['in place of several', 'clusters:\n- name: vc\n- name: a\n- name: vc\n', `clusters:\n${ours.clusters}- name: a\n`],
  ['in place of an alias', 'x: &x {name: vc}\nclusters:\n- *x\n', `x: &x {name: vc}\nclusters:\n${ours.clusters}`],
  [
    'in place of a block scalar',
    'clusters:\n- name: vc\n  x: |\n    y\n\n- name: a\n',
    `clusters:\n${ours.clusters}\n- name: a\n`,
  ],
];

const removed: readonly Case[] = [
  [
    'from a list',
    'clusters:\n- name: a\n- cluster: {server: x}\n  name: vc # c\n- name: b\n',
    'clusters:\n- name: a\n- name: b\n',
  ],
  [
    'and leaves the comments around it',
    'clusters: # 1\n# 2\n- name: vc\n# 3\nkind: Config\n',
    'clusters: [] # 1\n# 2\n# 3\nkind: Config\n',
  ],
  ['at the end, without a line break', 'clusters:\n- name: a\n- name: vc', 'clusters:\n- name: a'],
  ['at the end, with CRLF', 'clusters:\r\n- name: a\r\n- name: vc', 'clusters:\r\n- name: a'],
  ['and all its namesakes', 'clusters:\n- name: vc\n- name: a\n- name: vc\n', 'clusters:\n- name: a\n'],
  [
    'from JSON',
    '{"clusters": [{"name":"a"}, {"name":"vc"}, {"name":"b"}]}',
    '{"clusters": [{"name":"a"}, {"name":"b"}]}',
  ],
  ['first in JSON', '{"clusters": [ {"name":"vc"}, {"name":"vc"}, {"name":"b"} ]}', '{"clusters": [ {"name":"b"} ]}'],
  ['alone in JSON', '{"clusters": [\n {"name":"vc"}\n]}', '{"clusters": []}'],
  ['where there is none', 'clusters:\n- name: a\n', 'clusters:\n- name: a\n'],
  ['where there is no list', '', ''],
  ['with an anchor that nobody uses', 'clusters:\n- &x\n  name: vc\n- name: a\n', 'clusters:\n- name: a\n'],
  ['with a block scalar', 'clusters:\n- name: vc\n  x: |+\n    y\n\n- name: a\n', 'clusters:\n- name: a\n'],
];

/** Kubeconfigs without an entry of ours: block and flow style, JSON, comments, line ends, missing and empty lists. */
function* layouts(count: number): Iterable<string> {
  let seed = 20;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor(seed / 4096) % below;
  };
  const values = ['x', 'y\nz\n', '', null, { a: [1, {}] }, '#q'];
  const entry = (kind: string, index: number) => {
    const fields = Array.from({ length: random(4) }, (_, at) => [`k${at}`, values[random(values.length)]]);
    const pairs = [
      ['name', `n${index}`],
      [kind.slice(0, -1), Object.fromEntries(fields)],
    ];
    return Object.fromEntries(random(2) === 0 ? pairs : pairs.toReversed());
  };
  const listOf = (kind: string) =>
    random(6) === 0 ? null : Array.from({ length: random(4) }, (_, index) => entry(kind, index));
  for (let made = 0; made < count; made++) {
    const keys = ['apiVersion', 'clusters', 'x', 'contexts', 'users'].sort(() => random(3) - 1);
    const present = keys.filter((key) => key === 'apiVersion' || random(12) > 0);
    const pairs = present.map((key) => [key, key in bodies ? listOf(key) : key === 'x' ? { y: ['z', null] } : 'v1']);
    const value = Object.fromEntries(pairs);
    const flowLevel = [-1, 1, 2, 3, 4][random(5)] ?? -1;
    const yaml = dump(value, { flowLevel, indent: 2 + random(3) });
    const text = random(4) === 0 ? JSON.stringify(value, undefined, random(2) * 2) : yaml;
    const isBare = text.startsWith('{') || /[|>"']/u.test(text);
    const commented = isBare
      ? text
      : text.replace(/$/gmu, (_, at: number) => (text[at - 1] && at % 5 === 0 ? ' # c' : ''));
    const ended = random(4) === 0 ? commented.replaceAll('\n', '\r\n') : commented;
    yield random(5) === 0 ? ended.trimEnd() : ended;
  }
}

/** The value with the entries of ours at the end of their lists. */
function oursLast(value: unknown): unknown {
  const isOurs = (item: unknown) => (item as { readonly name?: unknown }).name === 'vc';
  return JSON.parse(JSON.stringify(value), (key, list) =>
    key in bodies && Array.isArray(list) ? [...list.filter((item) => !isOurs(item)), ...list.filter(isOurs)] : list,
  );
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe('withEntries', () => {
  for (const [what, before, after] of added) {
    it(`adds ${what}`, () => {
      assert.equal(withEntries(before, cluster, '/f'), after);
      assert.equal(withEntries(after, cluster, '/f'), after, 'adding again changes nothing');
    });
  }

  for (const [what, before, after] of removed) {
    it(`removes ${what}`, () => {
      assert.equal(withEntries(before, noCluster, '/f'), after);
    });
  }

  it('adds and removes all three at once, and gives back what was', () => {
    const before = [
      'apiVersion: v1 # mine',
      'users:',
      '- {name: a, user: {token: "1e3", x: ~}}',
      'clusters:',
      '- name: a',
      '  cluster:',
      '    server: x  # here',
      'x-unknown: [1, {a: b}]',
      'contexts:',
      '- name: a',
      '  context: {}',
      '# end',
      '',
    ].join('\n');
    const after = withEntries(before, adding, '/f');
    const lines = new Set(after.split('\n'));
    assert(before.split('\n').every((line) => lines.has(line)));
    assert.equal(after.length, before.length + ours.clusters.length + ours.contexts.length + ours.users.length);
    assert.equal(withEntries(after, removing, '/f'), before);
  });

  it('writes any name and value so that YAML of both versions reads it as that text', () => {
    const odd = [
      'y',
      'No',
      '~',
      '12',
      '1e3',
      'a: b',
      ' a ',
      '- a',
      '[a]',
      "it's",
      'x\ny',
      '\u001b[31m',
      'é😀',
      '\u0085',
    ];
    odd.push('arn:aws:eks:eu-west-1:1:cluster/x', 'a'.repeat(5000), '"', '\\', '#a', '*a', '');
    for (const text of odd) {
      for (const before of ['clusters:\n- name: a\n', '{"clusters": [{"name": "a"}]}']) {
        const after = withEntries(before, editsOf(text, { clusters: { server: text, 'tls-server-name': text } }), '/f');
        const body = { server: text, 'tls-server-name': text };
        const expected = [{ name: 'a' }, { cluster: body, name: text }];
        for (const document of [load(after), load(after, { schema: YAML11_SCHEMA })]) {
          assert.deepEqual({ ...(document as object) }, { clusters: expected }, after);
        }
        assert(!before.startsWith('{') || JSON.parse(after));
      }
    }
  });

  it('adds before a block scalar that a line break at the end would change', () => {
    const before = 'clusters:\n- x: |\n    y';
    assert.equal(withEntries(before, cluster, '/f'), before.replace('- x', `${ours.clusters}- x`));
  });

  it('writes flags as flags', () => {
    const after = withEntries('', editsOf('vc', { clusters: { 'insecure-skip-tls-verify': true } }), '/f');
    assert.match(after, /^ {4}insecure-skip-tls-verify: true$/m);
  });

  it('refuses where another part would change with it, or the file is odd', () => {
    const texts = [
      'x: &x\n- name: a\nclusters: *x\n',
      'clusters: &x\n- name: a\nother: *x\n',
      '&x\nclusters: []\nother: *x\n',
      'clusters: &x [*x]\n',
      'x: &x {clusters: [{name: a}]}\n<<: *x\n',
      'clusters: &x\nother: *x\n',
      'x: &n 1\nclusters:\n- &n\n  name: vc\nother: *n\n',
      'clusters: {name: a}\n',
      'clusters: text\n',
      '- a\n',
      'text',
      'a: [\n',
      '? clusters\n: - name: a\n',
      'clusters:\n\t- name: a\n',
    ];
    for (const text of texts) {
      assert.throws(
        () => withEntries(text, cluster, '/f'),
        (error) => KubeError.is(error, 'kubeconfig') && /\/f cannot be changed/.test(error.message),
        JSON.stringify(text),
      );
    }
  });

  it('keeps aliases that have nothing to do with it, also cyclic and very many', () => {
    const laughs = Array.from({ length: 60 }, (_, i) => `l${i + 1}: &l${i + 1} [*l${i}, *l${i}, *l${i}]`).join('\n');
    const before = `l0: &l0 [x]\n${laughs}\nc: &c [*c, {d: *c}]\nclusters:\n- &k\n  name: a\n- name: b\n  like: *k\n`;
    const after = withEntries(before, adding, '/f');
    assert(after.startsWith(before));
    assert.equal(withEntries(after, noCluster, '/f').includes('server'), false);
  });

  it('refuses to remove what others refer to', () => {
    for (const text of ['clusters:\n- &x\n  name: vc\nother: *x\n', 'clusters:\n- name: vc\n  a: &x 1\nb: *x\n']) {
      assert.throws(() => withEntries(text, noCluster, '/f'), /cannot be changed/);
    }
  });

  it('says of 1000 kubeconfigs in any layout what they said before, with its entries added and removed', () => {
    for (const text of layouts(1000)) {
      const before = load(text) as Readonly<Record<string, readonly { readonly name: string }[] | null>>;
      const after = withEntries(text, adding, '/f');
      const rest = Object.entries(before).filter(([kind]) => !(kind in bodies));
      const lists = Object.entries(bodies).map(([kind, body]) => {
        const others = before[kind] ?? [];
        return [kind, [...others, { name: 'vc', [kind.slice(0, -1)]: body }]];
      });
      assert.deepEqual(oursLast(load(after)), Object.fromEntries([...rest, ...lists]), text);
      const back = withEntries(after, removing, '/f');
      if (Object.keys(bodies).every((kind) => before[kind]?.length)) {
        assert.equal(back, text);
      } else {
        const empty = Object.fromEntries(Object.keys(bodies).map((kind) => [kind, before[kind] ?? []]));
        assert.deepEqual(plain(load(back)), { ...before, ...empty }, text);
      }
    }
  });
});
