import assert from 'node:assert/strict';
import type { KubeObject } from '../../src/core/kube/resource.ts';
import { cleanLeftovers, leftovers } from '../../src/core/removal/leftovers.ts';
import { planRemoval } from '../../src/core/removal/plan.ts';
import { removeVCluster } from '../../src/core/removal/removal.ts';
import { stuckNamespace, stuckText } from '../../src/core/removal/stuckNamespace.ts';
import { HelmSession, operationOf } from './host/helmSession.ts';
import { until } from './until.ts';

const signal = AbortSignal.timeout(600_000);

describe('deleting a vcluster on a real API server', () => {
  let session: HelmSession;

  before(async function () {
    this.timeout(20 * 60_000);
    session = await HelmSession.open(this.host);
  });

  after(() => session.close());

  async function deployed(host: Mocha.Context['host'], replicas: number) {
    const deployment = session.deployment(`replicas: ${replicas}\n`);
    await session.driver.deploy(deployment, operationOf());
    const claims = `/api/v1/namespaces/${deployment.namespace}/persistentvolumeclaims`;
    const count = async () => (await host.api.get<{ items: KubeObject[] }>(claims)).items.length;
    await until('its volumes are there', async () => (await count()) === replicas);
    await host.api.create(`/api/v1/namespaces/${deployment.namespace}/configmaps`, {
      metadata: { name: `vc-cidr-${deployment.name}` },
      data: { cidr: '10.96.0.0/12' },
    });
    return { deployment, claims };
  }

  const exists = (host: Mocha.Context['host'], path: string) =>
    host.api.get(path).then(
      () => true,
      () => false,
    );

  it('takes everything along, its namespace included', async function () {
    const { deployment } = await deployed(this.host, 3);
    const { namespace, name } = deployment;
    const plan = await planRemoval(session.client, deployment, [], signal);
    assert.deepEqual(
      plan.items
        .filter(({ kind }) => kind === 'volume')
        .map(({ target }) => target?.name)
        .sort(),
      [`data-${name}-0`, `data-${name}-1`, `data-${name}-2`],
    );
    assert.equal(plan.items.find(({ kind }) => kind === 'namespace')?.proposal, 'remove');
    const result = await removeVCluster(plan, new Map(), session, operationOf());
    assert.deepEqual(result.problems, []);
    await until('the namespace is gone', async () => !(await exists(this.host, `/api/v1/namespaces/${namespace}`)));
    assert.equal(
      await exists(this.host, `/apis/rbac.authorization.k8s.io/v1/clusterroles/vc-${name}-v-${namespace}`),
      false,
    );
    assert.deepEqual((await leftovers(session.client, deployment, [], signal)).items, []);
  });

  it('keeps volumes and the namespace on request, and cleans them later', async function () {
    const { deployment, claims } = await deployed(this.host, 2);
    const { namespace, name } = deployment;
    const plan = await planRemoval(session.client, deployment, [], signal);
    const kept = plan.items.filter(({ kind, target }) => kind === 'namespace' || target?.name === `data-${name}-1`);
    const choices = new Map(kept.map(({ id }) => [id, 'keep' as const]));
    await removeVCluster(plan, choices, session, operationOf());
    await until('the other volume is gone', async () => !(await exists(this.host, `${claims}/data-${name}-0`)));
    assert.equal(await exists(this.host, `${claims}/data-${name}-1`), true);
    assert.equal(await exists(this.host, `/api/v1/namespaces/${namespace}/configmaps/vc-cidr-${name}`), false);
    const left = await leftovers(session.client, deployment, [], signal);
    const volumes = left.items.filter(({ kind }) => kind !== 'namespace');
    assert.deepEqual(
      volumes.map(({ label, proposal }) => `${proposal} ${label}`),
      [`remove PersistentVolumeClaim data-${name}-1`],
    );
    assert.deepEqual((await cleanLeftovers(left.items, session, operationOf())).problems, []);
    await until('the namespace is gone', async () => !(await exists(this.host, `/api/v1/namespaces/${namespace}`)));
  });

  it('finds what a deletion by other means left over', async function () {
    const { deployment } = await deployed(this.host, 1);
    const { namespace, name } = deployment;
    await this.host.api.remove(`/apis/apps/v1/namespaces/${namespace}/statefulsets/${name}`);
    const gone = () => leftovers(session.client, deployment, [], signal);
    const left = await gone();
    assert.deepEqual(
      left.items.map(({ label }) => label).sort(),
      [
        `ClusterRole vc-${name}-v-${namespace}`,
        `ConfigMap vc-cidr-${name}`,
        `Namespace ${namespace}`,
        `PersistentVolumeClaim data-${name}-0`,
        `Secret sh.helm.release.v1.${name}.v1`,
        `Secret vc-config-${name}`,
        `Service ${name}`,
      ].sort(),
    );
    assert.deepEqual((await cleanLeftovers(left.items, session, operationOf())).problems, []);
    await until('nothing is left', async () => (await gone()).items.length === 0);
  });

  it('says what holds a namespace back', async function () {
    const { deployment } = await deployed(this.host, 1);
    const { namespace } = deployment;
    const finalizers = ['example.com/guard'];
    const stone = `/api/v1/namespaces/${namespace}/configmaps/stone`;
    await this.host.api.create(`/api/v1/namespaces/${namespace}/configmaps`, {
      metadata: { name: 'stone', finalizers },
    });
    await this.host.api.patch(`/api/v1/namespaces/${namespace}`, { metadata: { finalizers: ['example.com/ns'] } });
    const plan = await planRemoval(session.client, deployment, [], signal);
    await removeVCluster(plan, new Map(), session, operationOf());
    const look = () => stuckNamespace(session.client, namespace, signal);
    await until(
      'the cluster says why',
      async () => (await look())?.messages.some((one) => one.includes('example.com/guard')) ?? false,
    );
    const stuck = await look();
    assert.ok(stuck);
    assert.deepEqual(stuck.held, [{ kind: 'ConfigMap', name: 'stone', finalizers }]);
    assert.match(stuckText(stuck), /waits for ConfigMap stone, which is held by the finalizer example\.com\/guard/u);
    await this.host.api.patch(stone, { metadata: { finalizers: null } });
    const own = () => look().then((one) => one?.held.length === 0 && one.finalizers.includes('example.com/ns'));
    await until('its own finalizer holds it', own);
    await this.host.api.patch(`/api/v1/namespaces/${namespace}`, { metadata: { finalizers: null } });
    await until('it goes on', async () => (await look()) === undefined);
  });
});
