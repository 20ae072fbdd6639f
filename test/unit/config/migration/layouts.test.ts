import assert from 'node:assert/strict';
import { stringify } from 'yaml';
import { convertConfig } from '../../../../src/core/config/migration/conversion.ts';
import { childrenOf, type SchemaNode } from '../../../../src/core/config/schema/node.ts';
import { rootOf } from '../../../../src/core/config/schema/tables.ts';
import { type LegacyDistro, type Target, targetOf } from '../../../../src/core/config/schema/target.ts';
import { validateConfig } from '../../../../src/core/config/validate.ts';
import { dataOf, leavesOf, problemsOf } from './checks.ts';
import { distros } from './legacyFiles.ts';

/** What a chart sets by itself, of all that the table knows. */
function defaultsOf(node: SchemaNode, target: Target): unknown {
  const entries = childrenOf(node, target)
    .map((child) => [child.key, child.default ?? (child.type === 'object' ? defaultsOf(child, target) : undefined)])
    .filter(([, value]) => value !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function defaultFile(version: string, distro: LegacyDistro): string {
  const target = targetOf(version, distro);
  return stringify(defaultsOf(rootOf(target), target), { version: '1.1' });
}

/** What stands in every file that is made. */
const begun: Readonly<Record<string, unknown>> = {
  'controlPlane.distro.k8s.enabled': true,
  'controlPlane.statefulSet.scheduling.podManagementPolicy': 'OrderedReady',
};
const etcd = { 'controlPlane.backingStore.etcd.deploy.enabled': true };

/** What becomes of a file for 0.36.1, without what every file has. */
function made(old: unknown, distro: LegacyDistro): Record<string, unknown> {
  const { text } = convertConfig(stringify(old), { distro });
  assert.deepEqual(problemsOf(text, '0.36.1'), [], text);
  const leaves = [...leavesOf(dataOf(text))];
  return Object.fromEntries(leaves.filter(([path]) => begun[path] === undefined && !(path in etcd)));
}

describe('the values of an old chart as they are', () => {
  for (const distro of distros) {
    for (const version of ['0.14.2', '0.18.1', '0.19.10']) {
      it(`become the new chart as it is: ${distro} of ${version}`, () => {
        const old = defaultFile(version, distro);
        assert.deepEqual(
          validateConfig(old, { version, distro }).filter(({ severity }) => severity !== 'information'),
          [],
        );
        const { text, notes } = convertConfig(old, { distro });
        assert.deepEqual(problemsOf(text, '0.36.1'), []);
        const parts = distro === 'k8s' || distro === 'eks';
        const user = { runAsUser: 0, runAsGroup: 0 };
        const expected: Record<string, unknown> = { ...begun, ...(parts ? etcd : {}) };
        if (distro === 'k8s' && version === '0.19.10') {
          for (const [key, value] of Object.entries(user)) {
            expected[`controlPlane.statefulSet.security.podSecurityContext.${key}`] = value;
          }
        }
        if (version === '0.18.1') {
          const place = parts ? 'controlPlane.backingStore.etcd.deploy.statefulSet' : 'controlPlane.statefulSet';
          expected[`${place}.persistence.volumeClaim.retentionPolicy`] = 'Delete';
        }
        const leaves = Object.fromEntries(leavesOf(dataOf(text)));
        // The DNS of the new chart has other requests and limits, and those that are written hold.
        const left = Object.keys(leaves).filter((path) => !(path in expected) && !/coredns.+resources/u.test(path));
        assert.deepEqual([left, ...Object.keys(expected).filter((path) => !(path in leaves))], [[]], text);
        assert.deepEqual(
          notes.filter(({ kind }) => kind === 'unsupported'),
          [],
        );
      });
    }
  }
});

describe('old values of one container for all', () => {
  it('give the container that copies its own resources', () => {
    const resources = { limits: { cpu: '500m' } };
    assert.deepEqual(made({ syncer: { storage: { size: '9Gi' } }, vcluster: { resources } }, 'k3s'), {
      'controlPlane.statefulSet.persistence.volumeClaim.size': '9Gi',
      'controlPlane.distro.k8s.resources.limits.cpu': '500m',
    });
    assert.deepEqual(made({ storage: { size: '9Gi' }, vcluster: { resources } }, 'k3s'), {
      'controlPlane.statefulSet.persistence.volumeClaim.size': '9Gi',
      'controlPlane.statefulSet.resources.limits.cpu': '500m',
    });
  });

  it('have a scheduler where it is not disabled', () => {
    const on = { 'controlPlane.distro.k8s.scheduler.enabled': true, 'sync.fromHost.nodes.enabled': true };
    const secret = { proLicenseSecret: 'licence' };
    assert.deepEqual(made({ scheduler: { disabled: false }, ...secret }, 'k8s'), {
      ...on,
      'platform.apiKey.secretName': 'licence',
    });
    assert.deepEqual(made({ scheduler: { disabled: false } }, 'k8s'), {});
    assert.deepEqual(made({ scheduler: { disabled: true }, ...secret }, 'k8s'), {
      'platform.apiKey.secretName': 'licence',
    });
  });
});

describe('the former name of host storage classes', () => {
  it('is taken for the new one', () => {
    assert.deepEqual(made({ sync: { 'legacy-storageclasses': { enabled: true } } }, 'k3s'), {
      'sync.fromHost.storageClasses.enabled': true,
    });
  });
});

describe('parts of Kubernetes with images of their own', () => {
  const old = stringify({
    api: { image: 'reg.example.com/kube-apiserver:v1.28.1', imagePullPolicy: 'Always' },
    controller: { image: 'reg.example.com/kube-controller-manager:v1.28.1', imagePullPolicy: 'Always' },
    scheduler: { image: 'reg.example.com/kube-scheduler:v1.28.1', imagePullPolicy: 'Always' },
  });

  it('keep them up to 0.24', () => {
    const { text, notes } = convertConfig(old, { distro: 'k8s', version: '0.24.0' });
    assert.deepEqual(problemsOf(text, '0.24.0'), []);
    const leaves = leavesOf(dataOf(text));
    for (const part of ['apiServer', 'controllerManager', 'scheduler']) {
      assert.equal(leaves.get(`controlPlane.distro.k8s.${part}.image.tag`), 'v1.28.1');
      assert.equal(leaves.get(`controlPlane.distro.k8s.${part}.imagePullPolicy`), 'Always');
    }
    assert.deepEqual([...new Set(notes.map(({ kind }) => kind))], ['moved']);
  });

  it('have one from 0.25 on, which is pulled as that of the API server was', () => {
    const { text, notes } = convertConfig(old, { distro: 'k8s' });
    assert.deepEqual(problemsOf(text, '0.36.1'), []);
    assert.equal(leavesOf(dataOf(text)).get('controlPlane.distro.k8s.imagePullPolicy'), 'Always');
    assert.deepEqual(
      notes.map(({ path, kind }) => [path, kind]),
      [
        ['api.image', 'unsupported'],
        ['api.imagePullPolicy', 'moved'],
        ['controller.image', 'unsupported'],
        ['controller.imagePullPolicy', 'dropped'],
        ['scheduler.image', 'unsupported'],
        ['scheduler.imagePullPolicy', 'dropped'],
      ],
    );
  });
});

describe('a control plane apart from its workloads', () => {
  const old = stringify({
    noopSyncer: { enabled: true, synck8sService: true, secret: 'remote' },
    headless: true,
    syncer: { extraArgs: ['--remote-kube-config=/a', '--remote-namespace=b', '--remote-service-name=c'] },
  });

  it('is carried over while there was one', () => {
    const { text, notes } = convertConfig(old, { distro: 'k3s', version: '0.20.0' });
    assert.deepEqual(problemsOf(text, '0.20.0'), []);
    assert.deepEqual((dataOf(text) as Record<string, unknown>)['experimental'], {
      syncSettings: { disableSync: true, rewriteKubernetesService: true },
      isolatedControlPlane: { headless: true, enabled: true, kubeConfig: '/a', namespace: 'b', service: 'c' },
    });
    assert.deepEqual(
      notes.filter(({ kind }) => kind === 'unsupported').map(({ path }) => path),
      ['noopSyncer.secret'],
    );
  });

  it('is said to be gone from then on', () => {
    const { text, notes } = convertConfig(old, { distro: 'k3s' });
    assert.deepEqual(problemsOf(text, '0.36.1'), []);
    assert.equal((dataOf(text) as Record<string, unknown>)['experimental'], undefined);
    const gone = notes.filter(({ kind }) => kind === 'unsupported').map(({ path }) => path);
    assert.deepEqual(gone, [
      'noopSyncer.enabled',
      'noopSyncer.synck8sService',
      'noopSyncer.secret',
      'headless',
      'syncer.extraArgs[0]',
      'syncer.extraArgs[1]',
      'syncer.extraArgs[2]',
    ]);
  });
});

describe('isolation', () => {
  const open = { ports: [{ port: 8443, protocol: 'TCP' }] };

  function policyOf(text: string): unknown {
    const { policies } = dataOf(text) as { policies?: { networkPolicy?: unknown } };
    return policies?.networkPolicy;
  }

  it('lets in from 0.31 on who had a way in', () => {
    const old = (more: object): string => stringify({ isolation: { enabled: true }, ...more });
    for (const [more, expected] of [
      [{}, { enabled: true }],
      [{ service: { type: 'LoadBalancer' } }, { enabled: true, controlPlane: { ingress: [open] } }],
      [{ ingress: { enabled: true, host: 'vc.example.com' } }, { enabled: true, controlPlane: { ingress: [open] } }],
      [{ sync: { ingresses: { enabled: true } } }, { enabled: true, workload: { ingress: [{}] } }],
      [{ mapServices: { fromVirtual: [{ from: 'a/b', to: 'c' }] } }, { enabled: true, workload: { ingress: [{}] } }],
    ] as const) {
      const { text, notes } = convertConfig(old(more), { distro: 'k3s' });
      assert.deepEqual(policyOf(text), expected);
      const found = validateConfig(text, { version: '0.36.1' }).filter(({ severity }) => severity !== 'information');
      assert.deepEqual(found, [], text);
      assert.equal(notes.find(({ path }) => path === 'isolation.enabled')?.kind, 'changed');
      const before = convertConfig(old(more), { distro: 'k3s', version: '0.30.0' });
      assert.deepEqual(policyOf(before.text), { enabled: true });
    }
  });

  it('says nothing of it where it has no network policy', () => {
    const old = stringify({
      isolation: { enabled: true, networkPolicy: { enabled: false } },
      service: { type: 'NodePort' },
    });
    const { text, notes } = convertConfig(old, { distro: 'k3s' });
    assert.equal(policyOf(text), undefined);
    assert.equal(notes.find(({ path }) => path === 'isolation.enabled')?.kind, 'moved');
  });

  it('has a quota that allows the way in', () => {
    for (const [type, ports, expected] of [
      ['LoadBalancer', undefined, 1],
      ['NodePort', 1, 2],
      ['NodePort', 5, 5],
      ['NodePort', null, null],
      ['ClusterIP', undefined, undefined],
    ] as const) {
      const quota = ports === undefined ? {} : { quota: { 'services.nodeports': ports } };
      const old = { isolation: { enabled: true, resourceQuota: quota }, service: { type } };
      const made = convertConfig(stringify(old), { distro: 'k8s' });
      assert.deepEqual(problemsOf(made.text, '0.36.1'), []);
      const leaves = leavesOf(dataOf(made.text));
      assert.equal(leaves.get('policies.resourceQuota.quota.services.nodeports'), expected, made.text);
    }
  });
});

describe('an etcd of its own, from which another one takes the data over', () => {
  it('stays as it was', () => {
    const old = (migrateFromEtcd: boolean): Record<string, unknown> =>
      made(
        { embeddedEtcd: { enabled: true, migrateFromEtcd }, etcd: { replicas: 3, storage: { size: '9Gi' } } },
        'k8s',
      );
    const embedded = 'controlPlane.backingStore.etcd.embedded';
    const deploy = 'controlPlane.backingStore.etcd.deploy.statefulSet';
    assert.deepEqual(old(true), {
      [`${embedded}.enabled`]: true,
      [`${embedded}.migrateFromDeployedEtcd`]: true,
      [`${deploy}.highAvailability.replicas`]: 3,
      [`${deploy}.persistence.volumeClaim.size`]: '9Gi',
    });
    assert.deepEqual(old(false), { [`${embedded}.enabled`]: true });
  });
});

describe('records of the DNS inside', () => {
  const config = [
    { record: { fqdn: 'db.example.com' }, target: { mode: 'url', url: 'db.example.net' } },
    { record: { fqdn: 'ip.example.com' }, target: { mode: 'url', url: '10.1.2.3' } },
    { record: { service: 'shop/cart' }, target: { mode: 'host', service: 'prod/cart' } },
    { record: { namespace: 'shop' }, target: { mode: 'host', namespace: 'prod' } },
    { record: { service: 'shop/mail' }, target: { mode: 'vcluster', vcluster: 'vcs/blue', service: 'post/mail' } },
    { record: { service: 'shop/self' }, target: { mode: 'self', service: 'shop/cart' } },
    { record: { fqdn: '*.example.com' }, target: { mode: 'url', url: 'x.example.com' } },
    { record: { fqdn: 'a.example.com' }, target: { mode: 'url', url: 'b' }, allowedOn: [{ namespace: 'a' }] },
  ];

  it('are written in the words of today', () => {
    const old = stringify({ coredns: { integrated: true, plugin: { enabled: true, config } } });
    const { text, notes } = convertConfig(old, { distro: 'k3s' });
    assert.deepEqual(problemsOf(text, '0.36.1'), []);
    assert.deepEqual((dataOf(text) as { networking: unknown }).networking, {
      resolveDNS: [
        { hostname: 'db.example.com', target: { hostname: 'db.example.net' } },
        { hostname: 'ip.example.com', target: { ip: '10.1.2.3' } },
        { service: 'shop/cart', target: { hostService: 'prod/cart' } },
        { namespace: 'shop', target: { hostNamespace: 'prod' } },
        { service: 'shop/mail', target: { vClusterService: 'vcs/blue/post/mail' } },
      ],
    });
    assert.deepEqual(
      notes.filter(({ kind }) => kind === 'unsupported').map(({ path }) => path),
      [5, 6, 7].map((i) => `coredns.plugin.config[${i}]`),
    );
  });

  it('had no effect without the plugin', () => {
    const old = stringify({ coredns: { plugin: { enabled: true, config } } });
    const { text, notes } = convertConfig(old, { distro: 'k3s' });
    assert.equal((dataOf(text) as { networking?: unknown }).networking, undefined);
    assert.equal(notes.find(({ path }) => path === 'coredns.plugin.config')?.kind, 'dropped');
  });
});

describe('a budget for disruptions', () => {
  const budget = (more: object, replicas: number): Record<string, unknown> =>
    made(
      {
        enableHA: true,
        podDisruptionBudget: { enabled: true, ...more },
        syncer: { replicas },
        embeddedEtcd: { enabled: true },
      },
      'k8s',
    );
  const place = 'controlPlane.advanced.podDisruptionBudget';

  it('is kept where there is more than one pod', () => {
    assert.equal(budget({ minAvailable: 2 }, 3)[`${place}.minAvailable`], 2);
    assert.equal(budget({ maxUnavailable: 1 }, 3)[`${place}.maxUnavailable`], 1);
    const both = budget({ minAvailable: 2, maxUnavailable: 1 }, 3);
    assert.deepEqual([both[`${place}.minAvailable`], both[`${place}.maxUnavailable`]], [2, undefined]);
  });

  it('is left out with one', () => {
    assert.equal(budget({ minAvailable: 1 }, 1)[`${place}.enabled`], undefined);
  });
});

describe('the fallback to the DNS of the host', () => {
  const place = 'networking.advanced.fallbackHostCluster';

  it('is carried over with what asks it', () => {
    assert.equal(made({ fallbackHostDns: true }, 'k8s')[place], true);
    assert.equal(made({ fallbackHostDns: true, coredns: { enabled: false, integrated: true } }, 'k8s')[place], true);
  });

  it('is left out without CoreDNS', () => {
    assert.equal(made({ fallbackHostDns: true, coredns: { enabled: false } }, 'k8s')[place], undefined);
  });
});
