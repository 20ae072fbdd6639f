import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { Hosts } from '../../../src/core/host/hosts.ts';
import { listVClusters } from '../../../src/core/host/listing.ts';
import { KubeError } from '../../../src/core/kube/error.ts';
import { resources } from '../../../src/core/kube/resource.ts';
import { vclusterId } from '../../../src/core/vcluster/id.ts';
import { context, kubeconfig } from '../explorer/samples.ts';
import { FakeCluster, FakeKubeconfig } from './fakeCluster.ts';
import { coreDnsPod, namespaceObject, statefulSet, syncedPod, syncerPod } from './objects.ts';

const { namespaces, pods, statefulsets } = resources;
const shop = vclusterId({ context: 'prod', namespace: 'team-a', name: 'shop' });
const unreachable = new KubeError('unreachable', 'prod refused the connection.');

describe('Hosts', () => {
  let cluster: FakeCluster;
  let config: FakeKubeconfig;
  let hosts: Hosts;

  beforeEach(() => {
    cluster = new FakeCluster();
    config = new FakeKubeconfig(kubeconfig([context('prod'), context('stage')], 'prod'));
    hosts = new Hosts(config, cluster.tools);
    cluster.store(
      [statefulsets, statefulSet('team-a', 'shop')],
      [pods, syncerPod('team-a', 'shop')],
      [pods, syncedPod('team-a', 'shop', 'default', 'web-0')],
      [pods, coreDnsPod('team-a', 'shop')],
      [namespaces, namespaceObject('team-a')],
    );
  });

  afterEach(() => hosts.dispose());

  const linger = () => delay(cluster.tools.lingerMs * 3);

  function open(name = 'prod') {
    const host = hosts.open(name);
    assert.ok(host);
    return host;
  }

  describe('open', () => {
    it('makes a host once, and contacts nobody', () => {
      assert.equal(hosts.open('prod'), hosts.open('prod'));
      assert.equal(hosts.find('stage'), undefined);
      assert.deepEqual(cluster.watched, []);
    });

    it('knows no host for a context that is not there or not usable', () => {
      const problem = new KubeError('kubeconfig', 'The context names no cluster.');
      config.set(kubeconfig([context('broken', { problem })]));
      assert.equal(hosts.open('broken'), undefined);
      assert.equal(hosts.open('prod'), undefined);
    });

    it('looks in the namespace of the context where it may not look everywhere', () => {
      config.set(kubeconfig([context('prod', { namespace: 'team-a' })]));
      open().hold();
      assert.deepEqual(cluster.started({ plural: 'statefulsets' })[0]?.query.fallbackNamespaces, ['team-a']);
    });
  });

  describe('a host', () => {
    it('says nothing before everything has arrived', () => {
      const host = open();
      host.hold();
      cluster.answer({ plural: 'statefulsets' });
      cluster.answer({ plural: 'deployments' });
      assert.equal(host.view.complete, false);
      cluster.answer({ plural: 'pods' });
      assert.equal(host.view.complete, true);
      assert.deepEqual([...host.view.vclusters.keys()], [shop]);
    });

    it('says what changed', () => {
      const host = open();
      const heard: string[] = [];
      hosts.onDidChange(({ host: { context: name }, change }) => {
        heard.push(...change.vclusters.map((one) => `${name}: ${one.namespace}/${one.name}`));
        heard.push(...change.synced.map(({ vcluster, kind }) => `${name}: ${kind} of ${vcluster.name}`));
      });
      host.hold();
      cluster.answer();
      heard.length = 0;
      cluster.put(pods, syncerPod('team-a', 'shop', 'CrashLoopBackOff'));
      assert.deepEqual(heard, ['prod: team-a/shop']);
      heard.length = 0;
      host.holdSynced(shop);
      cluster.answer({ namespace: 'team-a', plural: 'pods' });
      assert.ok(heard.includes('prod: pods of shop'));
    });

    it('says of a vcluster that went while nobody looked that it is gone', async () => {
      const host = open();
      const hold = host.hold();
      cluster.answer();
      hold.dispose();
      await linger();
      assert.deepEqual([...host.view.vclusters.keys()], [shop], 'what was known stays');
      assert.equal(host.view.freshness.state, 'idle');
      cluster.remove(statefulsets, statefulSet('team-a', 'shop'));
      const gone: string[] = [];
      host.onDidChange(({ vclusters }) => gone.push(...vclusters.map(({ name }) => name)));
      host.hold();
      assert.deepEqual([...host.view.vclusters.keys()], [shop]);
      assert.deepEqual(gone, []);
      cluster.answer();
      assert.deepEqual([...host.view.vclusters.keys()], []);
      assert.deepEqual(gone, ['shop']);
    });

    it('knows where the current context leads', () => {
      const name = 'vcluster_shop_team-a_prod';
      open().hold();
      cluster.answer();
      assert.equal(open().view.vclusters.get(shop)?.connected, false);
      config.set(kubeconfig([context('prod'), context(name)], name));
      assert.equal(open().view.vclusters.get(shop)?.connected, true);
      config.set(kubeconfig([context('prod'), context(name)], 'prod'));
      assert.equal(open().view.vclusters.get(shop)?.connected, false);
    });

    it('lists namespaces only while they are wanted and somebody looks', async () => {
      const host = open();
      hosts.watchNamespaces(true);
      assert.deepEqual(cluster.watched, []);
      const hold = host.hold();
      assert.equal(cluster.started({ context: 'prod', plural: 'namespaces' }).length, 1);
      cluster.answer();
      assert.deepEqual(host.view.namespaces, ['team-a']);
      host.refresh();
      assert.equal(cluster.started({ plural: 'namespaces' })[0]?.refreshed, 1);
      cluster.fail(unreachable, { plural: 'namespaces' });
      assert.equal(host.view.namespacesProblem, unreachable);
      hold.dispose();
      await linger();
      assert.deepEqual(cluster.watched, []);
      assert.ok(open('stage').hold());
      assert.equal(cluster.started({ context: 'stage', plural: 'namespaces' }).length, 1, 'hosts that come later too');
    });
  });

  describe('reconsider', () => {
    it('begins anew with the namespaces that the settings name now, and keeps what was known', () => {
      const host = open();
      host.hold();
      cluster.answer();
      cluster.namespaces = ['team-a'];
      hosts.reconsider();
      assert.deepEqual(cluster.started({ plural: 'statefulsets' })[0]?.query.fallbackNamespaces, ['default', 'team-a']);
      assert.equal(cluster.started().length, 6);
      assert.deepEqual([...host.view.vclusters.keys()], [shop]);
    });

    it('leaves a host alone that nothing is different for', () => {
      open().hold();
      const before = cluster.started();
      hosts.reconsider();
      assert.deepEqual(cluster.started(), before);
    });
  });

  describe('synced objects', () => {
    it('are unknown before anybody looks', () => {
      open();
      assert.equal(hosts.synced(shop), undefined);
      assert.equal(hosts.synced('no id'), undefined);
      assert.equal(hosts.synced(vclusterId({ context: 'stage', namespace: 'a', name: 'b' })), undefined);
    });

    it('are counted kind by kind', () => {
      open().holdSynced(shop);
      assert.ok(hosts.synced(shop)?.kinds.every(({ count }) => count === undefined));
      cluster.answer({ namespace: 'team-a', plural: 'pods' });
      const [first, second] = hosts.synced(shop)?.kinds ?? [];
      assert.equal(first?.count, 2);
      assert.deepEqual(
        first?.groups.map(({ namespace }) => namespace),
        ['default', 'kube-system'],
      );
      assert.equal(second?.count, undefined);
    });

    it('of CoreDNS are watched apart from the others', async () => {
      const hold = open().holdCoreDns(shop);
      cluster.answer();
      assert.deepEqual(
        hosts.synced(shop)?.coreDns.map(({ name }) => name),
        ['coredns-1-x-kube-system-x-shop'],
      );
      assert.ok(hosts.synced(shop)?.kinds.every(({ count }) => count === undefined));
      hold.dispose();
      await linger();
      assert.deepEqual(cluster.watched, []);
      assert.equal(hosts.synced(shop)?.coreDns.length, 1, 'what was known stays');
    });

    it('that were known last are not kept for another cluster', async () => {
      const host = open();
      host.hold();
      const hold = host.holdSynced(shop);
      cluster.answer();
      hold.dispose();
      await linger();
      assert.equal(hosts.synced(shop)?.kinds[0]?.count, 2);
      const elsewhere = { name: 'prod', server: 'https://elsewhere.example.com', skipTlsVerify: false };
      config.set(kubeconfig([context('prod', { cluster: elsewhere })]));
      assert.equal(hosts.synced(shop)?.kinds[0]?.count, undefined);
    });

    it('are forgotten with their vcluster', async () => {
      const host = open();
      host.hold();
      const hold = host.holdSynced(shop);
      cluster.answer();
      hold.dispose();
      await linger();
      cluster.remove(statefulsets, statefulSet('team-a', 'shop'));
      assert.equal(hosts.synced(shop)?.kinds[0]?.count, undefined);
    });

    it('of no vcluster cannot be held', () => {
      assert.throws(() => open().holdSynced('no id'), TypeError);
    });
  });

  describe('listVClusters', () => {
    const names = async (name = 'prod') => (await listVClusters(hosts, name)).map((one) => one.name);

    it('waits until all are known, and lets go', async () => {
      const listed = names();
      assert.equal(cluster.watched.length, 6);
      cluster.answer();
      assert.deepEqual(await listed, ['shop']);
      await linger();
      assert.deepEqual(cluster.watched, []);
    });

    it('answers at once while somebody looks', async () => {
      open().hold();
      cluster.answer();
      assert.deepEqual(await names(), ['shop']);
    });

    it('does not answer with what is left from before', async () => {
      const hold = open().hold();
      cluster.answer();
      hold.dispose();
      await linger();
      cluster.put(statefulsets, statefulSet('team-a', 'blog'));
      const listed = names();
      cluster.answer();
      assert.deepEqual((await listed).toSorted(), ['blog', 'shop']);
    });

    it('fails with the reason where they cannot be known', async () => {
      const listed = names();
      cluster.fail(unreachable);
      await assert.rejects(listed, unreachable);
    });

    it('asks a host again whose data is old', async () => {
      open().hold();
      cluster.answer();
      cluster.fail(unreachable);
      const listed = names();
      assert.ok(cluster.started().every(({ refreshed }) => refreshed === 1));
      cluster.answer({ plural: 'statefulsets' });
      cluster.answer();
      assert.deepEqual(await listed, ['shop']);

      cluster.fail(unreachable);
      const failing = names();
      const still = new KubeError('timeout', 'prod did not answer.');
      cluster.fail(still);
      await assert.rejects(failing, still);
    });

    it('fails for a context that is not there, or goes', async () => {
      await assert.rejects(names('nowhere'), (error) => KubeError.is(error, 'kubeconfig'));
      const listed = names();
      config.set(kubeconfig([context('stage')]));
      await assert.rejects(listed, (error) => KubeError.is(error, 'kubeconfig'));
    });
  });

  it('ends everything when it is disposed of', async () => {
    const host = open();
    const holds = [host.hold(), host.holdSynced(shop), host.holdCoreDns(shop)];
    cluster.answer();
    hosts.dispose();
    assert.deepEqual(cluster.watched, []);
    assert.ok(cluster.clients.every(({ closed }) => closed));
    for (const hold of holds) {
      hold.dispose();
    }
    config.set(kubeconfig([context('prod'), context('lab')]));
    await linger();
    assert.deepEqual(cluster.watched, []);
  });
});
