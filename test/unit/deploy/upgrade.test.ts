import assert from 'node:assert/strict';
import { refusedChanges } from '../../../src/core/deploy/refusedChange.ts';
import type { ReleaseState } from '../../../src/core/deploy/releaseState.ts';
import { upgradeDiff, withExposure } from '../../../src/core/deploy/upgrade.ts';
import { parseValues } from '../../../src/core/deploy/valuesYaml.ts';

function current(values: string, version = '0.36.1'): ReleaseState {
  return { generation: 'current', chart: { name: 'vcluster', version }, values };
}

function legacy(values: string, name = 'vcluster', version = '0.14.2'): ReleaseState {
  return { generation: 'legacy', chart: { name, version }, values };
}

const store = (text: string) => `controlPlane: {backingStore: ${text}}`;
const embeddedDb = '';
const externalDb = store('{database: {external: {enabled: true, dataSource: x}}}');
const deployedEtcd = store('{etcd: {deploy: {enabled: true}}}');
const embeddedEtcd = store('{etcd: {embedded: {enabled: true}}}');
const externalEtcd = store('{etcd: {external: {enabled: true}}}');

function severities(from: ReleaseState, to: ReleaseState): readonly string[] {
  return refusedChanges(from, to).map(({ severity, path }) => [severity, path].filter(Boolean).join(' '));
}

describe('the difference of an upgrade', () => {
  it('shows what means something else and nothing more', () => {
    const { deployed, wanted } = upgradeDiff(
      'b: 1\na: {z: "yes", x: yes}\n',
      "# why\na:\n  x: true\n  z: 'yes'\nb: 2\n",
    );
    assert.equal(deployed, "a:\n  x: true\n  z: 'yes'\nb: 1\n");
    assert.equal(wanted, "a:\n  x: true\n  z: 'yes'\nb: 2\n");
  });

  it('keeps what only looks like something else', () => {
    const values = "date: 2020-01-01\nversion: '1.10'\nnumber: 1.10\nmode: '0644'\nkey: |\n  a\n  b\n";
    const once = upgradeDiff('', values).wanted;
    assert.deepEqual(parseValues(once), {
      date: '2020-01-01',
      version: '1.10',
      number: 1.1,
      mode: '0644',
      key: 'a\nb\n',
    });
    assert.equal(upgradeDiff('', once).wanted, once);
  });

  it('says where YAML is broken without quoting it', () => {
    assert.throws(
      () => upgradeDiff('', 'password: "hunter2\nb: 1'),
      (error: Error) => /line \d/u.test(error.message) && !error.message.includes('hunter2'),
    );
    assert.throws(() => upgradeDiff('', '- a\n- b\n'), /not a YAML mapping/u);
  });
});

describe('changes that vcluster refuses', () => {
  const stores = { embeddedDb, externalDb, deployedEtcd, embeddedEtcd, externalEtcd };
  const allowed = new Set([
    'embeddedDb>deployedEtcd',
    'embeddedDb>embeddedEtcd',
    'embeddedDb>externalDb',
    'externalEtcd>deployedEtcd',
    'externalEtcd>embeddedEtcd',
    'deployedEtcd>embeddedEtcd',
  ]);
  for (const [from, before] of Object.entries(stores)) {
    for (const [to, after] of Object.entries(stores)) {
      const expected =
        from === to ? [] : [`${allowed.has(`${from}>${to}`) ? 'warning' : 'error'} controlPlane.backingStore`];
      it(`backing store ${from} to ${to}: ${expected[0] ?? 'nothing'}`, () => {
        assert.deepEqual(severities(current(before), current(after)), expected);
      });
    }
  }

  const cases: readonly (readonly [what: string, from: ReleaseState, to: ReleaseState, expected: readonly string[]])[] =
    [
      ['nothing', current('a: 1'), current('a: 2'), []],
      [
        'the distro',
        current('controlPlane: {distro: {k3s: {enabled: true}}}', '0.24.0'),
        current('', '0.24.1'),
        ['error controlPlane.distro'],
      ],
      [
        'k3s to k8s where vcluster does it',
        current('controlPlane: {distro: {k3s: {enabled: true}}}', '0.24.0'),
        current('', '0.30.0'),
        [],
      ],
      [
        'k3s to k8s where it is too late',
        current('controlPlane: {distro: {k3s: {enabled: true}}}', '0.32.0'),
        current('', '0.33.0'),
        ['error controlPlane.distro'],
      ],
      ['the chart of the old distro', legacy(''), legacy('', 'vcluster-k8s'), ['error']],
      ['the generation', legacy(''), current(''), ['error']],
      ['the generation back', current(''), legacy(''), ['error']],
      ['an older chart', current(''), current('', '0.35.0'), ['warning']],
      ['a pre-release of the same', current(''), current('', '0.36.1-rc.1'), ['warning']],
      [
        'namespace sync',
        current(''),
        current('sync: {toHost: {namespaces: {enabled: true}}}'),
        ['error sync.toHost.namespaces.enabled'],
      ],
      [
        'namespace sync said to be off',
        current(''),
        current('sync: {toHost: {namespaces: {enabled: false, mappings: {byName: {}}}}}'),
        [],
      ],
      [
        'its mappings',
        current('sync: {toHost: {namespaces: {enabled: true, mappings: {byName: {a: b}}}}}'),
        current('sync: {toHost: {namespaces: {enabled: true, mappings: {byName: {a: c}}}}}'),
        ['error sync.toHost.namespaces.mappings.byName'],
      ],
      [
        'multi-namespace mode',
        legacy(''),
        legacy('multiNamespaceMode: {enabled: true}'),
        ['error multiNamespaceMode.enabled'],
      ],
      [
        'the size of the volume',
        current(''),
        current('controlPlane: {statefulSet: {persistence: {volumeClaim: {size: 10Gi}}}}'),
        ['error controlPlane.statefulSet.persistence.volumeClaim.size'],
      ],
      [
        'the size said to be the default',
        current(''),
        current('controlPlane: {statefulSet: {persistence: {volumeClaim: {size: 5Gi}}}}'),
        [],
      ],
      [
        'the size of the old volume',
        legacy('storage: {size: 5Gi}'),
        legacy('storage: {size: 6Gi}'),
        ['error storage.size'],
      ],
      [
        'persistence',
        current(''),
        current('controlPlane: {statefulSet: {persistence: {volumeClaim: {enabled: false}}}}'),
        ['error controlPlane.statefulSet.persistence'],
      ],
      [
        'replicas of what has its state in one pod',
        current(''),
        current('controlPlane: {statefulSet: {highAvailability: {replicas: 3}}}'),
        ['error controlPlane.statefulSet.highAvailability.replicas'],
      ],
      [
        'replicas beside an etcd',
        current('controlPlane: {backingStore: {etcd: {deploy: {enabled: true}}}}'),
        current(
          'controlPlane: {backingStore: {etcd: {deploy: {enabled: true}}}, statefulSet: {highAvailability: {replicas: 3}}}',
        ),
        [],
      ],
      [
        'replicas and exposure',
        current(''),
        current('controlPlane: {service: {spec: {type: NodePort}}, statefulSet: {resources: {}}}'),
        [],
      ],
    ];
  for (const [what, from, to, expected] of cases) {
    it(`${what}: ${expected.join(', ') || 'nothing'}`, () => {
      assert.deepEqual(severities(from, to), expected);
    });
  }
});

describe('another exposure', () => {
  const host = 'web.example.com';

  it('changes the Service and nothing else', () => {
    const before = 'sync: {toHost: {ingresses: {enabled: true}}}';
    const values = parseValues(withExposure(before, 'current', { kind: 'LoadBalancer' }));
    assert.deepEqual(values, {
      ...parseValues(before),
      controlPlane: { service: { spec: { type: 'LoadBalancer' } }, ingress: { enabled: false } },
    });
  });

  it('brings with an Ingress what its host needs, and takes it back', () => {
    const before = 'controlPlane: {proxy: {extraSANs: [own.example.com]}}';
    const exposed = withExposure(before, 'current', { kind: 'Ingress', host, ingressClass: 'nginx' });
    assert.deepEqual(parseValues(exposed), {
      controlPlane: {
        ingress: { enabled: true, host, spec: { ingressClassName: 'nginx' } },
        proxy: { extraSANs: ['own.example.com', host] },
        service: { spec: { type: 'ClusterIP' } },
      },
      exportKubeConfig: { server: `https://${host}` },
    });
    assert.equal(withExposure(exposed, 'current', { kind: 'Ingress', host, ingressClass: 'nginx' }), exposed);
    const moved = parseValues(withExposure(exposed, 'current', { kind: 'Ingress', host: 'new.example.com' }));
    assert.deepEqual(moved['exportKubeConfig'], { server: 'https://new.example.com' });
    const back = parseValues(withExposure(exposed, 'current', { kind: 'ClusterIP' }));
    assert.equal(back['exportKubeConfig'], undefined);
    assert.deepEqual(back['controlPlane'], {
      ingress: { enabled: false, spec: { ingressClassName: 'nginx' } },
      proxy: { extraSANs: ['own.example.com'] },
      service: { spec: { type: 'ClusterIP' } },
    });
  });

  it('leaves an address alone that somebody else set', () => {
    const before = 'exportKubeConfig: {server: "https://mine"}';
    assert.deepEqual(parseValues(withExposure(before, 'current', { kind: 'NodePort' }))['exportKubeConfig'], {
      server: 'https://mine',
    });
  });

  it('uses flags of the syncer before 0.20', () => {
    const exposed = withExposure('syncer: {extraArgs: [--x=1]}', 'legacy', { kind: 'Ingress', host });
    assert.deepEqual(parseValues(exposed), {
      service: { type: 'ClusterIP' },
      ingress: { enabled: true, host },
      syncer: { extraArgs: ['--x=1', `--tls-san=${host}`, `--out-kube-config-server=https://${host}`] },
    });
    assert.deepEqual(parseValues(withExposure(exposed, 'legacy', { kind: 'NodePort' })), {
      service: { type: 'NodePort' },
      ingress: { enabled: false },
      syncer: { extraArgs: ['--x=1'] },
    });
  });
});
