import assert from 'node:assert/strict';
import { resources } from '../../../src/core/kube/resource.ts';
import { Cluster } from '../../../src/core/playground/cluster.ts';
import { podSummary } from '../../../src/core/playground/podStatus.ts';
import { until } from './harness.ts';

const clock = { now: () => Date.parse('2026-11-22T12:00:00Z') };
const start = () => new Cluster('sample', { clock, seed: 7, pace: 0.01 });

describe('life of the playground', () => {
  let cluster: Cluster;

  beforeEach(() => {
    cluster = start();
  });
  afterEach(() => cluster.stop());

  async function settled(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 60));
  }

  it('counts up the restarts of what crashes', async () => {
    const restarts = () => podSummary(cluster.api.get(resources.pods, 'qa', 'nightly-0')).restarts;
    await settled();
    const before = restarts();
    const happened = Array.from({ length: 7 }, () => cluster.life.tick());
    assert.equal(restarts(), before + happened.filter((what) => what === 'crash').length);
    assert.ok(restarts() > before);
    assert.equal(podSummary(cluster.api.get(resources.pods, 'qa', 'nightly-0')).status, 'CrashLoopBackOff');
  });

  it('lets pods of a vcluster arrive, start and leave, never more than a few', async () => {
    const visitors = () =>
      cluster.api.list(resources.pods).filter((pod) => pod.metadata?.name?.startsWith('batch-job-'));
    await settled();
    assert.equal(cluster.life.tick(), 'arrived');
    await until(() => visitors().length === 1 && podSummary(visitors()[0] ?? {}).ready === 1, 'a running pod');
    assert.ok(visitors()[0]?.metadata?.labels?.['vcluster.loft.sh/managed-by']);
    for (let step = 0; step < 70; step += 1) {
      cluster.life.tick();
      assert.ok(visitors().length <= 4);
      if (step % 7 === 0) {
        await settled();
      }
    }
    assert.ok(visitors().length >= 1);
  });

  it('is the same for the same seed', async () => {
    await settled();
    const other = start();
    try {
      await settled();
      const steps = (one: Cluster) => Array.from({ length: 14 }, () => one.life.tick());
      assert.deepEqual(steps(cluster), steps(other));
      const flapped = (one: Cluster) =>
        one.api.list(resources.pods).map((pod) => `${pod.metadata?.name} ${podSummary(pod).ready}`);
      assert.deepEqual(
        flapped(cluster).filter((line) => line.endsWith(' 0')),
        flapped(other).filter((line) => line.endsWith(' 0')),
      );
    } finally {
      other.stop();
    }
  });

  it('goes on by itself only between start and stop', async () => {
    await settled();
    const { version } = cluster.store;
    await settled();
    assert.equal(cluster.store.version, version);
    cluster.life.start(1000);
    await until(() => cluster.store.version > version, 'a change');
    cluster.life.stop();
    await settled();
    const stopped = cluster.store.version;
    await settled();
    assert.equal(cluster.store.version, stopped);
  });
});
