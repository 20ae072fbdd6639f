import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { VirtualKindView } from '../../../src/core/explorer/view.ts';
import type { KubeClient } from '../../../src/core/kube/client.ts';
import { createReflector } from '../../../src/core/reflector/liveReflector.ts';
import { vclusterId } from '../../../src/core/vcluster/id.ts';
import type { VirtualItem } from '../../../src/core/virtual/virtualItem.ts';
import { type VirtualKind, virtualKinds } from '../../../src/core/virtual/virtualKind.ts';
import { type VirtualChange, VirtualViews } from '../../../src/core/virtual/virtualViews.ts';
import { type Bench, until, workload } from '../playground/harness.ts';
import { FakeConnections } from './fakeConnections.ts';
import { innerClient, startInnerServer } from './innerServer.ts';

const shop = vclusterId({ context: 'prod', namespace: 'team-a', name: 'shop' });
const lingerMs = 30;

describe('VirtualViews', () => {
  let server: Bench;
  let other: Bench | undefined;
  let client: KubeClient;
  let connections: FakeConnections;
  let views: VirtualViews;
  let changes: VirtualChange[];

  beforeEach(async () => {
    server = await startInnerServer();
    client = innerClient(server);
    connections = new FakeConnections();
    // Once something failed, it is not tried again by itself within a test.
    const timings = { graceMs: 20, backoff: { firstMs: 60_000, maxMs: 60_000 } };
    views = new VirtualViews(connections, (...query) => createReflector(...query, { timings }), lingerMs);
    changes = [];
    views.onDidChange((change) => changes.push(change));
  });

  afterEach(async () => {
    views.dispose();
    client.close();
    await server.end();
    await other?.end();
    other = undefined;
  });

  function kind(name: VirtualKind): VirtualKindView {
    const found = views.view(shop)?.kinds.find(({ type }) => type.plural === name);
    assert.ok(found, name);
    return found;
  }

  function items(name: VirtualKind): readonly VirtualItem[] {
    return kind(name).groups.flatMap((group) => group.items);
  }

  const names = (of: VirtualKind) => items(of).map(({ name }) => name);
  const allLive = () =>
    (views.view(shop)?.kinds ?? []).every(({ freshness, count }) => freshness.state === 'live' && count !== undefined);
  const allStale = () => (views.view(shop)?.kinds ?? []).every(({ freshness }) => freshness.state === 'stale');

  async function openAll(): Promise<void> {
    connections.connect(shop, client);
    views.hold(shop);
    await until(allLive, 'all kinds');
  }

  /** Breaks every connection to a server and lets none through. */
  function breakOff({ playground }: Bench): void {
    playground.faults.add({}, { kind: 'reset' });
    playground.faults.dropWatches();
  }

  it('contacts nobody unless it is connected and held', async () => {
    assert.equal(views.view(shop), undefined);
    const hold = views.hold(shop);
    await delay(20);
    hold.dispose();
    await delay(lingerMs * 2);
    connections.connect(shop, client);
    await delay(20);
    assert.equal(server.playground.requests.entries.length, 0);
    assert.deepEqual(
      views.view(shop)?.kinds.map(({ type, count, freshness }) => [type.plural, count, freshness.state]),
      virtualKinds.map((plural) => [plural, undefined, 'idle']),
    );
  });

  it('watches each kind once, however many hold it, for as long as one does', async () => {
    await openAll();
    const first = views.hold(shop);
    const second = views.hold(shop);
    const watched = () =>
      virtualKinds.flatMap((resource) =>
        Array<VirtualKind>(server.playground.requests.openWatches({ resource })).fill(resource),
      );
    await until(() => watched().length === virtualKinds.length, 'all watches');
    assert.deepEqual(watched(), [...virtualKinds]);
    first.dispose();
    second.dispose();
    await delay(lingerMs * 2);
    assert.equal(watched().length, virtualKinds.length, 'somebody still looks');
  });

  it('closes every watch when the last lets go, and keeps what was known', async () => {
    connections.connect(shop, client);
    const hold = views.hold(shop);
    await until(allLive, 'all kinds');
    const before = names('namespaces');
    hold.dispose();
    await until(() => server.playground.requests.openWatches() === 0, 'the end of all watches');
    assert.equal(kind('namespaces').freshness.state, 'idle');
    assert.deepEqual(names('namespaces'), before);
    assert.ok(before.includes('shop'));
  });

  it('follows what comes, changes and goes, kind by kind', async () => {
    await openAll();
    const { api, requests } = server.playground;
    await until(() => requests.openWatches() === virtualKinds.length, 'all watches');
    await delay(100);
    changes.length = 0;
    api.create(workload('Deployment', 'web', 2, 'shop'));
    await until(() => items('pods').filter(({ phase }) => phase === 'running').length === 2, 'two pods');
    assert.deepEqual(
      kind('pods').groups.map(({ namespace }) => namespace),
      ['shop'],
    );
    await until(() => items('deployments')[0]?.ready === '2/2', 'the Deployment');
    const [pod] = items('pods');
    assert.equal(pod?.status, 'Running');
    assert.equal(pod?.ready, '1/1');
    const touched = new Set(changes.map((change) => change.kind));
    assert.ok(touched.has('pods') && touched.has('deployments') && !touched.has('statefulsets'));
    api.create(workload('StatefulSet', 'db', 1, 'shop-test'));
    await until(() => kind('pods').groups.length === 2, 'another namespace');
    assert.equal(kind('pods').count, 3);
    api.delete(
      { group: 'apps', version: 'v1', plural: 'deployments', kind: 'Deployment', namespaced: true },
      'shop',
      'web',
    );
    await until(() => names('pods').join() === 'db-0', 'the end of the pods');
    assert.equal(kind('deployments').count, 0);
  });

  it('never holds the values of Secrets and ConfigMaps, nor whole objects', async () => {
    const metadata = {
      name: 'login',
      namespace: 'shop',
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': 'geheim' },
    };
    const { api } = server.playground;
    api.create({ apiVersion: 'v1', kind: 'Secret', metadata, stringData: { password: 'geheim' } });
    api.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { password: 'geheim' } });
    await openAll();
    assert.ok(names('secrets').includes('login') && names('configmaps').includes('login'));
    assert.ok(!JSON.stringify(views.view(shop)).includes('geheim'));
    const [secret] = items('secrets').filter(({ name }) => name === 'login');
    assert.deepEqual(Object.keys(secret ?? {}).sort(), ['createdAt', 'key', 'name', 'namespace']);
  });

  it('says of a kind why it cannot be listed, and shows the others', async () => {
    const token = server.playground.tokens.issue({
      user: 'jane',
      rules: [
        {
          verbs: ['*'],
          apiGroups: ['', 'apps', 'batch', 'networking.k8s.io'],
          resources: virtualKinds.filter((one) => one !== 'nodes'),
        },
      ],
    });
    server.playground.faults.add({ resource: 'cronjobs' }, { kind: 'status', code: 404, reason: 'NotFound' });
    client.close();
    client = innerClient(server, token);
    connections.connect(shop, client);
    views.hold(shop);
    const why = (of: VirtualKind) => {
      const { freshness } = kind(of);
      return freshness.state === 'stale' ? freshness.why.kind : freshness.state;
    };
    await until(
      () => views.view(shop)?.kinds.every(({ freshness }) => freshness.state !== 'loading') === true,
      'answers',
    );
    assert.deepEqual([why('nodes'), why('cronjobs')], ['forbidden', 'notFound']);
    const others = virtualKinds.filter((one) => one !== 'nodes' && one !== 'cronjobs');
    await until(() => others.every((one) => why(one) === 'live'), 'the others');
  });

  it('keeps what it knew while the connection is down, and is right again as soon as that is healed', async () => {
    await openAll();
    const before = names('namespaces');
    breakOff(server);
    await until(allStale, 'staleness');
    assert.deepEqual(names('namespaces'), before);
    server.playground.api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'meanwhile' } });
    server.playground.faults.clear();
    await delay(50);
    assert.ok(!names('namespaces').includes('meanwhile'));
    connections.touch(shop);
    await until(allLive, 'recovery');
    assert.ok(names('namespaces').includes('meanwhile'));
  });

  it('goes on through the client of another connection, and shows what was known until then', async () => {
    await openAll();
    const before = names('namespaces');
    other = await startInnerServer();
    other.playground.api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'elsewhere' } });
    const next = innerClient(other);
    try {
      connections.connect(shop, next);
      assert.deepEqual(names('namespaces'), before);
      await until(() => server.playground.requests.openWatches() === 0, 'the end of the old watches');
      await until(allLive, 'all kinds again');
      assert.ok(names('namespaces').includes('elsewhere'));
    } finally {
      views.dispose();
      next.close();
    }
  });

  it('knows nothing of a vcluster that was disconnected, and watches nothing of it', async () => {
    await openAll();
    connections.disconnect(shop);
    assert.equal(views.view(shop), undefined);
    await until(() => server.playground.requests.openWatches() === 0, 'the end of all watches');
    connections.connect(shop, client);
    assert.equal(kind('namespaces').count, undefined, 'it may be another one of the same name');
    await until(allLive, 'all kinds again, as it is still held');
  });

  it('says which vcluster changed', () => {
    connections.connect(shop, client);
    connections.disconnect(shop);
    connections.touch('not an id');
    const vcluster = { context: 'prod', namespace: 'team-a', name: 'shop' };
    assert.deepEqual(changes, [{ vcluster }, { vcluster }]);
  });
});
