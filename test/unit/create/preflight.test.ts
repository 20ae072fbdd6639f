import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { CreateChoices } from '../../../src/core/create/choices.ts';
import type { Finding } from '../../../src/core/create/finding.ts';
import { neededPermissions } from '../../../src/core/create/preflight/permissionCheck.ts';
import { preflight } from '../../../src/core/create/preflight/preflight.ts';
import { checkTools, chooseDriver, type Tools } from '../../../src/core/create/preflight/toolCheck.ts';
import type { KubeClient } from '../../../src/core/kube/client.ts';
import { KubeError } from '../../../src/core/kube/error.ts';
import { createKubeClient } from '../../../src/core/kube/httpClient.ts';
import type { KubeObject } from '../../../src/core/kube/resource.ts';
import { resources } from '../../../src/core/kube/resource.ts';
import { contextFor } from '../kube/apiServer.ts';
import { type Bench, startBench, workload } from '../playground/harness.ts';
import { available, current, isolated, legacy, plainStorage } from './samples.ts';

const helm: Tools = { helm: { path: '/usr/bin/helm', version: 'v3.16.2' } };

function client(bench: Bench, token = bench.playground.token): KubeClient {
  return createKubeClient(contextFor(bench.playground.server.url, { token }), { environment: {} });
}

function object(kind: string, name: string, more: object = {}, namespace: string | null = 'team-a'): KubeObject {
  const apiVersion = kind === 'IngressClass' ? 'networking.k8s.io/v1' : 'v1';
  const { metadata = {}, ...rest } = more as { metadata?: object };
  return {
    apiVersion,
    kind,
    metadata: { name, ...(namespace === null ? {} : { namespace }), ...metadata },
    ...rest,
  };
}

function release(status: string, version = 1): KubeObject {
  const labels = { owner: 'helm', name: 'shop', status, version: String(version) };
  return object('Secret', `sh.helm.release.v1.shop.v${version}`, { metadata: { labels }, type: 'helm.sh/release.v1' });
}

function controlPlane(name: string): KubeObject {
  const made = workload('StatefulSet', name, 0, 'team-a');
  return { ...made, metadata: { ...made.metadata, labels: { app: 'vcluster', release: name } } };
}

const team = (change: Partial<CreateChoices> = {}): CreateChoices => current({ namespace: 'team-a', ...change });

describe('preflight on the playground', () => {
  let bench: Bench;
  let user: KubeClient;
  beforeEach(async () => {
    bench = await startBench();
    user = client(bench);
    bench.playground.api.create(object('Namespace', 'team-a', {}, null));
  });
  afterEach(async () => {
    user.close();
    await bench.end();
  });

  const look = (choices: CreateChoices, tools = helm, by = user): Promise<readonly Finding[]> =>
    preflight(by, choices, tools, new AbortController().signal);
  const codes = (findings: readonly Finding[]): readonly string[] =>
    findings.map(({ severity, code }) => `${severity} ${code}`);
  const trouble = async (choices: CreateChoices): Promise<readonly string[]> =>
    codes((await look(choices)).filter(({ severity }) => severity !== 'ok'));
  const create = (...objects: readonly KubeObject[]): void => {
    for (const one of objects) {
      bench.playground.api.create(one);
    }
  };

  it('says that all is well, a line for each thing', async () => {
    const expected = ['ok tool', 'ok hostVersion', 'ok permissions', 'ok namespace', 'ok release', 'ok storageClass'];
    assert.deepEqual(codes(await look(current())), expected);
    assert.match(
      (await look(current())).map(({ message }) => message).join('\n'),
      /v1\.33\.4.*vcluster-shop will be made.*standard/su,
    );
    assert.deepEqual(codes(await look(team())), expected);
  });

  it('changes nothing', async () => {
    await look(team({ isolation: isolated, nodes: { kind: 'all' } }));
    const written = bench.playground.requests.entries.filter(({ method }) => method !== 'GET');
    assert.ok(written.length > 10);
    assert.deepEqual([...new Set(written.map(({ resource }) => resource))], ['selfsubjectaccessreviews']);
  });

  it('knows a namespace that is going away', async () => {
    create(object('ConfigMap', 'held', { metadata: { finalizers: ['example.com/wait'] } }));
    bench.playground.api.delete(resources.namespaces, undefined, 'team-a');
    const found = (await look(team())).find(({ code }) => code === 'namespaceTerminating');
    assert.equal(found?.severity, 'error');
    assert.equal(found.fix?.kind, 'chooseNamespace');
  });

  it('knows another vcluster in the namespace, in both generations', async () => {
    create(controlPlane('other'));
    assert.deepEqual(await trouble(team()), ['error namespaceTaken']);
    assert.deepEqual(await trouble(team({ chartVersion: '0.24.0' })), ['warning namespaceShared']);
    assert.deepEqual(await trouble(legacy({ namespace: 'team-a', chartVersion: '0.16.4' })), [
      'warning namespaceShared',
    ]);
    create(object('Service', 'loft', { spec: { ports: [{ port: 80 }] } }));
    assert.ok((await trouble(team())).includes('error namespacePlatform'));
    assert.ok(!(await trouble(legacy({ namespace: 'team-a' }))).includes('error namespacePlatform'));
  });

  it('tells a release that is there from one that failed, and from one that hangs', async () => {
    create(release('deployed'));
    assert.deepEqual(await trouble(team()), ['error releaseTaken']);
    bench.playground.api.delete(resources.secrets, 'team-a', 'sh.helm.release.v1.shop.v1');
    create(release('failed'));
    assert.deepEqual(await trouble(team()), ['warning releaseFailed']);
    create(release('pending-upgrade', 2));
    const found = (await look(team())).find(({ code }) => code === 'releasePending');
    assert.deepEqual(found?.fix, {
      kind: 'deleteRelease',
      title: 'Remove the Record',
      names: ['sh.helm.release.v1.shop.v2'],
    });
    create(release('failed', 10));
    assert.deepEqual(await trouble(team()), ['error releaseTaken'], 'the tenth revision is later than the second');
  });

  it('knows a Service of the name that is not the release’s', async () => {
    create(object('Service', 'shop', { spec: { ports: [{ port: 80 }] } }));
    assert.deepEqual(await trouble(team()), ['error serviceTaken']);
    assert.deepEqual(await trouble(team({ name: 'demo' })), []);
  });

  it('does not mind a Service that a failed release left, and minds one of a vcluster that helm did not make', async () => {
    const labels = { release: 'shop' };
    const spec = { ports: [{ port: 443 }] };
    create(object('Service', 'shop', { metadata: { labels }, spec }));
    const [found] = (await look(team())).filter(({ severity }) => severity === 'error');
    assert.match(found?.message ?? '', /vcluster shop that Helm did not make/u);
    create(release('deployed'));
    assert.deepEqual(await trouble(team()), ['error releaseTaken'], 'one thing is said once');
    bench.playground.api.delete(resources.services, 'team-a', 'shop');
    bench.playground.api.delete(resources.secrets, 'team-a', 'sh.helm.release.v1.shop.v1');
    const annotations = { 'meta.helm.sh/release-name': 'shop' };
    create(release('failed'), object('Service', 'shop', { metadata: { labels, annotations }, spec }));
    assert.deepEqual(await trouble(team()), ['warning releaseFailed']);
  });

  it('finds volumes of an earlier vcluster, of every ordinal', async () => {
    const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
    for (const name of ['data-shop-0', 'data-shop-etcd-1', 'data-shop-etcd-5', 'data-shops-0']) {
      create(object('PersistentVolumeClaim', name, { spec }));
    }
    const names = async (choices: CreateChoices): Promise<unknown> => {
      const fix = (await look(choices)).find(({ code }) => code === 'volumesLeft')?.fix;
      return fix?.kind === 'deleteVolumeClaims' ? fix.names : undefined;
    };
    assert.deepEqual(await names(team()), ['data-shop-0']);
    assert.deepEqual(await names(team({ store: { kind: 'deployed-etcd' }, availability: available })), [
      'data-shop-etcd-1',
    ]);
    assert.equal(await names(team({ store: { kind: 'external-etcd', endpoint: 'https://e' } })), undefined);
  });

  it('looks for the StorageClass, chosen or default', async () => {
    const chosen = (storageClass: string): CreateChoices => team({ storage: { ...plainStorage, storageClass } });
    assert.deepEqual(await trouble(chosen('fast')), []);
    const missing = (await look(chosen('slow'))).find(({ code }) => code === 'storageClassMissing');
    assert.deepEqual(missing?.fix?.kind === 'chooseStorageClass' && missing.fix.names.toSorted(), ['fast', 'standard']);
    bench.playground.api.delete(resources.storageclasses, undefined, 'standard');
    assert.deepEqual(await trouble(team()), ['error storageClassDefault']);
    assert.deepEqual(await trouble(team({ values: { name: 'v', text: '' } })), ['warning storageClassDefault']);
    assert.deepEqual(await trouble(team({ store: { kind: 'external-etcd', endpoint: 'https://e' } })), []);
    bench.playground.api.delete(resources.storageclasses, undefined, 'fast');
    assert.equal((await look(team())).find(({ code }) => code === 'storageClassDefault')?.fix, undefined);
  });

  it('counts what the quotas of the namespace leave', async () => {
    const status = { hard: { 'count/pods': '6', 'services.nodeports': '0' }, used: { 'count/pods': '3' } };
    create(object('ResourceQuota', 'team', { spec: { hard: status.hard } }));
    const headers = { 'content-type': 'application/merge-patch+json' };
    await bench.call('PATCH', '/api/v1/namespaces/team-a/resourcequotas/team/status', { status }, headers);
    assert.deepEqual(await trouble(team()), []);
    const crowded = (await look(team({ store: { kind: 'deployed-etcd' }, availability: available }))).find(
      ({ code }) => code === 'quotaShort',
    );
    assert.match(crowded?.message ?? '', /count\/pods: 3 left, 8 needed/u);
    assert.deepEqual(await trouble(team({ exposure: { kind: 'NodePort' } })), ['error quotaShort']);
  });

  it('looks for an Ingress controller', async () => {
    const exposed = (className?: string): CreateChoices =>
      team({ exposure: { kind: 'Ingress', host: 'a.b', ...(className === undefined ? {} : { className }) } });
    assert.deepEqual(await trouble(exposed()), ['warning ingressClassDefault']);
    assert.deepEqual(await trouble(exposed('nginx')), ['error ingressClassMissing']);
    create(object('IngressClass', 'nginx', { spec: { controller: 'x' } }, null));
    assert.deepEqual(await trouble(exposed('nginx')), []);
  });

  it('compares the Kubernetes of the host with that of the chart', async () => {
    assert.deepEqual(await trouble(legacy({ namespace: 'team-a' })), ['warning hostNewer']);
    assert.deepEqual(await trouble(team({ kubernetesVersion: 'v1.33.9' })), []);
    assert.deepEqual(await trouble(team({ kubernetesVersion: 'v1.34.0' })), ['warning virtualNewer']);
  });

  it('names what is not allowed, and what cannot be seen is a warning', async () => {
    const verbs = ['*'];
    const rules = [
      { verbs, apiGroups: [''], resources: ['secrets', 'services', 'serviceaccounts'], namespaces: ['team-a'] },
      { verbs, apiGroups: ['apps'], resources: ['statefulsets', 'deployments'], namespaces: ['team-a'] },
    ];
    const jane = client(bench, bench.playground.tokens.issue({ user: 'jane', rules }));
    try {
      const found = await look(team({ nodes: { kind: 'all' } }), helm, jane);
      assert.deepEqual(codes(found.filter(({ severity }) => severity !== 'ok')), [
        'error permissionsDenied',
        'warning namespace',
        'warning volumes',
        'warning quota',
        'warning storageClass',
      ]);
      const denied = found.find(({ code }) => code === 'permissionsDenied');
      assert.equal(
        denied?.fix?.kind === 'copyText' && denied.fix.text,
        [
          'create roles.rbac.authorization.k8s.io',
          'create rolebindings.rbac.authorization.k8s.io',
          'create clusterroles.rbac.authorization.k8s.io (cluster-wide)',
          'create clusterrolebindings.rbac.authorization.k8s.io (cluster-wide)',
        ].join(', '),
      );
    } finally {
      jane.close();
    }
  });

  it('warns where the access review itself is refused', async () => {
    bench.playground.faults.add({ resource: 'selfsubjectaccessreviews' }, { kind: 'status', code: 403 });
    assert.deepEqual(await trouble(team()), ['warning permissionsUnknown']);
  });

  it('rejects when there is no server to ask, and when it is given up', async () => {
    const stranger = client(bench, 'wrong');
    await assert.rejects(look(team(), helm, stranger), (error) => KubeError.is(error, 'unauthorized'));
    stranger.close();
    const controller = new AbortController();
    bench.playground.faults.add({ resource: 'storageclasses' }, { kind: 'stall' });
    const going = preflight(user, team(), helm, controller.signal);
    setTimeout(() => controller.abort(), 50);
    await assert.rejects(going, (error) => KubeError.is(error, 'cancelled'));
  });
});

describe('needed permissions', () => {
  const list = (choices: CreateChoices, state: 'missing' | 'active' = 'active'): readonly string[] =>
    neededPermissions(choices, state).map(
      ({ verb, resource, namespace }) => `${verb} ${resource}${namespace ? '' : ' *'}`,
    );

  it('follow the choices', () => {
    assert.ok(!list(current()).some((one) => one.endsWith('*')), 'nothing outside the namespace by default');
    assert.ok(list(current(), 'missing').includes('create namespaces *'));
    assert.ok(list(current({ fromHost: [{ from: 'a', to: 'b/c' }] })).includes('create clusterroles *'));
    assert.deepEqual(
      list(current({ isolation: isolated, exposure: { kind: 'Ingress', host: 'a.b' } })).filter(
        (one) => !list(current()).includes(one),
      ),
      ['create resourcequotas', 'create limitranges', 'create networkpolicies', 'create ingresses'],
    );
  });

  it('follow the shape of the control plane', () => {
    const workloads = (choices: CreateChoices): readonly string[] =>
      list(choices).filter((one) => /sets|deployments|jobs/u.test(one));
    assert.deepEqual(workloads(current()), ['create statefulsets']);
    assert.deepEqual(workloads(current({ store: { kind: 'external-etcd', endpoint: 'https://e' } })), [
      'create deployments',
    ]);
    assert.deepEqual(workloads(current({ store: { kind: 'deployed-etcd' } })), [
      'create statefulsets',
      'create deployments',
    ]);
    assert.deepEqual(workloads(legacy({ distro: 'k8s', chartVersion: '0.14.2' })), [
      'create statefulsets',
      'create deployments',
      'create jobs',
    ]);
    assert.deepEqual(workloads(legacy({ distro: 'k8s' })), ['create statefulsets', 'create deployments']);
  });
});

describe('tools', () => {
  const cli = (version?: string) => ({ path: '/bin/vcluster', ...(version === undefined ? {} : { version }) });
  const shell = (version?: string) => ({ path: '/bin/helm', ...(version === undefined ? {} : { version }) });
  const cases: readonly (readonly [string, CreateChoices, Tools, string | undefined, readonly string[]])[] = [
    ['nothing', current(), {}, undefined, ['error toolMissing']],
    ['the playground', current(), { embedded: true }, 'embedded', ['ok tool']],
    ['a CLI that fits', current(), { vcluster: cli('0.36.1'), helm: shell('3.16.0') }, 'vcluster', ['ok tool']],
    ['a CLI without helm', current(), { vcluster: cli('0.36.1') }, 'vcluster', ['ok tool', 'warning cliWithoutHelm']],
    [
      'a CLI with an old helm',
      current(),
      { vcluster: cli('0.36.1'), helm: shell('3.9.4') },
      'vcluster',
      ['ok tool', 'error helmOld'],
    ],
    ['an old CLI and helm', current(), { vcluster: cli('0.19.10'), helm: shell('3.10.0') }, 'helm', ['ok tool']],
    ['an old CLI alone', current(), { vcluster: cli('0.19.10') }, undefined, ['error cliGeneration']],
    [
      'an old CLI for an old chart',
      legacy(),
      { vcluster: cli('v0.14.2'), helm: shell('3.2.0') },
      'vcluster',
      ['ok tool'],
    ],
    ['a new CLI for an old chart', legacy(), { vcluster: cli('0.36.1'), helm: shell('3.2.0') }, 'helm', ['ok tool']],
    ['a CLI from source', current(), { vcluster: cli('0.0.1') }, 'vcluster', ['ok tool', 'warning cliWithoutHelm']],
    ['what is no CLI', current(), { unfit: { vcluster: 'It is cowsay.' } }, undefined, ['error toolUnfit']],
    [
      'what is no CLI, and helm',
      current(),
      { helm: shell('3.16.0'), unfit: { vcluster: 'No.' } },
      'helm',
      ['ok tool', 'info cliUnfit'],
    ],
    ['helm of an unknown version', current(), { helm: shell() }, 'helm', ['ok tool', 'warning helmUnknown']],
    ['helm 2', current(), { helm: shell('2.17.0') }, undefined, ['error helmOld']],
    ['helm 4', current(), { helm: shell('v4.0.1') }, 'helm', ['ok tool']],
  ];
  for (const [what, choices, tools, driver, expected] of cases) {
    it(`are chosen among: ${what}`, () => {
      assert.equal(chooseDriver(choices, tools), driver);
      assert.deepEqual(
        checkTools(choices, tools).map(({ severity, code }) => `${severity} ${code}`),
        expected,
      );
      for (const { severity, fix } of checkTools(choices, tools)) {
        assert.equal(fix?.kind, severity === 'error' || fix ? 'installTool' : undefined);
      }
      for (const why of Object.values(tools.unfit ?? {})) {
        assert.ok(checkTools(choices, tools).some(({ message }) => message.includes(why)));
      }
    });
  }
});
