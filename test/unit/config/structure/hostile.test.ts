import assert from 'node:assert/strict';
import { parseConfig } from '../../../../src/core/config/document.ts';
import type { Finding } from '../../../../src/core/config/finding.ts';
import { validateStructure } from '../../../../src/core/config/structure/validate.ts';
import { validateDocument } from '../../../../src/core/config/validate.ts';

function check(text: string, version?: string): readonly Finding[] {
  const found = validateStructure(parseConfig(text), version === undefined ? {} : { version });
  const lines = text.replace(/^\ufeff/u, '').split('\n');
  for (const { line, character, endLine, endCharacter } of found) {
    const inside = line >= 0 && line < Math.max(1, lines.length) && character >= 0 && endCharacter >= character;
    assert.ok(inside && endLine === line && endCharacter <= (lines[line]?.length ?? 0) + 1, 'a place in the text');
  }
  return found;
}

/** How much of a processor something takes, in milliseconds; the best of some runs. What else the machine does counts little. */
function time(run: () => void, runs: number): number {
  const taken = Array.from({ length: runs }, () => {
    const start = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1_000;
  });
  return Math.min(...taken);
}

const sample = `# My cluster
controlPlane:
  distro:
    k8s: { enabled: true, version: "v1.35.0" }
  backingStore:
    etcd:
      deploy: &etcd
        enabled: true
  coredns:
    overwriteConfig: |
      .:53 {
        errors
      }
  statefulSet:
    image: { repository: 'loft-sh/vcluster-oss' }
    persistence:
      addVolumes:
        - name: "a"
          emptyDir: {}
sync:
  toHost:
    customResources:
      certificates.cert-manager.io:
        enabled: true
        patches:
          - path: spec.secretName
            expression: '"x-" + value'
  fromHost:
    configMaps: { enabled: true, mappings: { byName: { "a/*": "b/*", "": c } } }
networking:
  replicateServices:
    toHost: [{ from: a/b, to: c }]
`;

describe('hostile and half-typed files', () => {
  it('says little about each prefix of a right file, and nothing about the whole', () => {
    assert.deepEqual(check(sample), []);
    for (let length = 0; length <= sample.length; length += 1) {
      const found = check(sample.slice(0, length));
      assert.ok(found.length <= 3, `${length}: ${JSON.stringify(found.map(({ code, line }) => [line, code]))}`);
    }
  });

  it('takes in any bytes', () => {
    for (const text of [
      '\0\0',
      '%YAML 9.9\n---\na: 1',
      '<html>&amp;</html>',
      '{"a":',
      '\u2028: \ud800',
      '!!binary x: y',
      '&a *a',
      '? [a]\n: b',
      '%',
      '`',
      '@',
      '---\n...\n---',
      '!<!>: x',
    ]) {
      check(text);
    }
    let seed = 7;
    const letters = 'sync:\n  -[]{}"\'&*!|>#%@`,?\t{{}}aZ0\u00e9<<';
    for (let round = 0; round < 300; round += 1) {
      const text = Array.from({ length: 80 }, () => {
        seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
        return letters[seed % letters.length];
      }).join('');
      check(text);
    }
  });

  it('survives deep nesting and alias bombs in a short time', () => {
    check('['.repeat(20_000));
    check(Array.from({ length: 3_000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'));
    const bomb = Array.from(
      { length: 40 },
      (_, i) =>
        `a${i}: &a${i} [${
          i === 0
            ? 'x'
            : Array(9)
                .fill(`*a${i - 1}`)
                .join(', ')
        }]`,
    );
    const text = `global: { ${bomb.join(', ')} }\ncontrolPlane: { proxy: { extraSANs: *a39 } }\n`;
    assert.ok(time(() => check(text), 1) < 2_000);
    assert.ok(time(() => JSON.stringify(parseConfig(text).value), 1) < 2_000);
    check('sync: &a { toHost: *a }');
    check('sync: &a\n  <<: *a\n  toHost: {}');
  }).timeout(20_000);

  it('gives no flood', () => {
    const text = Array.from({ length: 2_000 }, (_, i) => `unknown${i}: 1\n`).join('');
    const found = check(text);
    assert.equal(found.length, 101);
    assert.equal(found.at(-1)?.code, 'more-findings');
  });

  it('checks what is not a template, and no more', () => {
    const text = [
      'controlPlane:',
      '  statefulSet:',
      '    highAvailability: { replicas: {{ .Values.replicas }} }',
      '    image: {{ toJson .Values.image }}',
      '    labels:',
      '      {{- toYaml .Values.labels | nindent 6 }}',
      '    {{- if .Values.x }}',
      '    env: {{ .Values.env',
      '      | toJson }}',
      '    {{- end }}',
      '  proxy: { port: "{{ .Values.port }}" }',
      '  service:',
      `    kubeletNodePort: \${PORT}`,
      'experimental:',
      '  deploy:',
      '    vcluster:',
      '      manifestsTemplate: |',
      '        a: {{ .Release.Name }}',
      '        {{- if x }}',
    ].join('\n');
    assert.deepEqual(
      check(text).filter(({ code }) => code !== 'empty-value'),
      [],
    );
    const wrong = check(`${text}\ntelemetri: {}\n`);
    assert.deepEqual(
      wrong.map(({ line, code }) => [line, code]),
      [[19, 'unknown-key']],
    );
    // In a block scalar a template is a text like any other.
    assert.equal(parseConfig('experimental: { deploy: {} }\na: |\n  {{ b }}\n').templated, false);
  });

  it('checks what stands below a template without an end', () => {
    const text = 'controlPlane:\n  proxy: {{ .Values.proxy\n  ingress: {{ .Values.a }}\ntelemetri: {}\n';
    assert.deepEqual(
      check(text).map(({ line, character, code }) => [line, character, code]),
      [
        [1, 9, 'yaml-template'],
        [3, 0, 'unknown-key'],
      ],
    );
  });

  it('takes no long time to say that nearly everything is wrong', () => {
    const lines = (line: (i: number) => string): string => Array.from({ length: 30_000 }, (_, i) => line(i)).join('\n');
    const documents = [lines((i) => `telemetry${i}: {}`), lines((i) => `a${i}: *b`), lines((i) => `a${i}: {{ b`)].map(
      parseConfig,
    );
    for (const document of documents) {
      assert.ok(time(() => validateDocument(document), 2) < 1_500);
      assert.ok(time(() => validateDocument(document, { version: '0.14.2' }), 2) < 1_500);
    }
  }).timeout(60_000);

  it('is fast for 2,000 lines, and for 50,000 lines and 1 MB fast enough', () => {
    const item = (i: number): string =>
      `    c${i}.example.io:\n      enabled: true\n      patches:\n      - path: a.b\n        expression: "'${i}'"\n`;
    const file = (items: number): string =>
      `sync:\n  toHost:\n   customResources:\n${Array.from({ length: items }, (_, i) => item(i)).join('')}`;
    const usual = file(400);
    const large = file(10_000);
    assert.ok(large.length > 1_000_000 && large.split('\n').length > 50_000);
    assert.deepEqual(check(usual), []);
    assert.ok(time(() => check(usual), 8) < 150);
    assert.ok(time(() => check(large), 1) < 8_000);
  }).timeout(30_000);
});
