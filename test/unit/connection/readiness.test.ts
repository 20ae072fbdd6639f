import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { waitUntilReady } from '../../../src/core/connection/readiness.ts';
import { Hosts } from '../../../src/core/host/hosts.ts';
import { KubeError } from '../../../src/core/kube/error.ts';
import { resources } from '../../../src/core/kube/resource.ts';
import { vclusterId } from '../../../src/core/vcluster/id.ts';
import { context, kubeconfig } from '../explorer/samples.ts';
import { FakeCluster, FakeKubeconfig } from '../host/fakeCluster.ts';
import { statefulSet, syncerPod } from '../host/objects.ts';

const { pods, statefulsets } = resources;
const id = vclusterId({ context: 'prod', namespace: 'team-a', name: 'shop' });

function annotated(annotations: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>> = {}) {
  const set = statefulSet('team-a', 'shop', 0);
  return { ...set, metadata: { ...set.metadata, annotations, labels: { ...set.metadata?.labels, ...labels } } };
}

describe('waiting for a vcluster', () => {
  let cluster: FakeCluster;
  let config: FakeKubeconfig;
  let hosts: Hosts;
  let phases: string[];
  let controller: AbortController;

  beforeEach(() => {
    cluster = new FakeCluster();
    config = new FakeKubeconfig(kubeconfig([context('prod')], 'prod'));
    hosts = new Hosts(config, cluster.tools);
    phases = [];
    controller = new AbortController();
  });

  afterEach(() => hosts.dispose());

  const wait = (options?: Parameters<typeof waitUntilReady>[3]) => {
    const ready = waitUntilReady(
      hosts,
      id,
      { signal: controller.signal, report: (text) => phases.push(text) },
      options,
    );
    ready.catch(() => undefined);
    return ready;
  };

  it('ends at once for one that is ready', async () => {
    cluster.store([statefulsets, statefulSet('team-a', 'shop')], [pods, syncerPod('team-a', 'shop')]);
    const ready = wait();
    cluster.answer();
    assert.equal((await ready).name, 'shop');
  });

  it("says the pod's own reason meanwhile, and lets go of the host at the end", async () => {
    cluster.store(
      [statefulsets, statefulSet('team-a', 'shop')],
      [pods, syncerPod('team-a', 'shop', 'ImagePullBackOff')],
    );
    const ready = wait();
    cluster.answer();
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.match(phases.join('\n'), /Waiting for the control plane · failing: ImagePullBackOff/u);
    cluster.put(pods, syncerPod('team-a', 'shop'));
    await ready;
    await new Promise((resolve) => setTimeout(resolve, cluster.tools.lingerMs * 3));
    assert.deepEqual(cluster.watched, []);
  });

  it('does not wait for what waiting cannot bring', async () => {
    const states = [
      [annotated({ 'loft.sh/paused': 'true', 'loft.sh/paused-replicas': '1' }), 'refused', /paused\. Resume it/u],
      [annotated({}, { 'loft.sh/sleep-mode': 'true' }), 'refused', /put to sleep by the vCluster Platform/u],
      [annotated({}), 'refused', /scaled to zero/u],
      [annotated({ 'loft.sh/restoring': 'true' }), 'refused', /being restored/u],
    ] as const;
    for (const [object, kind, message] of states) {
      cluster.put(statefulsets, object);
      const ready = wait();
      cluster.answer();
      await assert.rejects(ready, { name: 'OperationError', kind, message });
    }
  });

  it('waits out what it was told is about to change', async () => {
    cluster.store([statefulsets, annotated({ 'loft.sh/paused': 'true', 'loft.sh/paused-replicas': '1' })]);
    const ready = wait({ patient: true });
    cluster.answer();
    await new Promise((resolve) => setTimeout(resolve, 5));
    cluster.put(pods, syncerPod('team-a', 'shop'));
    cluster.put(statefulsets, statefulSet('team-a', 'shop'));
    assert.equal((await ready).status.phase, 'running');
  });

  it('ends when the vcluster goes, when its context does, and for one that was never there', async () => {
    const gone = { name: 'OperationError', kind: 'gone' };
    const set = statefulSet('team-a', 'shop');
    cluster.store([statefulsets, set]);
    const ready = wait();
    cluster.answer();
    cluster.remove(statefulsets, set);
    await assert.rejects(ready, gone);
    await assert.rejects(wait(), gone);
    cluster.put(statefulsets, set);
    const waiting = wait({ patient: true });
    config.set(kubeconfig([context('other')]));
    await assert.rejects(waiting, { name: 'KubeError', kind: 'kubeconfig', message: /no usable context “prod”/u });
  });

  it('ends with the reason when the time is up', async () => {
    cluster.store(
      [statefulsets, statefulSet('team-a', 'shop')],
      [pods, syncerPod('team-a', 'shop', 'CrashLoopBackOff')],
    );
    const ready = wait({ timeoutMs: 40 });
    cluster.answer();
    await assert.rejects(ready, { kind: 'notReady', message: /CrashLoopBackOff.*logs of its control plane/u });
  });

  it('ends with what keeps its host from being looked at when the time is up', async () => {
    cluster.store([statefulsets, statefulSet('team-a', 'shop')]);
    const ready = wait({ timeoutMs: 40 });
    cluster.answer();
    cluster.fail(new KubeError('unreachable', 'prod refused the connection.'));
    await assert.rejects(ready, { name: 'KubeError', kind: 'unreachable' });
    const silent = new Hosts(config, new FakeCluster().tools);
    const operation = { signal: controller.signal, report: () => undefined };
    await assert.rejects(waitUntilReady(silent, id, operation, { timeoutMs: 20 }), {
      kind: 'notReady',
      message: /The host cluster of shop did not say in time/u,
    });
    silent.dispose();
  });

  it('can be cancelled, also before it begins', async () => {
    cluster.store([statefulsets, statefulSet('team-a', 'shop')]);
    const ready = wait();
    cluster.answer();
    controller.abort();
    await assert.rejects(ready, { name: 'KubeError', kind: 'cancelled' });
    await assert.rejects(wait(), { name: 'KubeError', kind: 'cancelled' });
  });

  it('goes on while the host cannot be reached, and says so', async () => {
    cluster.store([statefulsets, statefulSet('team-a', 'shop')]);
    const ready = wait();
    cluster.answer();
    cluster.fail(new KubeError('unreachable', 'prod refused the connection.'));
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(phases.at(-1), 'prod refused the connection.');
    cluster.store([pods, syncerPod('team-a', 'shop')]);
    cluster.answer();
    await ready;
  });

  it('refuses what is no vcluster and no context', async () => {
    const operation = { signal: controller.signal, report: () => undefined };
    await assert.rejects(waitUntilReady(hosts, 'nonsense', operation), { kind: 'invalid' });
    const elsewhere = vclusterId({ context: 'nowhere', namespace: 'a', name: 'b' });
    await assert.rejects(waitUntilReady(hosts, elsewhere, operation), { name: 'KubeError', kind: 'kubeconfig' });
  });
});
