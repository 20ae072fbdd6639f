import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parse } from 'yaml';
import { parseConfig } from '../../../../src/core/config/document.ts';
import { fixAll, fixesOf } from '../../../../src/core/config/rules/fixes.ts';
import { minorOf, validateRules } from '../../../../src/core/config/rules/rules.ts';
import { validateConfig } from '../../../../src/core/config/validate.ts';

const folder = new URL('../../../fixtures/config/right/', import.meta.url);
const right = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));
const cases = parse(readFileSync(new URL('../rule-cases.yaml', folder), 'utf8')) as readonly {
  readonly bad: Readonly<Record<string, unknown>>;
  readonly version?: string;
}[];
const versions = ['0.36.1', '0.31.0', '0.24.0', '0.20.0', '0.19.10', '0.14.2', '1.2.3', 'latest', undefined];

function checked(text: string, version?: string): number {
  const findings = validateConfig(text, version === undefined ? {} : { version });
  const document = parseConfig(text);
  for (const finding of findings) {
    ok(finding.line >= 0 && finding.endLine === finding.line && finding.endCharacter >= finding.character);
  }
  for (const finding of findings.slice(0, 3)) {
    fixesOf(document, finding);
  }
  return findings.length;
}

describe('Rules and half a file', () => {
  it('say something of every prefix and never fail', () => {
    for (const text of right) {
      for (let length = 0; length < text.length; length += 97) {
        ok(checked(text.slice(0, length)) < 30);
      }
    }
  });

  it('take anything in any version', () => {
    for (const { bad } of cases) {
      for (const text of Object.keys(bad)) {
        for (const version of versions) {
          checked(text, version);
        }
      }
    }
    for (const text of [
      '',
      '\ufeff',
      '---\n---\n',
      '- a',
      'a',
      '{{ x }}',
      '*x',
      '? [a]: b',
      'a: *a',
      'sync: 1\ncontrolPlane: []',
      '\t',
    ]) {
      checked(text);
      strictEqual(fixAll(parseConfig(text), validateConfig(text)).length >= 0, true);
    }
  });

  it('take values of any type anywhere', () => {
    const paths = cases.flatMap(({ bad, version }) => Object.keys(bad).map((text) => ({ text, version })));
    const odd = fc.constantFrom<unknown>(null, true, 0, -1, 1.5, '', 'a', '{{ x }}', [], [null], [[]], {}, { a: null });
    fc.assert(
      fc.property(fc.constantFrom(...paths), odd, fc.nat(), ({ text, version }, value, seed) => {
        const document = parseConfig(text);
        const spots: (readonly [Record<string | number, unknown>, string | number])[] = [];
        const walk = (at: unknown): void => {
          if (typeof at === 'object' && at !== null) {
            for (const key of Object.keys(at)) {
              spots.push([at as Record<string, unknown>, key]);
              walk((at as Record<string, unknown>)[key]);
            }
          }
        };
        const copy: unknown = JSON.parse(JSON.stringify(document.value));
        walk(copy);
        const spot = spots[seed % Math.max(1, spots.length)];
        if (spot !== undefined) {
          spot[0][spot[1]] = value;
        }
        checked(JSON.stringify(copy), version);
      }),
      { numRuns: 200 },
    );
  });

  it('take no long time over long texts', () => {
    const long = (piece: string): string => JSON.stringify(`${piece.repeat(100_000)}!`);
    const start = performance.now();
    for (const piece of ['1', 'a.', 'a/', 'a-', ':', ' ', '$\u007b', '[', '1,', 'a=b,']) {
      checked(`sleep: {auto: {afterInactivity: ${long(piece)}, schedule: ${long(piece)}, timezone: ${long(piece)}}}`);
      checked(`sync: {toHost: {namespaces: {enabled: true, mappings: {byName: {a: ${long(piece)}}}}}}`);
      checked(`sync: {toHost: {pods: {enforceTolerations: [${long(piece)}]}}}`);
      checked(`networking: {podCIDR: ${long(piece)}, replicateServices: {toHost: [{from: ${long(piece)}, to: b}]}}`);
      checked(`sync: {nodes: {enabled: true, nodeSelector: ${long(piece)}}}`, '0.14.2');
    }
    // Minutes without limits; the machine may be busy.
    ok(performance.now() - start < 15_000);
  }).timeout(30_000);

  it('are few where very much is wrong', () => {
    const items = Array.from({ length: 2_000 }, (_, index) => `      - {from: a${index}, to: b}`);
    const text = ['networking:', '  replicateServices:', '    toHost:', ...items].join('\n');
    ok(validateConfig(text).length <= 200);
  });

  it('are said in the order of their places, each once', () => {
    for (const { bad, version } of cases) {
      for (const text of Object.keys(bad)) {
        const findings = validateConfig(text, version === undefined ? {} : { version });
        const ids = findings.map(({ line, character, code, message }) => `${line}:${character}:${code}:${message}`);
        strictEqual(new Set(ids).size, ids.length);
        deepStrictEqual(
          findings,
          findings.toSorted((a, b) => a.line - b.line || a.character - b.character),
        );
      }
    }
  });

  it('take no notice of what a template fills in', () => {
    const text = right.find((one) => one.includes('{{ .Values.replicas }}')) ?? '';
    deepStrictEqual(validateRules(parseConfig(text)), []);
  });

  it('are for the newest version where none is known', () => {
    deepStrictEqual(
      ['0.36.1', 'v0.14', undefined, 'main', '0.0.1', '0.37.0-rc.1'].map(minorOf),
      [36, 14, 36, 36, 36, 37],
    );
  });

  it('say once that a chart does not have a key', () => {
    const findings = validateConfig('enableHA: true', { version: '0.14.2', distro: 'k0s' });
    deepStrictEqual(
      findings.map(({ code }) => code),
      ['old-availability-ignored'],
    );
  });

  it('are for the format that the structure is for, whatever the version', () => {
    const text = `sync: {toHost: {volumeSnapshots: {enabled: true}}}
deploy: {csi: {kubeVirt: {enabled: true}}}
controlPlane: {statefulSet: {env: [{name: LOFT_LOG_FILE, value: x}]}}`;
    for (const version of ['0.38.0', '1.0.0', ' 0.36.0 ', '0.36.1+k8s', '99']) {
      deepStrictEqual(validateConfig(text, { version }), validateConfig(text, { version: '0.36.1' }), version);
    }
    deepStrictEqual(validateConfig(text, { version: ' v0.14.2\n' }), validateConfig(text, { version: '0.14.2' }));
  });
});
