import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { Explorer } from '../../../src/core/explorer/explorer.ts';
import { nodeId } from '../../../src/core/explorer/nodeId.ts';
import { Hosts } from '../../../src/core/host/hosts.ts';
import { createKubeClient } from '../../../src/core/kube/httpClient.ts';
import { resources } from '../../../src/core/kube/resource.ts';
import { createReflector } from '../../../src/core/reflector/liveReflector.ts';
import { vclusterId } from '../../../src/core/vcluster/id.ts';
import { VirtualViews } from '../../../src/core/virtual/virtualViews.ts';
import { context, kubeconfig } from '../explorer/samples.ts';
import { TreeView } from '../explorer/treeView.ts';
import { FakeKubeconfig } from '../host/fakeCluster.ts';
import { statefulSet, syncerPod } from '../host/objects.ts';
import { type Bench, startBench, until, workload } from '../playground/harness.ts';
import { FakeConnections } from './fakeConnections.ts';
import { innerClient, startInnerServer } from './innerServer.ts';

const path = ['prod', 'team-a', 'shop'] as const;
const shop = vclusterId({ context: 'prod', namespace: 'team-a', name: 'shop' });
const virtual = nodeId('virtual', ...path);
const pods = nodeId('virtual-kind', ...path, 'pods');

/** The tree on two real servers: the host, and the vcluster's own. */
describe('Explorer on the API server of a vcluster', () => {
  let outer: Bench;
  let server: Bench;
  let hosts: Hosts;
  let connections: FakeConnections;
  let views: VirtualViews;
  let explorer: Explorer;
  let view: TreeView;

  beforeEach(async () => {
    [outer, server] = await Promise.all([startBench(), startInnerServer()]);
    const { api } = outer.playground;
    api.seed({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team-a' } });
    api.seed({ apiVersion: 'apps/v1', kind: 'StatefulSet', ...statefulSet('team-a', 'shop') });
    api.seed({ apiVersion: 'v1', kind: 'Pod', ...syncerPod('team-a', 'shop') });
    const { playground } = outer;
    const cluster = { name: 'prod', server: playground.server.url, skipTlsVerify: false };
    const entry = context('prod', { cluster, user: { name: 'ada', token: playground.token } });
    const config = new FakeKubeconfig(kubeconfig([entry], 'prod'));
    const tools = {
      createClient: createKubeClient,
      reflectors: createReflector,
      fallbackNamespaces: () => [],
      lingerMs: 30,
    };
    hosts = new Hosts(config, tools);
    connections = new FakeConnections();
    views = new VirtualViews(connections, createReflector, 30);
    explorer = new Explorer(config, hosts, views);
    view = new TreeView(explorer);
    server.playground.api.create(workload('StatefulSet', 'db', 1, 'shop'));
    for (const id of [nodeId('context', 'prod'), nodeId('namespace', 'prod', 'team-a'), nodeId('vcluster', ...path)]) {
      await until(() => view.node(id) !== undefined, id);
      view.expand(id);
    }
  });

  afterEach(async () => {
    view.dispose();
    explorer.dispose();
    views.dispose();
    hosts.dispose();
    connections.client(shop)?.close();
    await Promise.all([outer.end(), server.end()]);
  });

  /** Connects, and opens the pods once all is loaded and at rest. */
  async function openPods(): Promise<void> {
    connections.connect(shop, innerClient(server));
    await until(() => view.node(virtual) !== undefined, 'the folder');
    view.expand(virtual);
    await until(() => view.node(pods) !== undefined && !view.labels(virtual).includes('Loading…'), 'all kinds');
    view.expand(pods);
    const db0 = nodeId('virtual-object', ...path, 'pods', 'shop', 'db-0');
    await until(() => view.node(db0)?.description.includes('Running') === true, 'the pod');
    await delay(300);
    view.clear();
  }

  it('shows what is inside once it is connected, and lets go of it when it is not', async () => {
    assert.deepEqual(view.labels(nodeId('vcluster', ...path)), ['Control plane', 'Synced resources']);
    await openPods();
    assert.deepEqual(view.labels(pods), ['db-0']);
    assert.equal(view.node(nodeId('virtual-kind', ...path, 'statefulsets'))?.description, '1');
    connections.client(shop)?.close();
    connections.disconnect(shop);
    await until(() => view.node(virtual) === undefined, 'the end of the folder');
    await until(() => server.playground.requests.openWatches() === 0, 'the end of all watches');
  });

  it('paints one pod again when it changes, and nothing else', async () => {
    await openPods();
    const state = { waiting: { reason: 'CrashLoopBackOff' } };
    const containerStatuses = [{ name: 'main', ready: false, restartCount: 4, state }];
    const conditions = [{ type: 'Ready', status: 'False' }];
    const patch = { status: { containerStatuses, conditions } };
    const db0 = nodeId('virtual-object', ...path, 'pods', 'shop', 'db-0');
    server.playground.api.patch(resources.pods, 'shop', 'db-0', patch, { subresource: 'status' });
    await until(() => view.node(db0)?.description === '0/1 · CrashLoopBackOff · 4 restarts · in shop', 'the crash');
    await delay(150);
    assert.deepEqual(view.fired, [[db0]]);
  });

  it('follows objects that come to other namespaces', async () => {
    await openPods();
    server.playground.api.create(workload('Deployment', 'web', 1, 'shop-test'));
    await until(() => view.labels(pods).join() === 'shop,shop-test', 'two namespaces');
    await until(() => view.labels(virtual).includes('Deployments'), 'its kind');
    const ours = view.visible.map(({ id }) => id);
    assert.equal(new Set(ours).size, ours.length);
  });
});
