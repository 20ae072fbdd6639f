import assert from 'node:assert/strict';
import fc from 'fast-check';
import { OperationError } from '../../../../src/core/base/operationError.ts';
import { convertConfig, convertDocument } from '../../../../src/core/config/migration/conversion.ts';
import { recogniseDistro } from '../../../../src/core/config/migration/recogniseDistro.ts';
import { migrateVersion } from '../../../../src/core/config/migration/versionMigration.ts';
import { configFixture } from '../schema/csv.ts';
import { dataOf, problemsOf } from './checks.ts';

const options = { distro: 'k3s' } as const;

/** Does all that can be done with a text; anything but a sentence for the user is a fault. */
function tryAll(text: string): void {
  for (const attempt of [
    () => convertConfig(text, options),
    () => convertConfig(text, { distro: 'k8s', version: '0.24.0' }),
    () => migrateVersion(text, { from: '0.20.0', to: '0.36.1' }),
    () => recogniseDistro(text),
  ]) {
    try {
      attempt();
    } catch (error) {
      assert.ok(OperationError.is(error, 'invalid'), String((error as Error).stack));
      assert.ok((error as Error).message.length < 300);
    }
  }
}

function nested(depth: number, open: string, close: string): string {
  return `syncer: ${open.repeat(depth)}${close.repeat(depth)}`;
}

describe('a file that is no friend', () => {
  const old = configFixture('migration/k3s-comments.old.yaml');

  it('may end anywhere', function () {
    this.timeout(60_000);
    for (let end = 0; end < old.length; end += 11) {
      tryAll(old.slice(0, end));
    }
  });

  it('may be anything', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 60 }),
          fc.string({ unit: fc.constantFrom(...'{}[]:-|>&*!#%@`"\'? \n\tab{{}}~<') }),
        ),
        tryAll,
      ),
      { seed: 7, numRuns: 500 },
    );
  });

  for (const [name, text] of Object.entries({
    nothing: '',
    'a comment': '# nothing\n',
    'a list': '- a\n',
    'a text': 'hello',
    'several documents': 'syncer:\n  replicas: 1\n---\nsyncer: 5\n...\n%YAML 1.1\n---\n',
    tabs: 'syncer:\n\treplicas: 3\n',
    'equal keys': 'syncer: {replicas: 2}\nsyncer: {replicas: 3}\n',
    prototypes: '__proto__: {a: 1}\nconstructor: 1\nsyncer: {__proto__: {b: 1}, toString: 2}\nlabels: {__proto__: x}\n',
    'an alias of itself': 'syncer: &a\n  env: *a\n',
    'an alias of nothing': 'syncer: *nothing\n',
    'nested maps': nested(5000, '{a: ', '}'),
    'nested lists': nested(20_000, '[', ']'),
    'nested to the eye': `syncer:\n${Array.from({ length: 400 }, (_, i) => `${' '.repeat(i + 1)}a:`).join('\n')}`,
    'numbers as keys': '1: 2\nnull: 3\ntrue: 4\n? {a: b}\n: c\n',
    'tags of the language': 'syncer: !!js/function "x"\nlabels: !!set {a, b}\nvolumes: !!omap [a: b]\n',
  })) {
    it(`may hold ${name}`, () => tryAll(text));
  }

  it('may be an alias bomb, and says so soon', () => {
    const levels = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]`);
    const text = `a0: &a0 [x]\n${levels.join('\n')}\nplugin: {p: *a30}\ntolerations: *a30\n`;
    const start = performance.now();
    tryAll(text);
    assert.ok(performance.now() - start < 5000);
  });

  it('may be large', function () {
    this.timeout(60_000);
    const many = (line: (i: number) => string): string => Array.from({ length: 20_000 }, (_, i) => line(i)).join('');
    const labels = convertConfig(`labels:\n${many((i) => `  key${i}: "v" # ${i}\n`)}`, options);
    assert.ok(labels.text.includes('key19999: "v" # 19999'));
    const plugins = convertConfig(`plugin:\n${many((i) => `  key${i}: {image: a}\n`)}`, options);
    assert.equal(plugins.notes.length, 20_001);
    const flags = convertConfig(`syncer:\n  extraArgs:\n${many((i) => `    - --translate-image=a${i}=b\n`)}`, options);
    assert.equal(flags.notes.length, 20_001);
  });

  it('tells where it is broken, and quotes nothing of it', () => {
    assert.throws(
      () => convertConfig('syncer:\n  env: [\n  secret', options),
      ({ message }: Error) => /line 3/u.test(message) && !message.includes('secret'),
    );
  });

  it('keeps its line ends', () => {
    const { text } = convertConfig('\ufeff# head\r\n\r\nlabels:\r\n  # one\r\n  a: b # two\r\n', options);
    assert.ok(text.startsWith('# head\r\n\r\n'), JSON.stringify(text));
    assert.doesNotMatch(text, /[^\r]\n/u);
    assert.match(text, /# one\r\n +a: b # two\r\n/u);
  });

  it('keeps templates where they can stay, and tells where they cannot', () => {
    const text =
      '{{- if .Values.big }}\nsyncer:\n  replicas: {{ .Values.n }}\n{{- end }}\nlabels:\n  team: {{ .Values.team | quote }}\n';
    const { text: made, notes } = convertDocument(text, { distro: 'k8s' });
    assert.match(made, /replicas: \{\{ \.Values\.n \}\}/u);
    assert.match(made, /team: \{\{ \.Values\.team \| quote \}\}/u);
    const lost = notes.filter(({ kind, path }) => kind === 'unsupported' && path === '').map(({ range }) => range.line);
    assert.deepEqual(lost, [0, 3]);
    assert.deepEqual(problemsOf(made, '0.36.1'), []);
  });

  it('has its aliases written out', () => {
    const text = 'x: &x\n  a: b\nlabels: *x\nannotations:\n  <<: *x\n  c: d\n';
    const { text: made } = convertConfig(text, options);
    const { controlPlane } = dataOf(made) as {
      controlPlane: { statefulSet: { labels: unknown; annotations: unknown } };
    };
    assert.deepEqual(controlPlane.statefulSet.labels, { a: 'b' });
    assert.deepEqual(controlPlane.statefulSet.annotations, { a: 'b', c: 'd' });
  });
});
