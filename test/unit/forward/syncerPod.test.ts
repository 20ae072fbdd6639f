import assert from 'node:assert/strict';
import { OperationError } from '../../../src/core/base/operationError.ts';
import { resolveSyncerPod } from '../../../src/core/forward/syncerPod.ts';
import type { ForwardTarget } from '../../../src/core/forward/target.ts';
import type { KubeClient } from '../../../src/core/kube/client.ts';
import { KubeError } from '../../../src/core/kube/error.ts';
import { createKubeClient } from '../../../src/core/kube/httpClient.ts';
import { resources } from '../../../src/core/kube/resource.ts';
import { podSummary } from '../../../src/core/playground/podStatus.ts';
import { contextFor } from '../kube/apiServer.ts';
import { type Bench, startBench, until } from '../playground/harness.ts';

const of = { namespace: 'default', name: 'dev' };
const syncer = { app: 'vcluster', release: 'dev' };
/** An image that nobody has, so that its pod is never ready. */
const gone = 'gone.invalid/vcluster:1';

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

  const make = (name: string, image = 'nginx:1.27', labels: Readonly<Record<string, string>> = syncer) => {
    const containers = [{ name: 'syncer', image }];
    const metadata = { name, namespace: 'default', labels };
    bench.playground.api.create({ apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers } });
  };
  const ready = (name: string) =>
    until(() => podSummary(bench.playground.api.get(resources.pods, 'default', name)).ready === 1, `${name} ready`);
  const resolve = (signal = new AbortController().signal): Promise<ForwardTarget> =>
    resolveSyncerPod(client, of, 8443, signal, (why) => waited.push(why));

  it('is a ready one of this vcluster', async () => {
    make('dev-0', gone);
    make('dev-1');
    make('other-0', undefined, { app: 'vcluster', release: 'other' });
    make('dev-etcd-0', undefined, { app: 'vcluster-etcd', release: 'dev' });
    await Promise.all(['dev-1', 'other-0', 'dev-etcd-0'].map(ready));
    const { uid = '' } = bench.playground.api.get(resources.pods, 'default', 'dev-1').metadata ?? {};
    assert.deepEqual(await resolve(), { namespace: 'default', pod: 'dev-1', uid, port: 8443 });
    assert.deepEqual(waited, []);
  });

  it('is waited for, with what kubectl says of it', async () => {
    const found = resolve();
    await until(() => waited.length === 1, 'the first reason');
    make('dev-0', gone);
    await until(() => waited.some((why) => why.includes('PullBackOff, 0/1')), 'the reason of the pod');
    bench.playground.api.delete(resources.pods, 'default', 'dev-0', { gracePeriodSeconds: 0 });
    make('dev-1');
    assert.equal((await found).pod, 'dev-1');
    assert.equal(waited[0], 'dev has no pod. Check whether it is paused.');
    assert.ok(
      waited.every((why, index) => index === 0 || /^The pod dev-[01] is not ready \(|^dev has no pod/u.test(why)),
    );
    await until(() => bench.playground.requests.openWatches() === 0, 'the end of the watch');
  });

  it('is never one that is going away', async () => {
    make('dev-0');
    await ready('dev-0');
    const pod = bench.playground.api.get(resources.pods, 'default', 'dev-0');
    bench.playground.api.update({ ...pod, metadata: { ...pod.metadata, finalizers: ['test/hold'] } });
    bench.playground.api.delete(resources.pods, 'default', 'dev-0', { gracePeriodSeconds: 0 });
    const found = resolve();
    await until(() => waited.length > 0, 'the reason');
    assert.equal(waited[0], 'The pod of dev is being replaced.');
    make('dev-1');
    assert.equal((await found).pod, 'dev-1');
  });

  it('gives the reason of the pod when the time is up', async () => {
    make('dev-0', gone);
    const time = new AbortController();
    const found = resolve(time.signal);
    await until(() => waited.some((why) => why.includes('PullBackOff')), 'the reason');
    time.abort();
    await assert.rejects(found, (error) => OperationError.is(error, 'notReady') && /PullBackOff/u.test(error.message));
  });

  it('is looked for again and again where watching is not allowed', async () => {
    const rules = [{ verbs: ['list'], apiGroups: [''], resources: ['pods'] }];
    const token = bench.playground.tokens.issue({ user: 'jane', rules });
    client.close();
    client = createKubeClient(contextFor(bench.playground.server.url, { token }), { environment: {} });
    const found = resolve();
    await until(() => waited.length > 0, 'the reason');
    make('dev-0');
    assert.equal((await found).pod, 'dev-0');
  });

  it('is an error where pods cannot be listed', async () => {
    const token = bench.playground.tokens.issue({ user: 'jane', rules: [] });
    client.close();
    client = createKubeClient(contextFor(bench.playground.server.url, { token }), { environment: {} });
    await assert.rejects(resolve(), (error) => KubeError.is(error, 'forbidden'));
  });
});
