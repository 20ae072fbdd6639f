import assert from 'node:assert/strict';
import { stringify } from 'yaml';
import { migrateVersion, migrateVersionDocument } from '../../../../src/core/config/migration/versionMigration.ts';
import { configFixture, csvRows } from '../schema/csv.ts';
import { dataOf, problemsOf } from './checks.ts';

/** A value of a type, in the tables' own words. */
function sample(path: string, type: string): unknown {
  if (/afterInactivity$/u.test(path)) {
    return '1h';
  }
  if (/schedule$/u.test(path)) {
    return '0 7 * * 1-5';
  }
  if (/timeZone$/u.test(path)) {
    return 'Europe/Berlin';
  }
  switch (type) {
    case 'boolean':
    case 'string|boolean':
      return true;
    case 'integer':
      return 2;
    case 'array<string>':
      return ['a'];
    case 'map<string>':
      return { a: 'b' };
    case 'object':
    case 'object(open)':
      return {};
    default:
      return type.startsWith('array') ? [] : 'a';
  }
}

/** A file with one key, in whatever lists and maps that takes. */
function fileWith(path: string, type: string): string {
  const value = path.split('.').reduceRight<unknown>(
    (inner, step) => {
      const key = step === '*' ? 'any' : step;
      return key.endsWith('[]') ? { [key.slice(0, -2)]: [inner] } : { [key]: inner };
    },
    sample(path, type),
  );
  return stringify(value, { version: '1.1' });
}

const plain = (version: string | undefined): string => (version ?? '').replace(/^v/u, '');

const gone = csvRows('schema-paths.csv').filter((row) => row['in_v0.36.1'] !== 'yes' && row['gone_after'] !== '');

describe('every key that a version of vcluster.yaml has lost', () => {
  it('finds its place, or is said to have none', function () {
    this.timeout(60_000);
    assert.ok(gone.length > 150, `${gone.length} keys in the table`);
    const faults = gone.flatMap((row) => {
      const file = fileWith(row['path'] ?? '', row['type'] ?? '');
      const { text, notes } = migrateVersion(file, { from: plain(row['gone_after']), to: '0.36.1' });
      const said = notes.length > 0 && notes.every(({ kind }) => kind !== 'unchanged');
      return [
        // What a pool needs beside the one key is not there before either.
        ...problemsOf(text, '0.36.1')
          .filter((problem) => !/must have required property|^missing-key/u.test(problem))
          .map((problem) => `${row['path']}: ${problem}`),
        ...(said ? [] : [`${row['path']}: nothing is said about it`]),
      ];
    });
    assert.deepEqual(faults, []);
  });
});

describe('migrateVersion', () => {
  const step = { from: '0.24.0', to: '0.36.1' };

  it('leaves a file that needs nothing as it is, to the letter', () => {
    const text = '\ufeffsync:   {toHost: {ingresses: {enabled: yes}}}   # so\r\n\r\n\r\n';
    const made = migrateVersion(text, step);
    assert.equal(made.text, text.slice(1));
    assert.deepEqual(
      made.notes.map(({ kind }) => kind),
      ['unchanged'],
    );
  });

  it('gives the place of each key in the old text', () => {
    const { notes } = migrateVersionDocument('a: 1\nserviceCIDR: 10.0.0.0/8\n', step);
    assert.deepEqual(
      notes.map(({ path, kind, range }) => ({ path, kind, range })),
      [{ path: 'serviceCIDR', kind: 'moved', range: { line: 1, character: 0, endLine: 1, endCharacter: 11 } }],
    );
  });

  it('does only what the newer version asks for', () => {
    const text = 'sleepMode:\n  enabled: true\n  autoSleep:\n    afterInactivity: 1h\nserviceCIDR: a\n';
    const { text: made } = migrateVersion(text, { from: '0.24.0', to: '0.30.0' });
    assert.deepEqual(dataOf(made), {
      sleepMode: { enabled: true, autoSleep: { afterInactivity: '1h' } },
      networking: { serviceCIDR: 'a' },
    });
  });

  it('takes to k8s what k3s was told for it, and where its state is', () => {
    const k3s = {
      enabled: true,
      env: [
        { name: 'K3S_DATASTORE_ENDPOINT', value: 'mysql://db' },
        { name: 'K3S_OTHER', value: 'x' },
        { name: 'TZ', value: 'UTC' },
      ],
      extraArgs: [
        '--kube-apiserver-arg=audit-log-path=/a',
        '--service-cidr',
        '10.9.0.0/16',
        '--tls-san=a.example.com',
        '--disable=traefik',
        '--node-taint=a',
      ],
    };
    const { text, notes } = migrateVersion(stringify({ controlPlane: { distro: { k3s } } }), step);
    assert.deepEqual(dataOf(text), {
      controlPlane: {
        distro: {
          k8s: {
            enabled: true,
            env: [{ name: 'TZ', value: 'UTC' }],
            apiServer: { extraArgs: ['--audit-log-path=/a'] },
          },
        },
        backingStore: { database: { external: { enabled: true, dataSource: 'mysql://db' } } },
        proxy: { extraSANs: ['a.example.com'] },
      },
      networking: { serviceCIDR: '10.9.0.0/16' },
    });
    const kinds = new Map(notes.map(({ path, kind }) => [path.replace('controlPlane.distro.k3s', ''), kind]));
    assert.equal(kinds.get('.env[0]'), 'changed');
    assert.equal(kinds.get('.env[1]'), 'unsupported');
    assert.equal(kinds.get('.extraArgs[0]'), 'moved');
    assert.equal(kinds.get('.extraArgs[4]'), 'dropped');
    assert.equal(kinds.get('.extraArgs[5]'), 'unsupported');
    assert.deepEqual(problemsOf(text, '0.36.1'), []);
  });

  it('opens a network policy once, on the way over 0.31', () => {
    const file = stringify({
      controlPlane: { service: { spec: { type: 'LoadBalancer' } } },
      policies: { networkPolicy: { enabled: true } },
    });
    const { text, notes } = migrateVersion(file, step);
    assert.deepEqual((dataOf(text) as { policies: unknown }).policies, {
      networkPolicy: { enabled: true, controlPlane: { ingress: [{ ports: [{ port: 8443, protocol: 'TCP' }] }] } },
    });
    assert.deepEqual(
      notes.map(({ path, kind }) => [path, kind]),
      [['policies.networkPolicy.enabled', 'changed']],
    );
    for (const other of [
      { from: '0.24.0', to: '0.30.0' },
      { from: '0.31.0', to: '0.36.1' },
    ]) {
      assert.equal(migrateVersion(file, other).text, file);
    }
  });

  it('keeps of an image of the API server alone the tag', () => {
    const image = { registry: 'mirror.example.com', repository: 'kube-apiserver', tag: 'v1.30.2' };
    const file = (apiServer: unknown): string => stringify({ controlPlane: { distro: { k8s: { apiServer } } } });
    for (const [apiServer, expected, kinds] of [
      [{ image }, { image: { tag: 'v1.30.2' } }, ['changed', 'unsupported', 'unsupported']],
      [{ image: { tag: 'v1.30.2' } }, { image: { tag: 'v1.30.2' } }, ['changed']],
      [
        { image: { repository: 'kube-apiserver' }, extraArgs: ['-v=2'] },
        { apiServer: { extraArgs: ['-v=2'] } },
        ['dropped'],
      ],
      [
        { image: { ...image, repository: 'all/in/one' } },
        { image: { ...image, repository: 'all/in/one' } },
        ['changed'],
      ],
    ] as const) {
      const { text, notes } = migrateVersion(file(apiServer), step);
      assert.deepEqual(dataOf(text), { controlPlane: { distro: { k8s: expected } } }, text);
      assert.deepEqual(notes.map(({ kind }) => kind).toSorted(), kinds, JSON.stringify(notes));
      assert.deepEqual(problemsOf(text, '0.36.1'), []);
    }
  });

  it('switches nothing on that was off', () => {
    const text = 'sleepMode:\n  enabled: false\n  autoSleep:\n    afterInactivity: 1h\n';
    assert.deepEqual(dataOf(migrateVersion(text, step).text) ?? {}, {});
  });

  it('changes nothing on the way to an older version, or in values of an old chart', () => {
    for (const [text, to] of [
      ['serviceCIDR: a\n', '0.20.0'],
      ['syncer: {}\n', '0.36.1'],
    ] as const) {
      const made = migrateVersion(text, { from: '0.24.0', to });
      assert.equal(made.text, text);
      assert.deepEqual(
        made.notes.map(({ kind }) => kind),
        ['unsupported'],
      );
    }
  });

  it('is done once', () => {
    for (const name of ['from-0.24', 'from-0.28']) {
      const once = migrateVersion(configFixture(`migration/${name}.old.yaml`), step);
      const twice = migrateVersion(once.text, { from: '0.30.0', to: '0.36.1' });
      assert.equal(twice.text, once.text, name);
      assert.deepEqual(
        twice.notes.map(({ kind }) => kind),
        ['unchanged'],
        name,
      );
    }
  });

  it('refuses what is no version of a vcluster.yaml', () => {
    for (const to of ['0.19.0', 'newest', '', '1']) {
      assert.throws(() => migrateVersion('a: b\n', { from: '0.24.0', to }), { kind: 'invalid' }, to);
    }
  });
});
