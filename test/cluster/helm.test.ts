import assert from 'node:assert/strict';
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { OperationError } from '../../src/core/base/operationError.ts';
import type { Deployment } from '../../src/core/deploy/deployment.ts';
import { watchDeployment } from '../../src/core/deploy/progress.ts';
import { discardInterruption, readRelease } from '../../src/core/deploy/release.ts';
import type { KubeObject } from '../../src/core/kube/resource.ts';
import { crashHelm, HelmSession, operationOf } from './host/helmSession.ts';
import { until } from './until.ts';

const signal = AbortSignal.timeout(600_000);

describe('helm on a real API server', () => {
  let session: HelmSession;
  const sessions: HelmSession[] = [];
  const namespaces: string[] = [];

  before(async function () {
    this.timeout(20 * 60_000);
    session = await open(this.host);
  });

  after(async function () {
    for (const name of namespaces) {
      await this.host.api.remove(`/api/v1/namespaces/${name}`).catch(() => undefined);
    }
    for (const one of sessions) {
      await one.close();
    }
  });

  async function open(host: Mocha.Context['host'], options?: Parameters<typeof HelmSession.open>[1]) {
    const opened = await HelmSession.open(host, options);
    sessions.push(opened);
    return opened;
  }

  function made(values: string, name?: string): Deployment {
    const deployment = session.deployment(values, name);
    namespaces.push(deployment.namespace);
    return deployment;
  }

  const message = async (host: Mocha.Context['host'], { namespace, name }: Deployment): Promise<string> => {
    const set = await host.api.get<{
      spec: { template: { spec: { containers: { env: { value: string }[] }[] } } };
    }>(`/apis/apps/v1/namespaces/${namespace}/statefulsets/${name}`);
    return set.spec.template.spec.containers[0]?.env[0]?.value ?? '';
  };

  it('deploys into a namespace that is marked as made for it, and its release can be read', async function () {
    const deployment = made("message: 'yes'\nnested: {b: 1, a: [x]}\n");
    await session.driver.deploy(deployment, operationOf());
    assert.equal(await message(this.host, deployment), 'yes');
    const { metadata } = await this.host.api.get<KubeObject>(`/api/v1/namespaces/${deployment.namespace}`);
    assert.equal(metadata?.annotations?.['vcluster.loft.sh/created'], 'true');
    const { source, record, values, interruption } = await readRelease(session.client, deployment, signal);
    assert.equal(source, 'helm');
    assert.equal(values, "message: 'yes'\nnested:\n  a:\n    - x\n  b: 1\n");
    assert.deepEqual([record?.status, record?.revision, record?.chart.version], ['deployed', 1, '0.36.1']);
    assert.match(record?.manifest ?? '', /kind: StatefulSet/u);
    assert.equal(interruption, undefined);
    assert.deepEqual(await readdir(session.runs), [], 'no file is left behind');
    assert.ok(session.lines.some((line) => /deployed/iu.test(line)));
  });

  it('upgrades with the whole values: what they do not say goes back to the chart', async function () {
    const deployment = made('message: mine\nreplicas: 0\n');
    await session.driver.deploy(deployment, operationOf());
    await session.driver.upgrade({ ...deployment, values: 'replicas: 0\n' }, operationOf());
    assert.equal(await message(this.host, deployment), 'from the chart');
    const { record, values } = await readRelease(session.client, deployment, signal);
    assert.deepEqual([record?.revision, values], [2, 'replicas: 0\n']);
  });

  it('acts on its own context, whatever the environment and the working folder hold', async function () {
    const variables = {
      KUBECONFIG: '/nowhere/config',
      HELM_NAMESPACE: 'other',
      HELM_KUBECONTEXT: 'other',
      HELM_DRIVER: 'configmap',
    };
    const steered = await open(this.host, { variables });
    const deployment = made('replicas: 0\n');
    const folder = await mkdtemp(join(tmpdir(), 'cwd-'));
    const cwd = process.cwd();
    process.chdir(folder);
    try {
      await steered.driver.deploy(deployment, operationOf());
    } finally {
      process.chdir(cwd);
    }
    assert.equal((await readRelease(session.client, deployment, signal)).source, 'helm');
  });

  it('says what helm says when it fails, and can be run again', async function () {
    const deployment = made('size: many\n');
    await assert.rejects(session.driver.deploy(deployment, operationOf()), (error) => {
      assert.ok(OperationError.is(error, 'toolFailed'), `${error}`);
      assert.match(error.message, /^helm failed: .*quantities/u);
      return true;
    });
    const { interruption } = await readRelease(session.client, deployment, signal);
    assert.equal(interruption?.status, 'failed');
    assert.equal(interruption?.blocks, false);
    await session.driver.deploy({ ...deployment, values: 'message: repaired\n' }, operationOf());
    assert.equal(await message(this.host, deployment), 'repaired');
  });

  for (const how of ['cancelled', 'killed'] as const) {
    it(`can be deployed again after helm was ${how} half-way`, async function () {
      const deployment = made('hook: true\n');
      const controller = new AbortController();
      const running = session.driver.deploy(deployment, operationOf(controller.signal));
      running.catch(() => undefined);
      const job = `/apis/batch/v1/namespaces/${deployment.namespace}/jobs/${deployment.name}-job`;
      const there = () =>
        this.host.api.get(job).then(
          () => true,
          () => false,
        );
      await until('helm waits for its hook', there);
      await (how === 'killed' ? crashHelm() : controller.abort());
      const kind = how === 'killed' ? 'toolFailed' : 'cancelled';
      await assert.rejects(running, (error) => OperationError.is(error, kind));
      assert.deepEqual(await readdir(session.runs), []);
      const again = { ...deployment, values: 'message: again\n' };
      const { interruption } = await readRelease(session.client, deployment, signal);
      assert.equal(interruption?.status, how === 'killed' ? 'pending-install' : 'failed');
      if (interruption?.blocks) {
        await assert.rejects(session.driver.deploy(again, operationOf()), /another operation/u);
        await discardInterruption(session.client, deployment, interruption, signal);
      }
      await session.driver.deploy(again, operationOf());
      assert.equal(await message(this.host, deployment), 'again');
    });
  }

  it('gives manifests without a word to the cluster', async () => {
    const deployment = session.deployment('message: shown\n');
    const before = session.lines.length;
    const text = await session.driver.template(deployment, operationOf());
    const kinds = loadAll(text).map((one) => (one as KubeObject).kind);
    assert.deepEqual([...kinds].sort(), ['ClusterRole', 'Secret', 'Service', 'StatefulSet']);
    assert.equal(session.lines.length, before, 'manifests hold Secrets and stay out of the log');
    assert.equal((await readRelease(session.client, deployment, signal)).source, 'none');
  });

  it('takes a release away, and once more', async () => {
    const deployment = made('replicas: 0\n');
    await session.driver.deploy(deployment, operationOf());
    await session.driver.uninstall(deployment, operationOf());
    await session.driver.uninstall(deployment, operationOf());
    assert.equal((await readRelease(session.client, deployment, signal)).source, 'none');
  });

  it('is watched until the vcluster is ready', async function () {
    const deployment = made('message: watched\n');
    const { namespace, name } = deployment;
    const operation = operationOf();
    const ready = watchDeployment(session.client, deployment, operation);
    await session.driver.deploy(deployment, operationOf());
    const said = (words: RegExp) => () => operation.said.some((text) => words.test(text));
    await until('it waits for the control plane', said(/control plane/u), { state: () => operation.said });
    const pod = `/api/v1/namespaces/${namespace}/pods/${name}-0`;
    await until('the pod is there', () =>
      this.host.api.get(pod).then(
        () => true,
        () => false,
      ),
    );
    const conditions = ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({
      type,
      status: 'True',
    }));
    const containerStatuses = [
      { name: 'syncer', image: 'x', imageID: 'x', ready: true, started: true, restartCount: 0, state: { running: {} } },
    ];
    await this.host.api.patch(
      `${pod}/status`,
      { status: { phase: 'Running', conditions, containerStatuses } },
      'strategic',
    );
    await until('it waits for the kubeconfig', said(/kubeconfig/u), { state: () => operation.said });
    await this.host.api.create(`/api/v1/namespaces/${namespace}/secrets`, { metadata: { name: `vc-${name}` } });
    await ready;
  });
});
