import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { OperationError } from '../../../src/core/base/operationError.ts';
import { resources } from '../../../src/core/kube/resource.ts';
import { pauseVCluster } from '../../../src/core/lifecycle/pause.ts';
import { resumeVCluster } from '../../../src/core/lifecycle/resume.ts';
import { before as doBefore, LifecycleBench, TestOperation } from './bench.ts';

describe('resumeVCluster', () => {
  let lab: LifecycleBench;
  const resume = (name: string, operation = new TestOperation(), client = lab.client) =>
    resumeVCluster(client, lab.address(name), operation);
  const pause = (name: string) => pauseVCluster(lab.client, lab.address(name), new TestOperation());
  const patchSet = (name: string, patch: object) =>
    lab.playground.api.patch(resources.statefulsets, lab.address(name).namespace, name, patch);

  beforeEach(async () => {
    lab = await LifecycleBench.start();
  });
  afterEach(() => lab.end());

  it('brings back what the fleet has paused, of both generations', async () => {
    for (const name of ['pr-1423', 'edge-lab']) {
      assert.deepEqual(await resume(name), { scaled: [{ name, replicas: 1 }] });
      assert.deepEqual(lab.seen(lab.address(name)), { [name]: { replicas: 1, marks: {} } });
      await lab.until(() => lab.syncedPods(lab.address(name)).length > 0, 'its pods');
    }
  });

  it('is refused where nothing is paused, and says what to do', async () => {
    await assert.rejects(resume('office'), { kind: 'refused', message: 'office is not paused.' });
    await assert.rejects(resume('demo'), { kind: 'refused', message: /Pause it first, then resume it/u });
    await assert.rejects(resume('mobile-dev'), { kind: 'refused', message: /vCluster Platform/u });
    patchSet('pr-1423', { metadata: { annotations: { 'loft.sh/restoring': 'true' } } });
    await assert.rejects(resume('pr-1423'), { kind: 'refused', message: /being restored/u });
    const address = { ...lab.address('office'), name: 'nobody' };
    await assert.rejects(resumeVCluster(lab.client, address, new TestOperation()), { kind: 'gone' });
    assert.deepEqual(lab.writes(), []);
  });

  it('gives one replica where the mark does not say how many', async () => {
    for (const value of [null, '', 'many', '-2', '0']) {
      const annotations = { 'loft.sh/paused': 'true', 'loft.sh/paused-replicas': value };
      patchSet('pr-1423', { metadata: { annotations }, spec: { replicas: 0 } });
      assert.deepEqual((await resume('pr-1423')).scaled, [{ name: 'pr-1423', replicas: 1 }], String(value));
    }
  });

  it('takes a mark away that is left from before it was scaled up, and leaves the replicas', async () => {
    patchSet('pr-1423', { spec: { replicas: 3 } });
    await resume('pr-1423');
    assert.deepEqual(lab.seen(lab.address('pr-1423')), { 'pr-1423': { replicas: 3, marks: {} } });
  });

  it('brings back a scheduler that somebody has marked, before the syncer', async () => {
    const { namespace } = lab.address('billing');
    const selector = { app: 'vcluster-scheduler', release: 'billing' };
    lab.playground.api.create({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name: 'billing-scheduler',
        namespace,
        labels: selector,
        annotations: { 'loft.sh/paused': 'true', 'loft.sh/paused-replicas': '2' },
      },
      spec: {
        replicas: 0,
        selector: { matchLabels: selector },
        template: { metadata: { labels: selector }, spec: { containers: [{ name: 'main', image: 'nginx:1.27' }] } },
      },
    });
    await pause('billing');
    const { scaled } = await resume('billing');
    const order = ['billing-etcd', 'billing-api', 'billing-controller', 'billing-scheduler', 'billing'];
    assert.deepEqual(
      scaled,
      order.map((name) => ({ name, replicas: 2 })),
    );
  });

  it('can be run again, or turned back, after a failure at any of its writes', async () => {
    const address = lab.address('billing');
    const before = lab.seen(address);
    for (const failing of ['billing-etcd', 'billing-api', 'billing-controller', 'billing']) {
      for (const way of ['again', 'back']) {
        await pause('billing');
        lab.playground.faults.add({ verb: 'patch', name: failing }, { kind: 'reset' }, 1);
        await assert.rejects(resume('billing'), { name: 'KubeError' });
        if (way === 'back') {
          await pause('billing');
          assert.deepEqual(Object.values(lab.replicas(address)), [0, 0, 0, 0]);
        }
        await resume('billing');
        assert.deepEqual(lab.seen(address), before, `${failing}, ${way}`);
      }
    }
  });

  it('stops when cancelled, and either command goes on', async () => {
    const address = lab.address('billing');
    const before = lab.seen(address);
    for (const phase of [/Looking at/u, /Scaling billing-etcd to 2/u, /Scaling billing-controller to 2/u]) {
      await pause('billing');
      const operation = new TestOperation(phase);
      await assert.rejects(resume('billing', operation), (error) => {
        assert.ok(OperationError.is(error, 'cancelled'));
        assert.match(error.message, /^Cancelled(\. Nothing of billing was changed\.| half-way: resume billing again)/u);
        return true;
      });
      assert.match(operation.phases.at(-1) ?? '', phase);
      await resume('billing');
      assert.deepEqual(lab.seen(address), before);
    }
  });

  it('tries again after a conflict, and leaves alone what was made anew', async () => {
    const { namespace } = lab.address('pr-1423');
    const touch = () => patchSet('pr-1423', { metadata: { annotations: { touched: 'yes' } } });
    await resume('pr-1423', new TestOperation(), doBefore(lab.client, /^PATCH/u, touch));
    assert.deepEqual(lab.seen(lab.address('pr-1423')), { 'pr-1423': { replicas: 1, marks: {} } });
    await pause('pr-1423');
    const anew = () => {
      const { metadata, spec } = lab.playground.api.get(resources.statefulsets, namespace, 'pr-1423');
      const { labels = {}, annotations = {} } = metadata ?? {};
      lab.playground.api.remove(resources.statefulsets, namespace, 'pr-1423');
      const fresh = { name: 'pr-1423', namespace, labels, annotations };
      lab.playground.api.create({ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: fresh, spec });
    };
    await assert.rejects(resume('pr-1423', new TestOperation(), doBefore(lab.client, /^PATCH/u, anew)), {
      kind: 'gone',
    });
    assert.equal(lab.replicas(lab.address('pr-1423'))['pr-1423'], 0);
    const asleep = () => patchSet('pr-1423', { metadata: { labels: { 'loft.sh/sleep-mode': 'true' } } });
    await assert.rejects(resume('pr-1423', new TestOperation(), doBefore(lab.client, /^PATCH/u, asleep)), {
      kind: 'refused',
    });
  });
});
