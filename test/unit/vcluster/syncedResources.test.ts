import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { KubeObject } from '../../../src/core/kube/resource.ts';
import { syncedKinds } from '../../../src/core/vcluster/syncedKind.ts';
import { type SyncedChange, SyncedResources } from '../../../src/core/vcluster/syncedResources.ts';
import { type FakeReflector, FakeReflectors, noClient } from './fakeReflectors.ts';
import { changed, syncedFixtures } from './fixture.ts';

const home = 'vcluster-my-vcluster';
const objects = syncedFixtures();

function object(key: string): KubeObject {
  const found = objects[key];
  assert.ok(found, key);
  return found;
}

class Bench {
  readonly server = new FakeReflectors();
  readonly events: SyncedChange[] = [];
  readonly synced: SyncedResources;

  constructor(name = 'my-vcluster') {
    this.synced = new SyncedResources({ name, namespace: home, client: noClient, reflectors: this.server.factory });
    this.synced.onDidChange((change) => this.events.push(change));
  }

  of(plural: string, namespace?: string): FakeReflector<unknown> {
    return this.server.of(plural, namespace);
  }

  get asked(): readonly (string | undefined)[][] {
    return this.server.started.map(({ query }) => [
      query.type.plural,
      query.namespace,
      query.labelSelector,
      query.metadataOnly ? 'metadata' : 'whole',
    ]);
  }
}

function item(name: string, namespace: string): KubeObject {
  return {
    metadata: {
      name: `${name}-x-${namespace}-x-my-vcluster`,
      namespace: home,
      labels: { 'vcluster.loft.sh/managed-by': 'my-vcluster', 'vcluster.loft.sh/namespace': namespace },
      annotations: { 'vcluster.loft.sh/object-name': name, 'vcluster.loft.sh/object-namespace': namespace },
    },
  };
}

const own = 'vcluster.loft.sh/managed-by=my-vcluster';
const cluster = 'vcluster.loft.sh/managed-by=vcluster-my-vcluster-x-my-vcluster';

describe('SyncedResources', () => {
  it('asks for nothing that nobody watches', () => {
    const { server, synced } = new Bench();
    assert.deepEqual(server.all, []);
    assert.equal(synced.count('pods'), undefined);
    assert.deepEqual(synced.groups('pods'), []);
    assert.equal(synced.freshness('pods').state, 'idle');
  });

  it('asks for what carries the mark of the vcluster, and for pods alone whole', () => {
    const bench = new Bench();
    bench.synced.watch(['pods', 'secrets', 'storageclasses']);
    assert.deepEqual(bench.asked, [
      ['pods', home, own, 'whole'],
      ['namespaces', undefined, cluster, 'metadata'],
      ['secrets', home, own, 'metadata'],
      ['storageclasses', undefined, cluster, 'metadata'],
    ]);
  });

  it('hashes a long mark as the syncer does', () => {
    const bench = new Bench('a-release-with-quite-a-long-name-that-goes-on-and-on');
    bench.synced.watch(['priorityclasses']);
    const value = bench.of('priorityclasses').query.labelSelector?.split('=')[1];
    assert.match(value ?? '', /^.{52}-[0-9a-f]{10}$/u);
  });

  it('can watch every kind', () => {
    const bench = new Bench();
    bench.synced.watch(syncedKinds);
    assert.equal(bench.server.started.length, syncedKinds.length + 1);
  });

  it('stops a kind with its last user', () => {
    const bench = new Bench();
    const first = bench.synced.watch(['pods', 'services']);
    const second = bench.synced.watch(['pods', 'pods']);
    bench.synced.start('pods');
    first.dispose();
    first.dispose();
    assert.deepEqual(
      bench.server.started.map(({ query }) => query.type.plural),
      ['pods', 'namespaces'],
    );
    second.dispose();
    assert.equal(bench.server.started.length, 2);
    bench.synced.stop('pods');
    bench.synced.stop('pods');
    assert.deepEqual(bench.server.started, []);
    assert.equal(bench.synced.count('pods'), undefined);
    bench.synced.start('pods');
    assert.ok(bench.of('pods').started);
  });

  it('counts and groups by virtual namespace, in order', () => {
    const bench = new Bench();
    bench.synced.watch(['services']);
    assert.equal(bench.synced.count('services'), undefined, 'not known yet');
    const nameless: KubeObject = { metadata: { name: 'stray', namespace: home } };
    bench.of('services').list([nameless, item('b', 'team-a'), item('a', 'team-a'), item('z', 'default')]);
    assert.equal(bench.synced.count('services'), 4);
    const groups = bench.synced
      .groups('services')
      .map(({ namespace, items }) => [namespace, ...items.map(({ virtualName, hostName }) => virtualName ?? hostName)]);
    assert.deepEqual(groups, [
      ['default', 'z'],
      ['team-a', 'a', 'b'],
      [undefined, 'stray'],
    ]);
    assert.equal(bench.synced.groups('services'), bench.synced.groups('services'), 'made once');
  });

  it('tells which objects of which kind changed', () => {
    const bench = new Bench();
    bench.synced.watch(['services', 'pods']);
    bench.of('services').list([item('a', 'default')]);
    assert.equal(bench.synced.count('services'), 1);
    bench.of('services').put(item('b', 'default'));
    assert.equal(bench.synced.count('services'), 2);
    bench.of('services').remove(`${home}/a-x-default-x-my-vcluster`);
    assert.deepEqual(bench.events, [
      { kind: 'services', changed: [`${home}/a-x-default-x-my-vcluster`], removed: [], freshness: true },
      { kind: 'services', changed: [`${home}/b-x-default-x-my-vcluster`], removed: [], freshness: false },
      { kind: 'services', changed: [], removed: [`${home}/a-x-default-x-my-vcluster`], freshness: false },
    ]);
    assert.equal(bench.synced.count('services'), 1);
  });

  it('tells how fresh each kind is', () => {
    const bench = new Bench();
    bench.synced.watch(['services', 'secrets']);
    bench.of('services').list([]);
    bench.of('secrets').fail('forbidden', 'cannot list secrets');
    assert.deepEqual(
      [bench.synced.freshness('services').state, bench.synced.freshness('secrets').state],
      ['live', 'stale'],
    );
    bench.synced.refresh();
    assert.deepEqual([bench.of('services').refreshes, bench.of('namespaces').refreshes], [1, 1]);
  });

  describe('CoreDNS', () => {
    it('is read from kube-system alone, and from nothing else', () => {
      const bench = new Bench();
      bench.synced.watch(['coredns']);
      const selector = `${own},vcluster.loft.sh/namespace=kube-system`;
      assert.deepEqual(bench.asked[0], ['pods', home, selector, 'whole']);
      const pods = ['legacy/pods/coredns', 'current/pods/coredns', 'current/pods/db-0'].map(object);
      bench.of('pods').list(pods);
      const seen = bench.synced.coreDns.map(({ name, role, phase, containers }) => [
        name.slice(0, 18),
        role,
        phase,
        ...containers,
      ]);
      assert.deepEqual(seen, [
        ['coredns-7585c88d99', 'coredns', 'running', 'coredns'],
        ['coredns-df8c87f55-', 'coredns', 'running', 'coredns'],
      ]);
      assert.deepEqual(
        bench.events.map(({ kind }) => kind),
        ['coredns'],
      );
      bench.synced.stop('coredns');
      assert.deepEqual([bench.synced.coreDns, bench.server.started], [[], []]);
    });
  });

  describe('of a vcluster in multi-namespace mode', () => {
    const namespace = object('multi/namespaces/default');
    const hosted = namespace.metadata?.name ?? '';
    const system = changed(namespace, {
      'metadata|name': 'vcluster-system',
      'metadata|annotations|vcluster.loft.sh/object-name': 'kube-system',
    });

    it('follows it into its namespaces, where objects carry no mark', () => {
      const bench = new Bench();
      bench.synced.watch(['services', 'persistentvolumes']);
      bench.of('services').list([]);
      bench.of('persistentvolumes').list([]);
      bench.of('namespaces').list([namespace]);
      assert.deepEqual(bench.asked.at(-1), ['services', hosted, undefined, 'metadata']);
      assert.equal(bench.synced.count('services'), undefined, 'one of two is still loading');
      bench
        .of('services', hosted)
        .list([object('multi/services/headless'), { metadata: { name: 'own', namespace: hosted } }]);
      assert.equal(bench.synced.count('services'), 1);
      const [group] = bench.synced.groups('services');
      assert.deepEqual([group?.namespace, group?.items[0]?.virtualName], ['default', 'headless']);
      assert.equal(bench.server.started.length, 4, 'cluster-scoped kinds are in no namespace');
    });

    it('opens kinds that are watched later there as well', () => {
      const bench = new Bench();
      bench.synced.watch(['services']);
      bench.of('namespaces').list([namespace]);
      bench.synced.watch(['pods', 'coredns']);
      assert.ok(bench.of('pods', hosted).started);
      bench.of('namespaces').put(system);
      assert.equal(bench.server.started.filter(({ query }) => query.namespace === 'vcluster-system').length, 3);
    });

    it('leaves a namespace that is gone', () => {
      const bench = new Bench();
      bench.synced.watch(['services']);
      bench.of('services').list([]);
      bench.of('namespaces').list([namespace]);
      bench.of('services', hosted).list([object('multi/services/headless')]);
      bench.events.length = 0;
      bench.of('namespaces').remove(hosted);
      assert.deepEqual(bench.events, [
        { kind: 'services', changed: [], removed: [`${hosted}/headless`], freshness: true },
      ]);
      assert.equal(bench.synced.count('services'), 0);
      assert.throws(() => bench.of('services', hosted));
    });

    it('never takes its own namespace, or one without a name, for one of them', () => {
      const bench = new Bench();
      bench.synced.watch(['services']);
      bench
        .of('namespaces')
        .list([changed(namespace, { 'metadata|name': home }), changed(namespace, { 'metadata|name': undefined })]);
      assert.equal(bench.server.started.length, 2);
    });
  });

  it('ends everything when it is disposed of', () => {
    const bench = new Bench();
    const watch = bench.synced.watch(syncedKinds);
    bench.synced.dispose();
    watch.dispose();
    assert.deepEqual(bench.server.started, []);
  });

  it('keeps little of 2,000 pods', () => {
    const bench = new Bench();
    bench.synced.watch(['pods']);
    const template = JSON.stringify(object('current/pods/db-0'));
    const pods = Array.from(
      { length: 2_000 },
      (_, i): KubeObject => JSON.parse(template.replaceAll('db-0', `db-${i}`)),
    );
    bench.of('pods').list(pods);
    assert.equal(bench.synced.count('pods'), 2_000);
    const bytes = JSON.stringify(bench.synced.groups('pods')).length;
    assert.ok(bytes < 2_000 * 400, `${bytes} bytes as text`);
  });
});
