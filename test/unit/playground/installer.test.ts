import assert from 'node:assert/strict';
import { readHelmRecord } from '../../../src/core/deploy/helmRecord.ts';
import { type KubeObject, resources } from '../../../src/core/kube/resource.ts';
import type { InstallRequest } from '../../../src/core/playground/installer.ts';
import { podSummary } from '../../../src/core/playground/podStatus.ts';
import { listAt, numberAt, type Tree, textAt } from '../../../src/core/playground/tree.ts';
import { type Bench, configMap, names, startBench, until, workload } from './harness.ts';
import { syncerPod, untilUp } from './virtualClient.ts';

function request(more: Partial<InstallRequest> = {}): InstallRequest {
  return { name: 'mine', namespace: 'vcluster-mine', chart: 'vcluster', version: '0.36.1', values: {}, ...more };
}

const deployedEtcd = { controlPlane: { backingStore: { etcd: { deploy: { enabled: true } } } } };

describe('installer of the playground', () => {
  let bench: Bench;
  const api = () => bench.playground.api;
  const install = (more: Partial<InstallRequest> = {}) => bench.playground.installer.install(request(more));
  const upgrade = (more: Partial<InstallRequest> = {}) => bench.playground.installer.upgrade(request(more));
  const all = (type: keyof typeof resources, namespace = 'vcluster-mine') =>
    names(api().list(resources[type], namespace));
  const copies = (namespace = 'vcluster-mine') =>
    api()
      .list(resources.pods, namespace)
      .filter(({ metadata }) => metadata?.labels?.['vcluster.loft.sh/managed-by'] !== undefined);
  const releases = async (namespace = 'vcluster-mine') => {
    const secrets = api()
      .list(resources.secrets, namespace)
      .filter((secret) => secret['type'] === 'helm.sh/release.v1');
    return Promise.all(secrets.map(readHelmRecord));
  };

  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench.end());

  /** What the CLI does to pause: one patch for each workload, then the synced pods one by one. */
  async function pause(workloads: readonly KubeObject[]): Promise<void> {
    for (const object of workloads) {
      const annotations = {
        'loft.sh/paused': 'true',
        'loft.sh/paused-replicas': String(numberAt(object, 'spec', 'replicas')),
      };
      const type = object.kind === 'StatefulSet' ? resources.statefulsets : resources.deployments;
      const { name = '', namespace } = object.metadata ?? {};
      api().patch(type, namespace, name, { metadata: { annotations }, spec: { replicas: 0 } });
      await until(() => numberAt(api().get(type, namespace, name), 'status', 'replicas') === 0 || isGone(type, object));
    }
    for (const pod of copies()) {
      api().delete(resources.pods, pod.metadata?.namespace, pod.metadata?.name ?? '');
    }
    await until(() => copies().length === 0, 'the end of the synced pods');
  }

  function isGone(type: (typeof resources)['statefulsets' | 'deployments'], object: KubeObject): boolean {
    const now = api().get(type, object.metadata?.namespace, object.metadata?.name ?? '');
    return (numberAt(now, 'status', 'replicas') ?? 0) === 0;
  }

  function resume(workloads: readonly KubeObject[]): void {
    for (const object of workloads) {
      const annotations = { 'loft.sh/paused': null, 'loft.sh/paused-replicas': null };
      const type = object.kind === 'StatefulSet' ? resources.statefulsets : resources.deployments;
      const replicas = numberAt(object, 'spec', 'replicas');
      api().patch(type, object.metadata?.namespace, object.metadata?.name ?? '', {
        metadata: { annotations },
        spec: { replicas },
      });
    }
  }

  const controlPlane = () =>
    [resources.deployments, resources.statefulsets]
      .flatMap((type) => api().list(type, 'vcluster-mine'))
      .filter(({ metadata }) => metadata?.labels?.['release'] === 'mine');

  for (const [title, more] of [
    ['a StatefulSet of the current generation', {}],
    ['a Deployment with its etcd', { values: deployedEtcd }],
    ['a legacy k3s', { version: '0.14.2' }],
    ['a legacy k8s of four parts', { version: '0.14.2', chart: 'vcluster-k8s' }],
  ] satisfies readonly (readonly [string, Partial<InstallRequest>])[]) {
    it(`takes ${title} from its creation to its end`, async () => {
      await install(more);
      const inside = await untilUp(bench, 'vcluster-mine', 'mine');
      const own = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];
      assert.deepEqual(await inside.names('/api/v1/namespaces'), own);
      await inside.call('POST', '/api/v1/namespaces/default/configmaps', configMap('kept'));
      await inside.call('POST', '/apis/apps/v1/namespaces/default/deployments', workload('Deployment', 'web', 2));
      await until(() => copies().filter((pod) => podSummary(pod).ready === 1).length === 3, 'web and the DNS');

      const pods = await inside.names('/api/v1/namespaces/default/pods');

      const workloads = controlPlane();
      await pause(workloads);
      await new Promise((resolve) => setTimeout(resolve, 60));
      assert.equal(copies().length, 0);
      await assert.rejects(inside.call('GET', '/api/v1/namespaces'));
      resume(workloads);
      const again = await untilUp(bench, 'vcluster-mine', 'mine');
      await until(() => copies().filter((pod) => podSummary(pod).ready === 1).length === 3, 'as many pods again');
      assert.ok((await again.names('/api/v1/namespaces/default/configmaps')).includes('kept'));
      // Their owner has made new ones: a pod does not outlive its copy.
      const anew = await again.names('/api/v1/namespaces/default/pods');
      assert.deepEqual([anew.length, anew.filter((name) => pods.includes(name))], [2, []]);

      const before = syncerPod(bench, 'vcluster-mine', 'mine');
      const uid = api().get(resources.pods, 'vcluster-mine', before ?? '').metadata?.uid;
      await upgrade({ ...more, version: more.version === undefined ? '0.37.0' : '0.15.0' });
      const renewed = () => {
        const pod = syncerPod(bench, 'vcluster-mine', 'mine');
        return pod !== undefined && api().get(resources.pods, 'vcluster-mine', pod).metadata?.uid !== uid;
      };
      await until(renewed, 'a pod of the new version');
      assert.deepEqual(await (await untilUp(bench, 'vcluster-mine', 'mine')).names('/api/v1/namespaces'), own);

      await bench.playground.installer.uninstall(request());
      await until(() => controlPlane().length === 0 && all('pods').length === 0, 'the end');
      assert.deepEqual(await releases(), []);
      assert.ok(api().find(resources.namespaces, undefined, 'vcluster-mine'));
      const claims = all('persistentvolumeclaims');
      assert.deepEqual(claims, [
        workloads.some(({ kind, metadata }) => kind === 'StatefulSet' && metadata?.name === 'mine')
          ? 'data-mine-0'
          : 'data-mine-etcd-0',
      ]);
    });
  }

  it('makes what the chart of the current generation makes', async () => {
    await install();
    assert.deepEqual(all('statefulsets'), ['mine']);
    assert.deepEqual(all('services'), ['mine', 'mine-headless']);
    assert.deepEqual(all('secrets'), ['sh.helm.release.v1.mine.v1', 'vc-config-mine']);
    const { annotations } = api().get(resources.namespaces, undefined, 'vcluster-mine').metadata ?? {};
    assert.deepEqual(annotations, { 'vcluster.loft.sh/created': 'true' });
    const [release] = await releases();
    assert.deepEqual([release?.revision, release?.status, release?.values], [1, 'deployed', '']);
    await until(() => api().find(resources.secrets, 'vcluster-mine', 'vc-mine') !== undefined, 'the kubeconfig');
    assert.ok(syncerPod(bench, 'vcluster-mine', 'mine'));
  });

  it('follows the values of the current generation', async () => {
    const values: Tree = {
      controlPlane: {
        backingStore: { etcd: { deploy: { enabled: true, statefulSet: { highAvailability: { replicas: 3 } } } } },
        distro: { k8s: { version: 'v1.34.2' } },
        ingress: { enabled: true, host: 'mine.example.com', spec: { ingressClassName: 'nginx' } },
        statefulSet: { highAvailability: { replicas: 2 } },
      },
      policies: {
        resourceQuota: { enabled: true, quota: { 'services.nodeports': 5 } },
        networkPolicy: { enabled: true },
      },
      sync: { fromHost: { nodes: { enabled: true } } },
      exportKubeConfig: { context: 'my-own', server: 'https://mine.example.com:443' },
    };
    await install({ values });
    const inside = await untilUp(bench, 'vcluster-mine', 'mine');
    const main = api().get(resources.deployments, 'vcluster-mine', 'mine');
    const etcd = api().get(resources.statefulsets, 'vcluster-mine', 'mine-etcd');
    assert.deepEqual([numberAt(main, 'spec', 'replicas'), numberAt(etcd, 'spec', 'replicas')], [2, 3]);
    const [ingress] = api().list(resources.ingresses, 'vcluster-mine');
    assert.equal(textAt(listAt(ingress, 'spec', 'rules')[0], 'host'), 'mine.example.com');
    const quota = (await bench.call('GET', '/api/v1/namespaces/vcluster-mine/resourcequotas/vc-mine')).body;
    assert.equal((quota['spec'] as { hard: Tree }).hard['services.nodeports'], 5);
    assert.equal((await bench.call('GET', '/api/v1/namespaces/vcluster-mine/limitranges')).body.items.length, 1);
    assert.deepEqual(all('networkpolicies'), ['vc-cp-mine', 'vc-kube-dns-mine', 'vc-work-mine']);
    const role = await bench.call('GET', '/apis/rbac.authorization.k8s.io/v1/clusterroles/vc-mine-v-vcluster-mine');
    assert.equal(role.status, 200);
    assert.equal(inside.credentials.server, 'https://mine.example.com:443');
    const config = Buffer.from(
      textAt(api().get(resources.secrets, 'vcluster-mine', 'vc-config-mine'), 'data', 'config.yaml') ?? '',
      'base64',
    ).toString();
    assert.match(config, /leaseDuration: 60[\s\S]*server: https:\/\/mine\.example\.com:443/);
  });

  it('follows the values of the old generation', async () => {
    await install({
      version: '0.14.2',
      chart: 'vcluster-k8s',
      values: {
        syncer: { replicas: 2, kubeConfigContextName: 'my-own' },
        etcd: { replicas: 3 },
        service: { type: 'NodePort' },
        isolation: { enabled: true, networkPolicy: { enabled: false } },
      },
    });
    await untilUp(bench, 'vcluster-mine', 'mine');
    const replicas = api()
      .list(resources.deployments, 'vcluster-mine')
      .map((one) => `${one.metadata?.name} ${numberAt(one, 'spec', 'replicas')}`);
    assert.deepEqual(replicas, ['mine 2', 'mine-api 1', 'mine-controller 1']);
    assert.equal(numberAt(api().get(resources.statefulsets, 'vcluster-mine', 'mine-etcd'), 'spec', 'replicas'), 3);
    assert.equal(textAt(api().get(resources.services, 'vcluster-mine', 'mine'), 'spec', 'type'), 'NodePort');
    assert.deepEqual(all('networkpolicies'), []);
    assert.ok(all('configmaps').includes('vc-cidr-mine'));
    const [release] = await releases();
    assert.equal(release?.chart.name, 'vcluster-k8s');
    const secret = api().get(resources.secrets, 'vcluster-mine', 'vc-mine');
    assert.match(Buffer.from(textAt(secret, 'data', 'config') ?? '', 'base64').toString(), /current-context: my-own/);
  });

  it('keeps every revision, and gives back what the values no longer say', async () => {
    await install({
      values: {
        controlPlane: { service: { spec: { type: 'LoadBalancer' } } },
        policies: { networkPolicy: { enabled: true } },
      },
    });
    const type = () => textAt(api().get(resources.services, 'vcluster-mine', 'mine'), 'spec', 'type');
    const address = textAt(api().get(resources.services, 'vcluster-mine', 'mine'), 'spec', 'clusterIP');
    assert.equal(type(), 'LoadBalancer');
    await upgrade({ values: { logging: { encoding: 'json' } } });
    assert.deepEqual([type(), all('networkpolicies')], ['ClusterIP', []]);
    assert.equal(textAt(api().get(resources.services, 'vcluster-mine', 'mine'), 'spec', 'clusterIP'), address);
    const known = await releases();
    assert.deepEqual(
      known.map(({ revision, status, values }) => [revision, status, values.split('\n')[0]]),
      [
        [1, 'superseded', 'controlPlane:'],
        [2, 'deployed', 'logging:'],
      ],
    );
  });

  it('refuses what helm, the chart and the CLI refuse, and then changes nothing', async () => {
    await install();
    const { version } = bench.playground.store;
    const refused = (what: Promise<unknown>, kind: string, message: RegExp) =>
      assert.rejects(what, (error: Error & { kind?: string }) => {
        assert.deepEqual([error.name, error.kind], ['OperationError', kind]);
        assert.match(error.message, message);
        return true;
      });
    const two = { controlPlane: { statefulSet: { highAvailability: { replicas: 2 } } } };
    await refused(install(), 'refused', /release mine in the namespace vcluster-mine already/);
    await refused(install({ name: 'other' }), 'refused', /has the vcluster mine already/);
    await refused(install({ name: 'Other', namespace: 'x' }), 'invalid', /no name for a release/);
    await refused(
      install({ name: 'a', namespace: 'x', chart: 'vcluster-k8s' }),
      'invalid',
      /no chart vcluster-k8s 0\.36\.1/,
    );
    await refused(install({ name: 'a', namespace: 'x', values: two }), 'invalid', /another backing store/);
    await refused(upgrade({ values: deployedEtcd }), 'refused', /backing store of mine cannot change/);
    await refused(upgrade({ version: '0.30.0' }), 'refused', /cannot go back/);
    await refused(upgrade({ chart: 'vcluster-k0s', version: '0.14.2' }), 'refused', /distro/);
    const volume = { controlPlane: { statefulSet: { persistence: { volumeClaim: { size: '9Gi' } } } } };
    await refused(upgrade({ values: volume }), 'toolFailed', /StatefulSet mine was refused: .*Forbidden/);
    await refused(upgrade({ name: 'none' }), 'gone', /no release none/);
    await refused(bench.playground.installer.uninstall(request({ name: 'none' })), 'gone', /no release none/);
    assert.equal(api().find(resources.namespaces, undefined, 'x'), undefined);
    assert.equal((await releases()).length, 1);
    assert.equal(version > 0, true);
  });

  it('lets two legacy vclusters share a namespace, and wakes old workloads where a volume was left', async () => {
    await install({ version: '0.14.2' });
    await install({ version: '0.14.2', name: 'other' });
    const inside = await untilUp(bench, 'vcluster-mine', 'mine');
    await inside.call('POST', '/apis/apps/v1/namespaces/default/deployments', workload('Deployment', 'web', 1));
    const web = () => copies().filter(({ metadata }) => metadata?.name?.startsWith('web-'));
    await until(() => web().length === 1, 'a synced pod');
    await bench.playground.installer.uninstall(request());
    await until(() => web().length === 0 && !all('pods').includes('mine-0'), 'its end');
    assert.ok(all('persistentvolumeclaims').includes('data-mine-0'));
    await install({ version: '0.14.2' });
    await until(() => web().length === 1, 'the pod that comes back with the volume');
    await bench.playground.installer.uninstall(request());
    await until(() => !all('pods').includes('mine-0'), 'its end');
    api().delete(resources.persistentvolumeclaims, 'vcluster-mine', 'data-mine-0');
    // The old Secret belongs to nobody and stays until the new syncer writes its own.
    const secret = () => api().get(resources.secrets, 'vcluster-mine', 'vc-mine').metadata?.resourceVersion;
    const old = secret();
    await install({ version: '0.14.2' });
    await until(() => secret() !== old, 'the new kubeconfig');
    const anew = await untilUp(bench, 'vcluster-mine', 'mine');
    assert.deepEqual(await anew.names('/apis/apps/v1/deployments'), ['coredns']);
  });

  it('upgrades and uninstalls a vcluster of the sample fleet', async () => {
    await bench.end();
    bench = await startBench({ fleet: 'sample' });
    const { installer } = bench.playground;
    const [release] = await releases('team-search');
    assert.match(release?.values ?? '', /type: NodePort/);
    const search = { name: 'search', namespace: 'team-search', chart: 'vcluster', version: '0.30.4' } as const;
    await installer.upgrade({ ...search, values: deployedEtcd });
    assert.equal(textAt(api().get(resources.services, 'team-search', 'search'), 'spec', 'type'), 'ClusterIP');
    await installer.uninstall(search);
    await until(() => api().list(resources.pods, 'team-search').length === 0, 'the end of its pods');
    assert.equal(api().find(resources.secrets, 'team-search', 'vc-search'), undefined);
    assert.deepEqual(all('persistentvolumeclaims', 'team-search'), ['data-search-etcd-0']);
  });
});
