import assert from 'node:assert/strict';
import { OperationError } from '../../../src/core/base/operationError.ts';
import { resolveSyncerPod } from '../../../src/core/forward/syncerPod.ts';
import type { ForwardTarget } from '../../../src/core/forward/target.ts';
import type { KubeClient } from '../../../src/core/kube/client.ts';
import { KubeError } from '../../../src/core/kube/error.ts';
import { createKubeClient } from '../../../src/core/kube/httpClient.ts';
import { type KubeObject, resources } from '../../../src/core/kube/resource.ts';
import { contextFor } from '../kube/apiServer.ts';
import { type Bench, startBench, until } from '../playground/harness.ts';

const of = { namespace: 'default', name: 'dev' };
const image = 'gone.invalid/vcluster:1';

function podOf(name: string, labels: Readonly<Record<string, string>>): KubeObject {
  const containers = [{ name: 'syncer', image }];
  // Without a node nothing happens to it but what the test does.
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels },
    spec: { schedulerName: 'none', containers },
  };
}

function statusOf(ready: boolean, state: object = { running: {} }): object {
  return {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
    containerStatuses: [{ name: 'syncer', ready, restartCount: 0, state }],
  };
}

describe('syncer pod', () => {
  let bench: Bench;
  let client: KubeClient;
  const waited: string[] = [];

  beforeEach(async () => {
    bench = await startBench();
    client = createKubeClient(contextFor(bench.playground.server.url, { token: bench.playground.token }), {
      environment: {},
    });
    waited.length = 0;
  });
  afterEach(async () => {
    client.close();
    await bench.end();
  });

  const syncer = { app: 'vcluster', release: 'dev' };
  const make = (name: string, status?: object, labels: Readonly<Record<string, string>> = syncer) => {
    bench.playground.api.create(podOf(name, labels));
    if (status !== undefined) {
      set(name, status);
    }
  };
  const set = (name: string, status: object) => {
    const pod = bench.playground.api.get(resources.pods, 'default', name);
    bench.playground.api.update({ ...pod, status }, { subresource: 'status' });
  };
  const resolve = (signal = new AbortController().signal): Promise<ForwardTarget> =>
    resolveSyncerPod(client, of, 8443, signal, (why) => waited.push(why));

  it('is a ready one of this vcluster', async () => {
    make('dev-0', statusOf(false));
    make('dev-1', statusOf(true));
    make('other-0', statusOf(true), { app: 'vcluster', release: 'other' });
    make('dev-etcd-0', statusOf(true), { app: 'vcluster-etcd', release: 'dev' });
    const { uid = '' } = bench.playground.api.get(resources.pods, 'default', 'dev-1').metadata ?? {};
    assert.deepEqual(await resolve(), { namespace: 'default', pod: 'dev-1', uid, port: 8443 });
    assert.deepEqual(waited, []);
  });

  it('is waited for, with what kubectl says of it', async () => {
    const found = resolve();
    await until(() => waited.length === 1, 'the first reason');
    make('dev-0');
    await until(() => waited.length === 2, 'the second');
    set('dev-0', statusOf(false, { waiting: { reason: 'ImagePullBackOff', message: 'Back-off pulling image' } }));
    await until(() => waited.length === 3, 'the third');
    set('dev-0', statusOf(true));
    assert.equal((await found).pod, 'dev-0');
    assert.deepEqual(waited, [
      'dev has no pod. Check whether it is paused.',
      'The pod dev-0 is not ready (Pending, 0/1).',
      'The pod dev-0 is not ready (ImagePullBackOff, 0/1: Back-off pulling image).',
    ]);
    await until(() => bench.playground.requests.openWatches() === 0, 'the end of the watch');
  });

  it('is never one that is going away', async () => {
    make('dev-0', statusOf(true));
    const pod = bench.playground.api.get(resources.pods, 'default', 'dev-0');
    bench.playground.api.update({ ...pod, metadata: { ...pod.metadata, finalizers: ['test/hold'] } });
    bench.playground.api.delete(resources.pods, 'default', 'dev-0', { gracePeriodSeconds: 0 });
    const found = resolve();
    await until(() => waited.length > 0, 'the reason');
    assert.deepEqual(waited, ['The pod of dev is being replaced.']);
    make('dev-1', statusOf(true));
    assert.equal((await found).pod, 'dev-1');
  });

  it('gives the reason of the pod when the time is up', async () => {
    make('dev-0', statusOf(false, { waiting: { reason: 'CrashLoopBackOff' } }));
    const time = new AbortController();
    const found = resolve(time.signal);
    await until(() => waited.length > 0, 'the reason');
    time.abort();
    await assert.rejects(
      found,
      (error) => OperationError.is(error, 'notReady') && /CrashLoopBackOff/u.test(error.message),
    );
  });

  it('is looked for again and again where watching is not allowed', async () => {
    const rules = [{ verbs: ['list'], apiGroups: [''], resources: ['pods'] }];
    const token = bench.playground.tokens.issue({ user: 'jane', rules });
    client.close();
    client = createKubeClient(contextFor(bench.playground.server.url, { token }), { environment: {} });
    const found = resolve();
    await until(() => waited.length > 0, 'the reason');
    make('dev-0', statusOf(true));
    assert.equal((await found).pod, 'dev-0');
  });

  it('is an error where pods cannot be listed', async () => {
    const token = bench.playground.tokens.issue({ user: 'jane', rules: [] });
    client.close();
    client = createKubeClient(contextFor(bench.playground.server.url, { token }), { environment: {} });
    await assert.rejects(resolve(), (error) => KubeError.is(error, 'forbidden'));
  });
});
