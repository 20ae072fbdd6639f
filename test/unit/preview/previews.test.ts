import assert from 'node:assert/strict';
import { afterEach, beforeEach, suite, test } from 'mocha';
import { OperationError } from '../../../src/core/base/operationError.ts';
import { resources } from '../../../src/core/kube/resource.ts';
import { followed } from '../../../src/core/preview/following.ts';
import type { PreviewedObject } from '../../../src/core/preview/preview.ts';
import { vclusterId } from '../../../src/core/vcluster/id.ts';
import { checkout, context, legacy, operation, startTeam, type Team } from '../comparison/team.ts';

const science = vclusterId({ context, namespace: 'data-science', name: 'data-science' });

const ingress = (host: string): string => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec:
  rules:
    - host: ${host}
`;
const pods = (replicas: number): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: ${replicas}
  template:
    spec:
      containers:
        - {name: web, image: nginx, resources: {requests: {cpu: "1", memory: 1Gi}}}
`;

suite('Previews with what the host says', function () {
  this.timeout(20_000);
  let team: Team;

  beforeEach(async () => {
    team = await startTeam();
  });

  afterEach(() => team.end());

  async function codes(id: string, manifest: string): Promise<readonly string[]> {
    const target = await team.engine.previews.open(id, operation());
    return team.engine.previews.preview(manifest, target).findings.map(({ line, code }) => `${line} ${code}`);
  }

  test('know the version and the values of the vcluster', async () => {
    const { target, options } = await team.engine.previews.open(checkout, operation());
    assert.deepEqual(target, { name: 'checkout-staging', namespace: 'team-checkout', version: '0.36.1' });
    assert.ok(Object.keys(options.values ?? {}).length > 0);
    assert.equal((await team.engine.previews.open(legacy, operation())).target.version, '0.14.2');
  });

  test('know the hosts of Ingresses of others, and whose they are', async () => {
    const { world } = await team.engine.previews.open(checkout, operation());
    assert.equal(
      world.ingressHosts?.get('notebooks.example.com'),
      'notebooks/jupyterhub of the vcluster data-science in data-science',
    );
    assert.equal(
      world.ingressHosts?.get('checkout-staging.vclusters.example.com'),
      'the Ingress team-checkout/checkout-staging of the host',
    );
    assert.deepEqual(await codes(checkout, ingress('notebooks.example.com')), ['5 ingress-host-taken']);
    assert.deepEqual(await codes(checkout, ingress('free.example.com')), []);
  });

  test('leave hosts to several Ingresses of one vcluster, as paths can be spread over them', async () => {
    assert.deepEqual(await codes(checkout, ingress('shop.example.com')), []);
    assert.deepEqual(await codes(science, ingress('shop.example.com')), ['5 ingress-host-taken']);
  });

  test('know what the quota of the host namespace leaves', async () => {
    const { world } = await team.engine.previews.open(science, operation());
    assert.deepEqual([world.quotaLeft?.get('pods'), world.quotaLeft?.get('requests.cpu')], [14, 10]);
    assert.deepEqual(await codes(science, pods(9)), []);
    assert.deepEqual(await codes(science, pods(11)), ['8 beyond-quota']);
    assert.deepEqual(await codes(science, pods(21)), ['4 beyond-quota', '8 beyond-quota', '8 beyond-quota']);
    assert.deepEqual(await codes(checkout, pods(100)), []);
  });

  test('take the tightest of several quotas', async () => {
    const { api } = team.playground;
    const metadata = { name: 'tight', namespace: 'data-science' };
    api.create({ apiVersion: 'v1', kind: 'ResourceQuota', metadata, spec: { hard: { cpu: '1500m', pods: '30' } } });
    const { world } = await team.engine.previews.open(science, operation());
    assert.deepEqual([world.quotaLeft?.get('pods'), world.quotaLeft?.get('requests.cpu')], [14, 1.5]);
  });

  test('say nothing of what cannot be read', async () => {
    await team.end();
    team = await startTeam({ namespace: 'data-science' });
    const { world, target } = await team.engine.previews.open(science, operation());
    assert.equal(target.version, '0.30.4');
    assert.equal(world.ingressHosts, undefined);
    assert.equal(world.quotaLeft?.get('pods'), 14);
    assert.deepEqual(await codes(science, ingress('shop.example.com')), []);
  });

  test('say what is missing inside, where somebody is connected', async () => {
    const { connections } = team.engine;
    const using = (name: string): string =>
      pods(1)
        .replace('{name: web}', '{name: web, namespace: shop}')
        .replace('      containers:', `      volumes: [{name: v, configMap: {name: ${name}}}]\n      containers:`);
    assert.deepEqual(await codes(checkout, using('never')), []);
    await connections.connect(checkout, operation(), { mode: 'private' });
    const inside = await connections.client(checkout)?.list(resources.configmaps, 'shop');
    const known = inside?.items.find(({ metadata }) => metadata?.name !== 'kube-root-ca.crt')?.metadata?.name ?? '';
    assert.deepEqual(await codes(checkout, using(known)), []);
    assert.deepEqual(await codes(checkout, using('kube-root-ca.crt')), []);
    assert.deepEqual(await codes(checkout, using('never')), ['7 reference-not-synced']);
    assert.deepEqual(await codes(checkout, using(known).replace('namespace: shop', 'namespace: data')), [
      '7 reference-not-synced',
    ]);
  });

  test('take the defaults of the version where the configuration cannot be read, and say so', async () => {
    const { api } = team.playground;
    for (const { metadata } of api.list(resources.secrets, 'team-checkout')) {
      if (/^(sh\.helm\.release|vc-config-)/u.test(metadata?.name ?? '')) {
        api.delete(resources.secrets, 'team-checkout', metadata?.name ?? '');
      }
    }
    const { options, target, notice } = await team.engine.previews.open(checkout, operation());
    assert.deepEqual(options, {});
    assert.equal(target.version, '0.36.1');
    assert.match(notice ?? '', /^The defaults of its version are taken .* vc-config-checkout-staging was found\.$/u);
    assert.deepEqual(await codes(checkout, ingress('free.example.com')), ['1 not-synced']);
    assert.equal((await team.engine.previews.open(science, operation())).notice, undefined);
  });

  test('say that a vcluster is gone, and end when they are cancelled', async () => {
    const gone = vclusterId({ context, namespace: 'nowhere', name: 'nothing' });
    await assert.rejects(team.engine.previews.open(gone, operation()), (error) => OperationError.is(error, 'gone'));
    const cancelled = { ...operation(), signal: AbortSignal.abort() };
    await assert.rejects(team.engine.previews.open(checkout, cancelled));
  });
});

suite('What is shown of a manifest that is edited', () => {
  const object = (title: string): PreviewedObject => ({ title, virtual: '' });
  const follow = (shown: readonly string[], now: readonly string[]): readonly (string | undefined)[] =>
    followed(shown, now.map(object)).map((one) => one?.title);

  test('stays with the objects of the same name, wherever they stand', () => {
    assert.deepEqual(follow(['a', 'b'], ['new', 'b', 'a']), ['a', 'b']);
  });

  test('follows one that was renamed, and says which is gone', () => {
    assert.deepEqual(follow(['a', 'b'], ['b', 'c']), ['c', 'b']);
    assert.deepEqual(follow(['a', 'b', 'c'], ['c']), [undefined, undefined, 'c']);
    assert.deepEqual(follow([], ['a']), []);
    assert.deepEqual(follow(['a', 'a'], ['a', 'a']), ['a', 'a']);
  });
});
