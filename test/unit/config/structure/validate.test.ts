import assert from 'node:assert/strict';
import { parseConfig } from '../../../../src/core/config/document.ts';
import type { Finding } from '../../../../src/core/config/finding.ts';
import { type StructureOptions, validateStructure } from '../../../../src/core/config/structure/validate.ts';
import { configFixture } from '../schema/csv.ts';

function check(text: string, options?: StructureOptions): readonly Finding[] {
  return validateStructure(parseConfig(text), options);
}

/** A finding in short: its line, the text that it marks, severity and code. */
function short(text: string, options?: StructureOptions): readonly string[] {
  const lines = text.replace(/^\ufeff/u, '').split('\n');
  return check(text, options).map(({ line, character, endLine, endCharacter, severity, code }) => {
    assert.equal(line, endLine, 'one line');
    return `${line} ${lines[line]?.slice(character, endCharacter)} ${severity} ${code}`;
  });
}

describe('validateStructure', () => {
  it('says nothing of a right file, whichever line ends it has', () => {
    const text = [
      'controlPlane:',
      '  statefulSet:',
      '    image: { registry: ghcr.io, repository: loft-sh/vcluster-oss }',
      '    highAvailability: { replicas: 1 }',
      '  backingStore: &store',
      '    etcd: { deploy: { enabled: yes } }',
      'sync:',
      '  toHost:',
      '    ingresses: { enabled: on, patches: [{ path: metadata.name, labels: {} }] }',
      '    customResources: { certificates.cert-manager.io: { enabled: true } }',
      'plugins: { mine: { image: a/b:c, config: { anything: [1, no] } } }',
      'policies: { podSecurityStandard: "", resourceQuota: { enabled: auto, quota: { requests.cpu: null } } }',
      '',
    ];
    assert.deepEqual(check(text.join('\n')), []);
    assert.deepEqual(check(text.join('\r\n')), []);
    assert.deepEqual(check(`\ufeff${text.join('\n')}`), []);
    assert.deepEqual(check(''), []);
    assert.deepEqual(check('# only a comment\n---\n'), []);
  });

  const cases: readonly (readonly [string, string, string, StructureOptions?])[] = [
    ['a typo', 'sync:\n  toHots: {}', '1 toHots error unknown-key'],
    ['wrong case', 'controlPlane:\n  statefulset: {}', '1 statefulset error unknown-key'],
    ['a key that is elsewhere', 'backingStore: {}', '0 backingStore error unknown-key'],
    ['a removed key', 'sleepMode: { enabled: true }', '0 sleepMode error removed-key'],
    ['a later key', 'sleep: { auto: {} }', '0 sleep error later-key', { version: '0.30.1' }],
    ['a list for a map', 'sync:\n- toHost', '0 sync error wrong-type'],
    ['a map for a list', 'networking: { resolveDNS: { a: b } }', '0 resolveDNS error wrong-type'],
    ['a text for a list', 'controlPlane: { proxy: { extraSANs: a.b } }', '0 a.b error wrong-type'],
    ['an image in one text', 'controlPlane: { statefulSet: { image: "a/b:c" } }', '0 "a/b:c" error wrong-type'],
    ['a colon without a space', 'sync:\n  toHost:\n    pods:\n      enabled:true', '3 enabled:true error wrong-type'],
    ['an open quote in a block', 'networking:\n  podCIDR: "10\n  serviceCIDR: a\n\n', '2 a error yaml-syntax'],
    ['a number for a text', 'exportKubeConfig: { context: 12 }', '0 12 error wrong-type'],
    ['a word for a text', 'exportKubeConfig: { context: no }', '0 no error boolean-word'],
    ['a text for a number', 'controlPlane: { proxy: { port: "8443" } }', '0 "8443" error wrong-type'],
    ['a fraction', 'controlPlane: { proxy: { port: 84.5 } }', '0 84.5 error wrong-type'],
    ['a text for a switch', 'sync: { toHost: { pods: { enabled: "true" } } }', '0 "true" error wrong-type'],
    ['a refused value', 'policies: { podSecurityStandard: Baseline }', '0 Baseline error unknown-value'],
    [
      'a refused item',
      'experimental: { denyProxyRequests: [{ rules: [{ operations: [get, list] }] }] }',
      '0 list error unknown-value',
    ],
    ['a useless value', 'logging: { encoding: xml }', '0 xml warning unknown-value'],
    ['a misspelt auto', 'rbac: { clusterRole: { enabled: Auto } }', '0 Auto warning unknown-value'],
    [
      'what must be there',
      'sync:\n  fromHost:\n    customResources:\n      a.b.io: { enabled: true }',
      '3 a.b.io error missing-key',
    ],
    ['an empty section', 'controlPlane:\n  coredns:', '1 coredns error empty-section'],
    ['a template without an end', 'sync: {{ .Values.sync\n', '0 {{ error yaml-template'],
    ['an opening of a template alone', '{{{', '0 {{ error yaml-template'],
    [
      'a key that a new version may have',
      'deploy: { stacks: [] }',
      '0 stacks information unknown-key',
      { version: '0.38.0' },
    ],
    ['a typo in a new version', 'telemetri: {}', '0 telemetri error unknown-key', { version: '1.2.0' }],
    ['an empty value', 'networking:\n  podCIDR:', '1 podCIDR warning empty-value'],
    [
      'keys where none may be',
      'sync: { toHost: { pods: { patches: [{ path: a, labels: { b: c } }] } } }',
      '0 b error unknown-key',
    ],
    ['equal keys', 'sync: {}\nsync: {}', '1 sync error duplicate-key'],
    ['equal keys in what is free', 'plugins: { a: { config: { b: 1, b: 2 } } }', '0 b error duplicate-key'],
    ['a word as a key', 'controlPlane: { statefulSet: { labels: { on: a } } }', '0 on warning boolean-word'],
    ['an alias of nothing', 'networking: { resolveDNS: [{ hostname: *.a }] }', '0 *.a error yaml-alias'],
    ['tabs', 'sync:\n\ttoHost: {}', '1 \t error yaml-tab'],
    ['an open quote', 'exportKubeConfig: { context: "a }', '0 } error yaml-syntax'],
    ['another document', 'sync: {}\n---\nsync: {}', '2 sync: {} warning further-document'],
    ['no map', '- sync', '0 - sync error wrong-type'],
    ['a text', 'sync', '0 sync error wrong-type'],
    ['an old key', 'syncer: {}', '0 syncer error unknown-key'],
    ['an old typo', 'synccer: {}', '0 synccer warning unknown-key', { version: '0.14.2' }],
    [
      'a key of another old chart',
      'enableHA: true',
      '0 enableHA information other-chart-key',
      { version: '0.14.2', distro: 'k0s' },
    ],
    ['a later old key', 'telemetry: {}', '0 telemetry warning later-key', { version: '0.14.2' }],
    ['an old removed key', 'hostpathMapper: {}', '0 hostpathMapper warning removed-key', { version: '0.19.0' }],
    [
      'an old text for a switch',
      'isolation: { enabled: "false" }',
      '0 "false" warning wrong-type',
      { version: '0.14.2' },
    ],
    ['a word for an old number', 'replicas: many', '0 many warning wrong-type', { version: '0.14.2' }],
    [
      'an old map for a list',
      'mapServices: { fromHost: { a: b } }',
      '0 fromHost warning wrong-type',
      { version: '0.14.2' },
    ],
  ];
  for (const [name, text, expected, options] of cases) {
    it(`finds ${name}, and nothing else`, () => {
      assert.deepEqual(short(text, options), [expected]);
    });
  }

  it('lets null take a default away', () => {
    const text = [
      'policies: { resourceQuota: { quota: { requests.cpu: null, count/pods: ~ } } }',
      'controlPlane: { ingress: { annotations: { a: null }, pathType: Null } }',
    ];
    assert.deepEqual(short(text.join('\n')), []);
    assert.deepEqual(short('controlPlane: { coredns: null }'), ['0 coredns error empty-section']);
  });

  it('takes an empty text for an empty map, as the old charts do', () => {
    assert.deepEqual(short('coredns: { resources: "" }\ninit: { helm: "" }', { version: '0.14.2' }), []);
    assert.deepEqual(short('coredns: { resources: big }', { version: '0.14.2' }).length, 1);
  });

  it('knows what was meant', () => {
    const meant = (text: string, options?: StructureOptions): unknown => check(text, options)[0]?.data?.candidates;
    assert.deepEqual(meant('controlPlain: {}'), ['controlPlane']);
    assert.deepEqual(meant('controlPlane: { backingstore: {} }'), ['backingStore']);
    assert.deepEqual(meant('policies: { podSecurityStandard: Restricted }'), ['restricted']);
    assert.deepEqual(meant('exportKubeConfig: { context: 1.10 }'), ['"1.10"']);
    assert.deepEqual(meant('controlPlane: { proxy: { port: "8443" } }'), ['8443']);
    assert.deepEqual(meant('sync: enabled:true'), ['enabled: true']);
    assert.deepEqual(meant('xyz: {}'), []);
    assert.equal(check('backingStore: {}')[0]?.data?.['elsewhere'], 'controlPlane.backingStore');
  });

  it('follows keys that were renamed more than once', () => {
    const successor = (version: string): unknown =>
      check('experimental: { sleepMode: {} }', { version })[0]?.data?.['successor'];
    assert.equal(successor('0.36.1'), 'sleep.auto');
    assert.equal(successor('0.26.0'), 'sleepMode');
    assert.deepEqual(check('experimental: { sleepMode: {} }', { version: '0.23.0' }), []);
  });

  it('follows aliases and merges', () => {
    assert.deepEqual(short('plugins: { a: { config: &c { enabled: 1 } } }\nsync: { toHost: { pods: *c } }'), [
      '0 1 error wrong-type',
    ]);
    assert.deepEqual(check('global: &g { enabled: true }\nsync: { toHost: { pods: { <<: *g, enabled: false } } }'), []);
  });

  it('lets keys be where more of them were read than the schema had', () => {
    const text = 'external: { platform: { autoSleep: { afterInactivity: 3600 }, project: default } }';
    assert.deepEqual(check(text, { version: '0.28.0' }), []);
    assert.deepEqual(check('external: { anything: 1 }', { version: '0.20.0' }), []);
    assert.equal(check(text).length, 1);
  });

  it('takes old values as the charts do', () => {
    const text = 'enableHA: false\nsyncer: { extraArgs: [--a] }\nisolation: { namespace: }\nreplicas: "2"\n';
    assert.deepEqual(check(text, { version: '0.14.2' }), []);
  });

  it('checks a version that nobody knows as the newest', () => {
    for (const version of ['0.99.0', 'main', '1.2.3', '0.0.1', '']) {
      assert.deepEqual(check('sleep: { auto: { afterInactivity: 1h } }', { version }), []);
    }
  });

  it('agrees with what the real decoder and the schema of 0.36 said', () => {
    // Decoded, but refused by the chart's own schema: a number for a text, and a pool without its provider.
    const schemaOnly = [
      'networking: {advanced: {clusterDomain: 12}}',
      'privateNodes: {enabled: false, autoNodes: [{static: []}]}',
    ];
    const lines = configFixture('semantic-vectors.jsonl').trimEnd().split('\n');
    for (const line of lines) {
      const { yaml, strictDecodeError, validateError, platformErrors } = JSON.parse(line) as {
        readonly yaml: string;
        readonly strictDecodeError: string | null;
        readonly validateError: string | null;
        readonly platformErrors: readonly string[];
      };
      const errors = check(yaml).filter(({ severity }) => severity === 'error');
      if (strictDecodeError?.includes('unknown field')) {
        assert.equal(errors.length, 1, yaml);
      } else if (validateError === null && platformErrors.length === 0) {
        assert.equal(errors.length > 0, schemaOnly.includes(yaml), yaml);
      }
    }
  });
});
