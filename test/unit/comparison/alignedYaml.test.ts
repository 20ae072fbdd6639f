import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAILSAFE_SCHEMA, load } from 'js-yaml';
import { describe, it } from 'mocha';
import { alignedYaml } from '../../../src/core/comparison/alignedYaml.ts';
import { masked } from '../../../src/core/comparison/masking.ts';
import type { AlignedLine } from '../../../src/core/comparison/model.ts';
import { explain } from '../../../src/core/rewrite/explain.ts';
import type { RewriteOptions, Target } from '../../../src/core/rewrite/model.ts';
import type { Raw } from '../../../src/core/vcluster/raw.ts';
import { cpuMs } from './cpu.ts';

const folder = join(import.meta.dirname, '../../fixtures/rewrite');

function side(lines: readonly AlignedLine[], which: 'left' | 'right'): string {
  return lines.flatMap((line) => line[which] ?? []).join('\n');
}

function texts(lines: readonly AlignedLine[]): readonly (readonly [string | undefined, string | undefined])[] {
  return lines.map(({ left, right }) => [left, right]);
}

/** Every value as text, so that the order of keys is all that a document can differ in. */
function plain(value: unknown): unknown {
  return load(JSON.stringify(value), { schema: FAILSAFE_SCHEMA });
}

describe('alignedYaml', () => {
  it('puts elements of lists beside their counterparts, and keys in a stable order', () => {
    const virtual = {
      kind: 'Pod',
      spec: { containers: [{ image: 'a', name: 'web', env: [{ name: 'A', value: '1' }] }, { name: 'log' }] },
      metadata: { name: 'web' },
      apiVersion: 'v1',
    };
    const host = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web-x-shop-x-vc' },
      spec: {
        containers: [
          {
            name: 'web',
            image: 'a',
            env: [
              { name: 'K', value: 'yes' },
              { name: 'A', value: '1' },
            ],
          },
          { name: 'log', args: [] },
        ],
      },
    };
    assert.deepEqual(texts(alignedYaml(virtual, host, [])), [
      ['apiVersion: v1', 'apiVersion: v1'],
      ['kind: Pod', 'kind: Pod'],
      ['metadata:', 'metadata:'],
      ['  name: web', '  name: web-x-shop-x-vc'],
      ['spec:', 'spec:'],
      ['  containers:', '  containers:'],
      ['    - name: web', '    - name: web'],
      ['      env:', '      env:'],
      [undefined, '        - name: K'],
      [undefined, "          value: 'yes'"],
      ['        - name: A', '        - name: A'],
      ["          value: '1'", "          value: '1'"],
      ['      image: a', '      image: a'],
      ['    - name: log', '    - name: log'],
      [undefined, '      args: []'],
    ]);
  });

  it('aligns texts of several lines, and what is of another shape on each side', () => {
    const lines = alignedYaml({ data: { a: 'x\ny\nz\n', b: [1] } }, { data: { a: 'x\nz\n', b: { c: 1 } } }, []);
    assert.deepEqual(texts(lines), [
      ['data:', 'data:'],
      ['  a: |', '  a: |'],
      ['    x', '    x'],
      ['    y', undefined],
      ['    z', '    z'],
      ['  b:', undefined],
      ['    - 1', undefined],
      [undefined, '  b:'],
      [undefined, '    c: 1'],
    ]);
  });

  it('says which change covers a line, which part it belongs to, and how deep it is', () => {
    const virtual = { kind: 'Pod', metadata: { uid: '1', name: 'a', labels: { app: 'x' } }, spec: { subdomain: 's' } };
    const host = {
      kind: 'Pod',
      metadata: { uid: '2', name: 'b', labels: { 'vcluster.loft.sh/managed-by': 'vc' } },
      spec: { hostAliases: [{ ip: '10.0.0.1' }] },
      status: { phase: 'Running' },
    };
    const lines = alignedYaml(virtual, host, [
      { path: '/metadata/name', kind: 'rewritten', from: 'a', to: 'b', reason: '' },
      { path: '/spec/subdomain', kind: 'rewritten', from: 's', reason: '' },
      { path: '/spec/hostAliases', kind: 'rewritten', to: [], reason: '' },
    ]);
    const facts = lines.map(({ path, depth, change, part }) => [path, depth, change ?? null, part ?? '']);
    assert.deepEqual(facts, [
      ['/kind', 0, null, ''],
      ['/metadata', 0, null, ''],
      ['/metadata/name', 1, 0, ''],
      ['/metadata/labels', 1, null, ''],
      ['/metadata/labels/app', 2, null, ''],
      ['/metadata/labels/vcluster.loft.sh~1managed-by', 2, null, 'managed'],
      ['/metadata/uid', 1, null, 'managed'],
      ['/spec', 0, null, ''],
      ['/spec/hostAliases', 1, 2, ''],
      ['/spec/hostAliases/0/ip', 2, 2, ''],
      ['/spec/subdomain', 1, 1, ''],
      ['/status', 0, null, 'status'],
      ['/status/phase', 1, null, 'status'],
    ]);
  });

  it('gives back texts of every form', () => {
    const forms = [
      'a\nb',
      'a\nb\n',
      'a\n\n',
      '\na',
      ' a\nb',
      'a \n\tb\n',
      '- a\n- b',
      'a\r\nb',
      '#\n',
      '---\na',
      '\n',
      'a: |\n',
    ];
    const words = [
      '',
      ' ',
      'yes',
      'No',
      'null',
      '1',
      '1e3',
      '0x1',
      '~',
      '2020-01-01',
      '=',
      '<<',
      '.inf',
      'a:',
      'a: b',
      'a #b',
      '"q"',
      "it's",
      '[x',
      'é',
    ];
    const values = Object.fromEntries([...forms, ...words].map((text, at) => [`k${at}`, text]));
    const shown = side(alignedYaml({ data: values, list: [...forms, ...words] }, undefined, []), 'left');
    const whole = load(`${shown}\n`) as { data: Record<string, string>; list: readonly string[] };
    const safe = (text: string) => text.replaceAll('\r', '');
    assert.deepEqual(whole.data, Object.fromEntries(Object.entries(values).map(([key, text]) => [key, safe(text)])));
    assert.deepEqual(whole.list, [...forms, ...words].map(safe));
  });

  it('masks secrets and every copy of them', () => {
    const token = 'eyJhbGciOi.eyJzdWIi.c2ln';
    const applied = JSON.stringify({ kind: 'Secret', data: { password: 'aHVudGVyMg==' } });
    const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': applied };
    const secret = {
      kind: 'Secret',
      data: { password: 'aHVudGVyMg==' },
      stringData: { p: 'hunter2' },
      metadata: { annotations },
    };
    const pod = {
      kind: 'Pod',
      metadata: {
        annotations: {
          'vcluster.loft.sh/token-abcdefgh': token,
          'kubectl.kubernetes.io/last-applied-configuration': `{"vcluster.loft.sh/token-abcdefgh":"${token}"}`,
        },
      },
    };
    for (const object of [secret, pod]) {
      const lines = alignedYaml(object, object, []);
      assert.doesNotMatch(JSON.stringify(lines), /aHVudGVyMg|hunter2|eyJ/u);
      assert.equal(lines.filter(({ masked: hidden }) => hidden).length, object === secret ? 3 : 2);
    }
    const map = { kind: 'ConfigMap', data: { a: '•••••• (2 bytes)' } };
    assert.ok(alignedYaml(map, undefined, []).every(({ masked: hidden }) => hidden === undefined));
  });

  it('lets no text break, hide or reorder what is shown', () => {
    const hostile = {
      'a\u202eb': '\u202egnp.exe',
      c: '\u001b[31mred\u0007',
      'd: e': '# no comment',
      '': 'x\u2028y',
      k: '-',
    };
    const shown = side(alignedYaml({ data: hostile }, undefined, []), 'left');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    assert.doesNotMatch(shown, /[\u0000-\u0009\u000b-\u001f\u202e\u2028]/u);
    assert.equal((load(shown) as { data: Record<string, string> }).data['d: e'], '# no comment');
    assert.equal(alignedYaml(undefined, undefined, []).length, 0);
    assert.equal(alignedYaml({ metadata: null, spec: [null, [[]], [['x']]] }, {}, []).length, 5);
  });

  for (const file of readdirSync(folder).filter((name) => name.endsWith('.jsonl'))) {
    it(`shows both objects whole, with every change on its lines: ${file}`, () => {
      const rows = readFileSync(join(folder, file), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Raw);
      const { target, options } = rows[0] as unknown as { target: Target; options: RewriteOptions };
      let compared = 0;
      for (const row of rows.slice(1)) {
        const { virtual, host } = row as { virtual?: Raw; host?: Raw };
        if (!virtual || !host) {
          continue;
        }
        compared += 1;
        const kind = String(virtual['kind']);
        const { changes } = explain(virtual, host, target, options);
        const lines = alignedYaml(virtual, host, changes);
        assert.deepEqual(load(side(lines, 'left'), { schema: FAILSAFE_SCHEMA }), plain(masked(virtual, kind)));
        assert.deepEqual(load(side(lines, 'right'), { schema: FAILSAFE_SCHEMA }), plain(masked(host, kind)));
        const covered = new Set(lines.flatMap(({ change }) => change ?? []));
        // What only the syncer would write stands on neither side.
        const missing = changes.filter(({ from, to }, index) => !covered.has(index) && (from ?? to) !== undefined);
        assert.deepEqual(missing, []);
      }
      assert.ok(compared > 5, `${compared} pairs`);
    });
  }

  it('takes less than 200 ms for objects of 1 MB', () => {
    const env = Array.from({ length: 9000 }, (_, at) => ({ name: `VARIABLE_${at}`, value: `the value: ${at}` }));
    const pod = (name: string, more: object[]) => ({
      kind: 'Pod',
      metadata: { name, annotations: { big: 'line of text\n'.repeat(20_000) } },
      spec: { containers: [{ name: 'main', env: [...more, ...env] }] },
    });
    const [virtual, host] = [pod('a', []), pod('b', [{ name: 'K', value: 'v' }])];
    assert.ok(JSON.stringify(virtual).length > 700_000);
    const took = cpuMs(() => assert.ok(alignedYaml(virtual, host, []).length > 38_000));
    assert.ok(took < 200, `${took} ms`);
  });
});
