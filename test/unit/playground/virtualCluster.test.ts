import assert from 'node:assert/strict';
import { type KubeObject, resources } from '../../../src/core/kube/resource.ts';
import { podSummary } from '../../../src/core/playground/podStatus.ts';
import { listAt, numberAt, textAt } from '../../../src/core/playground/tree.ts';
import { hostName } from '../../../src/core/vcluster/translate.ts';
import { type Bench, configMap, names, startBench, until, workload } from './harness.ts';
import { credentialsOf, syncerPod, VirtualClient } from './virtualClient.ts';

const shop = { namespace: 'team-checkout', name: 'checkout-staging' };

describe('virtual clusters of the playground', () => {
  let bench: Bench;
  let inside: VirtualClient;
  const copy = (name: string, namespace = 'default') =>
    bench.playground.api.find(resources.pods, shop.namespace, hostName(name, namespace, shop.name));
  const pod = (name: string, more: object = {}): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels: { app: name } },
    spec: { containers: [{ name: 'main', image: 'nginx:1.27', ...more }] },
  });

  beforeEach(async () => {
    bench = await startBench({ fleet: 'sample' });
    inside = new VirtualClient(bench, shop.namespace, shop.name);
  });
  afterEach(() => bench.end());

  it('are entered with what their Secret holds, and with nothing else', async () => {
    assert.equal(inside.credentials.server, 'https://localhost:8443');
    const own = ['data', 'default', 'kube-node-lease', 'kube-public', 'kube-system', 'shop'];
    assert.deepEqual(await inside.names('/api/v1/namespaces'), own);
    const { ca } = inside.credentials;
    const stranger = new VirtualClient(bench, shop.namespace, shop.name, { server: inside.credentials.server, ca });
    assert.equal((await stranger.call('GET', '/api/v1/namespaces')).status, 401);
    const neighbour = credentialsOf(bench, 'team-payments', 'payments-prod');
    const wrong = new VirtualClient(bench, shop.namespace, shop.name, { ...neighbour, ca });
    assert.equal((await wrong.call('GET', '/api/v1/namespaces')).status, 401);
    await assert.rejects(new VirtualClient(bench, shop.namespace, shop.name, neighbour).call('GET', '/version'));
  });

  it('have a certificate for every name that they are called by', async () => {
    for (const name of ['localhost', 'kubernetes', shop.name, `${shop.name}.${shop.namespace}`]) {
      inside.servername = name;
      assert.equal((await inside.call('GET', '/version')).status, 200, name);
    }
    inside.servername = 'elsewhere';
    await assert.rejects(inside.call('GET', '/version'), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  });

  it('say the version of the Kubernetes inside', async () => {
    const version = async (namespace: string, name: string) =>
      (await new VirtualClient(bench, namespace, name).call('GET', '/version')).body['gitVersion'];
    assert.equal(await version(shop.namespace, shop.name), 'v1.36.0');
    assert.equal(await version('legacy-apps', 'intranet'), 'v1.26.1+k3s1');
    assert.equal(await version('team-warehouse', 'warehouse'), 'v1.26.1-eks-1-25-6');
  });

  it('hold what is on the host under its own name, and what makes it', async () => {
    const pods = (await inside.call('GET', '/api/v1/pods')).body.items;
    const copies = bench.playground.api
      .list(resources.pods, shop.namespace)
      .filter(({ metadata }) => metadata?.labels?.['vcluster.loft.sh/managed-by'] === shop.name);
    const marks = copies.map(({ metadata }) => metadata?.annotations?.['vcluster.loft.sh/object-name'] ?? '');
    assert.deepEqual([...names(pods)].sort(), [...marks].sort());
    assert.ok(pods.every((one) => podSummary(one).ready === 1 && textAt(one, 'spec', 'nodeName')));
    assert.deepEqual(await inside.names('/apis/apps/v1/deployments'), [
      'redis',
      'coredns',
      'cart',
      'product-recommendation-engine-experiment',
      'storefront',
    ]);
    assert.deepEqual(await inside.names('/apis/apps/v1/statefulsets'), ['postgres']);
    const cart = (await inside.call('GET', '/api/v1/namespaces/shop/services/cart')).body;
    const onHost = bench.playground.api.get(resources.services, shop.namespace, hostName('cart', 'shop', shop.name));
    assert.equal(textAt(cart, 'spec', 'clusterIP'), textAt(onHost, 'spec', 'clusterIP'));
    assert.deepEqual((cart['spec'] as { selector: object }).selector, { app: 'cart' });
    assert.deepEqual(await inside.names('/api/v1/namespaces/shop/secrets'), [
      'cart-credentials',
      'storefront-credentials',
    ]);
    const [claim] = (await inside.call('GET', '/api/v1/persistentvolumeclaims')).body.items;
    assert.deepEqual([claim?.metadata?.name, textAt(claim, 'status', 'phase')], ['data-postgres-0', 'Bound']);
    const nodes = (await inside.call('GET', '/api/v1/nodes')).body.items;
    assert.ok(nodes.length > 0 && nodes.every((node) => node.metadata?.labels?.['vcluster.loft.sh/fake-node']));
    assert.ok((await inside.names('/api/v1/namespaces/shop/serviceaccounts')).includes('default'));
  });

  it('change nothing when they are looked into, and are made only then', async () => {
    await new Promise((resolve) => setTimeout(resolve, 150));
    const { version } = bench.playground.store;
    await inside.names('/api/v1/pods');
    await new Promise((resolve) => setTimeout(resolve, 150));
    assert.equal(bench.playground.store.version, version);
  });

  it('bring a pod to the host, show how it is, and take it away', async () => {
    const made = await inside.call('POST', '/api/v1/namespaces/default/pods', pod('web'));
    assert.equal(made.status, 201, made.text);
    await until(() => podSummary(copy('web') ?? {}).ready === 1, 'a running copy');
    assert.equal(textAt(copy('web'), 'spec', 'serviceAccountName'), `vc-workload-${shop.name}`);
    assert.equal(copy('web')?.metadata?.ownerReferences?.[0]?.name, shop.name);
    const seen = (await inside.call('GET', '/api/v1/namespaces/default/pods/web')).body;
    assert.deepEqual(
      [podSummary(seen).status, textAt(seen, 'spec', 'nodeName')],
      ['Running', textAt(copy('web'), 'spec', 'nodeName')],
    );
    const log = await inside.call('GET', '/api/v1/namespaces/default/pods/web/log?tailLines=1');
    assert.deepEqual([log.status, log.text.split('\n').length], [200, 2]);
    await inside.call('DELETE', '/api/v1/namespaces/default/pods/web');
    await until(() => copy('web') === undefined, 'the end of the copy');
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal((await inside.call('GET', '/api/v1/namespaces/default/pods/web')).status, 404);
  });

  it('sync ConfigMaps and Secrets as long as a pod uses them', async () => {
    const { api } = bench.playground;
    const onHost = (type: 'configmaps' | 'secrets', name: string) =>
      api.find(resources[type], shop.namespace, hostName(name, 'default', shop.name));
    await inside.call('POST', '/api/v1/namespaces/default/configmaps', configMap('settings', {}, { a: '1' }));
    const secret = { metadata: { name: 'password' }, stringData: { a: 'b' } };
    await inside.call('POST', '/api/v1/namespaces/default/secrets', secret);
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.equal(onHost('configmaps', 'settings'), undefined);
    const more = {
      envFrom: [{ configMapRef: { name: 'settings' } }],
      env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'password', key: 'a' } } }],
    };
    await inside.call('POST', '/api/v1/namespaces/default/pods', pod('web', more));
    await until(() => onHost('configmaps', 'settings') !== undefined && onHost('secrets', 'password') !== undefined);
    const env = listAt(listAt(copy('web'), 'spec', 'containers')[0], 'env');
    assert.equal(textAt(env.at(-1), 'valueFrom', 'secretKeyRef', 'name'), hostName('password', 'default', shop.name));
    const patch = { 'content-type': 'application/merge-patch+json' };
    await inside.call('PATCH', '/api/v1/namespaces/default/configmaps/settings', { data: { a: '2' } }, patch);
    await until(() => textAt(onHost('configmaps', 'settings'), 'data', 'a') === '2', 'the new data');
    await inside.call('DELETE', '/api/v1/namespaces/default/pods/web');
    await until(() => onHost('configmaps', 'settings') === undefined && onHost('secrets', 'password') === undefined);
    assert.ok((await inside.names('/api/v1/namespaces/default/configmaps')).includes('settings'));
  });

  it('run Deployments and Services, in namespaces of their own, until those go', async () => {
    await inside.call('POST', '/api/v1/namespaces', { metadata: { name: 'team' } });
    await inside.call('POST', '/apis/apps/v1/namespaces/team/deployments', workload('Deployment', 'api', 2, 'team'));
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'api' },
      spec: { type: 'NodePort', selector: { app: 'api' }, ports: [{ port: 80 }] },
    };
    assert.equal((await inside.call('POST', '/api/v1/namespaces/team/services', service)).status, 201);
    const copies = () =>
      bench.playground.api
        .list(resources.pods, shop.namespace)
        .filter(({ metadata }) => metadata?.labels?.['vcluster.loft.sh/namespace'] === 'team');
    await until(() => copies().filter((one) => podSummary(one).ready === 1).length === 2, 'two running copies');
    await new Promise((resolve) => setTimeout(resolve, 30));
    const { body } = await inside.call('GET', '/apis/apps/v1/namespaces/team/deployments/api');
    assert.equal(numberAt(body, 'status', 'readyReplicas'), 2);
    const onHost = bench.playground.api.get(resources.services, shop.namespace, hostName('api', 'team', shop.name));
    const seen = (await inside.call('GET', '/api/v1/namespaces/team/services/api')).body;
    const port = (one: KubeObject) => numberAt(listAt(one, 'spec', 'ports')[0], 'nodePort');
    assert.deepEqual(
      [textAt(seen, 'spec', 'clusterIP'), port(seen)],
      [textAt(onHost, 'spec', 'clusterIP'), port(onHost)],
    );
    await inside.call('DELETE', '/api/v1/namespaces/team');
    await until(() => copies().length === 0, 'the end of the copies');
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal((await inside.call('GET', '/api/v1/namespaces/team')).status, 404);
    assert.equal(
      bench.playground.api.find(resources.services, shop.namespace, hostName('api', 'team', shop.name)),
      undefined,
    );
  });

  it('make a pod anew whose copy somebody deleted on the host', async () => {
    const { api } = bench.playground;
    const carts = () =>
      names(api.list(resources.pods, shop.namespace)).filter(
        (name) => name.startsWith('cart-') && name.includes('-x-'),
      );
    const [gone = '', stays = ''] = carts();
    api.delete(resources.pods, shop.namespace, gone);
    await until(() => carts().length === 2 && !carts().includes(gone), 'another pod');
    assert.ok(carts().includes(stays));
  });

  it('give tokens to service accounts, which RBAC inside decides about', async () => {
    const path = '/api/v1/namespaces/kube-system/serviceaccounts';
    await inside.call('POST', path, { metadata: { name: 'robot' } });
    const binding = {
      metadata: { name: 'robot' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'reader' },
      subjects: [{ kind: 'ServiceAccount', name: 'robot', namespace: 'kube-system' }],
    };
    const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }];
    const rbac = '/apis/rbac.authorization.k8s.io/v1';
    await inside.call('POST', `${rbac}/clusterroles`, { metadata: { name: 'reader' }, rules });
    await inside.call('POST', `${rbac}/clusterrolebindings`, binding);
    const request = await inside.call('POST', `${path}/robot/token`, { spec: { expirationSeconds: 3600 } });
    const { server, ca } = inside.credentials;
    const token = textAt(request.body, 'status', 'token') ?? '';
    const robot = new VirtualClient(bench, shop.namespace, shop.name, { server, ca, token });
    assert.equal((await robot.call('GET', '/api/v1/pods')).status, 200);
    assert.equal((await robot.call('GET', '/api/v1/secrets')).status, 403);
    const spec = { resourceAttributes: { verb: 'list', resource: 'pods' } };
    const review = await robot.call('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', { spec });
    assert.equal((review.body['status'] as { allowed: boolean }).allowed, true);
    const host = await bench.call('GET', '/api/v1/pods', undefined, { authorization: `Bearer ${token}` });
    assert.equal(host.status, 401);
  });

  it('have the cluster roles that every Kubernetes has, of which each allows more than the one before', async () => {
    const rbac = '/apis/rbac.authorization.k8s.io/v1';
    const path = '/api/v1/namespaces/default/serviceaccounts';
    const { server, ca } = inside.credentials;
    const allowed = async (role: string): Promise<readonly number[]> => {
      await inside.call('POST', path, { metadata: { name: role } });
      const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role };
      const subjects = [{ kind: 'ServiceAccount', name: role, namespace: 'default' }];
      await inside.call('POST', `${rbac}/clusterrolebindings`, { metadata: { name: role }, roleRef, subjects });
      const { body } = await inside.call('POST', `${path}/${role}/token`, { spec: { expirationSeconds: 3600 } });
      const token = textAt(body, 'status', 'token') ?? '';
      const user = new VirtualClient(bench, shop.namespace, shop.name, { server, ca, token });
      const paths = ['/api/v1/pods', '/api/v1/secrets', `${rbac}/namespaces/default/roles`, `${rbac}/clusterroles`];
      const replies = [];
      for (const one of paths) {
        replies.push((await user.call('GET', one)).status);
      }
      return replies;
    };
    assert.deepEqual(await allowed('view'), [200, 403, 403, 403]);
    assert.deepEqual(await allowed('edit'), [200, 200, 403, 403]);
    assert.deepEqual(await allowed('admin'), [200, 200, 200, 403]);
    assert.deepEqual(await allowed('cluster-admin'), [200, 200, 200, 200]);
  });

  it('apply and dry-run as the host does', async () => {
    const apply = { 'content-type': 'application/apply-patch+yaml' };
    const path = '/api/v1/namespaces/default/configmaps/applied';
    const body = (data: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'applied' }, data });
    const dry = await inside.call('PATCH', `${path}?fieldManager=me&dryRun=All`, body({ a: '1' }), apply);
    assert.equal(dry.status, 201);
    assert.equal((await inside.call('GET', path)).status, 404);
    assert.equal((await inside.call('PATCH', `${path}?fieldManager=me`, body({ a: '1' }), apply)).status, 201);
    const again = await inside.call('PATCH', `${path}?fieldManager=me&force=true`, body({ b: '2' }), apply);
    assert.deepEqual([again.status, again.body['data']], [200, { a: '1', b: '2' }]);
  });

  it('answer only while their syncer is ready', async () => {
    const { api } = bench.playground;
    assert.equal(syncerPod(bench, 'qa', 'nightly'), undefined);
    const crashing = new VirtualClient(bench, 'qa', 'nightly');
    await assert.rejects(crashing.call('GET', '/version'), /connection refused|CrashLoop|not running/);
    api.patch(resources.statefulsets, shop.namespace, shop.name, { spec: { replicas: 0 } });
    await until(() => syncerPod(bench, shop.namespace, shop.name) === undefined, 'the end of the syncer');
    await assert.rejects(inside.call('GET', '/version'));
  });
});
