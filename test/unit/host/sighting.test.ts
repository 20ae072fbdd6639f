import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { HostView } from '../../../src/core/explorer/view.ts';
import { Hosts } from '../../../src/core/host/hosts.ts';
import { sighted } from '../../../src/core/host/sighting.ts';
import { resources } from '../../../src/core/kube/resource.ts';
import { vclusterId } from '../../../src/core/vcluster/id.ts';
import { context, kubeconfig } from '../explorer/samples.ts';
import { FakeCluster, FakeKubeconfig } from './fakeCluster.ts';
import { statefulSet, syncerPod } from './objects.ts';

const id = vclusterId({ context: 'prod', namespace: 'team-a', name: 'shop' });

describe('what is waited for on a host', () => {
  let cluster: FakeCluster;
  let config: FakeKubeconfig;
  let hosts: Hosts;
  let gaveUp: AbortController;

  beforeEach(() => {
    cluster = new FakeCluster();
    config = new FakeKubeconfig(kubeconfig([context('prod')], 'prod'));
    hosts = new Hosts(config, cluster.tools);
    gaveUp = new AbortController();
    cluster.store([resources.statefulsets, statefulSet('team-a', 'shop')]);
  });

  afterEach(() => hosts.dispose());

  const phase = ({ vclusters }: HostView) =>
    vclusters.get(id)?.status.phase === 'running' ? ('it runs' as const) : undefined;
  const wait = (limitMs = 5000) =>
    sighted(hosts.open('prod') ?? assert.fail(), phase, { signal: gaveUp.signal, limitMs });

  it('is given once it is seen, and the host is let go of then', async () => {
    const seen = wait();
    cluster.answer();
    cluster.put(resources.pods, syncerPod('team-a', 'shop'));
    assert.equal(await seen, 'it runs');
    await new Promise((resolve) => setTimeout(resolve, cluster.tools.lingerMs * 3));
    assert.deepEqual(cluster.watched, []);
  });

  it('is nothing when the time is up, the user gives up, or its context goes', async () => {
    assert.equal(await wait(10), undefined);
    const first = wait();
    gaveUp.abort();
    assert.deepEqual([await first, await wait()], [undefined, undefined]);
    gaveUp = new AbortController();
    const second = wait();
    config.set(kubeconfig([context('other')]));
    assert.equal(await second, undefined);
  });
});
