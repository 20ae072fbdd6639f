import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { KubeObject } from '../../../src/core/kube/resource.ts';
import type { VirtualContext } from '../../../src/core/vcluster/context.ts';
import { type DiscoveryChange, VClusterDiscovery } from '../../../src/core/vcluster/discovery.ts';
import type { VCluster } from '../../../src/core/vcluster/model.ts';
import { FakeReflectors, noClient } from './fakeReflectors.ts';
import { changed, type Fixture, fixture } from './fixture.ts';

const legacy = fixture('legacy-running');
const current = fixture('current-running');
const ha = fixture('legacy-ha-running');
const legacyId = 'host/vcluster-pr-0005/pr-0005';
const currentId = 'host/vcluster-pr-0003/pr-0003';
const haId = 'host/vcluster-ha/ha';

function all(resource: keyof Fixture): readonly KubeObject[] {
  return [legacy, current, ha].flatMap((one) => one[resource] as readonly KubeObject[]);
}

class Bench {
  readonly server = new FakeReflectors();
  readonly events: DiscoveryChange[] = [];
  readonly discovery: VClusterDiscovery;

  constructor(connected?: VirtualContext) {
    this.discovery = new VClusterDiscovery({
      context: 'host',
      client: noClient,
      reflectors: this.server.factory,
      fallbackNamespaces: ['team-a'],
      connected,
    });
    this.discovery.onDidChange((change) => this.events.push(change));
    this.discovery.start();
  }

  /** Answers every list. */
  load(): this {
    for (const resource of ['statefulsets', 'deployments', 'pods', 'secrets', 'services', 'ingresses'] as const) {
      this.server.of(resource).list(all(resource));
    }
    this.events.length = 0;
    return this;
  }

  get(id: string): VCluster {
    const found = this.discovery.vclusters.get(id);
    assert.ok(found, id);
    return found;
  }

  /** What the only event since the last call said. */
  get event(): DiscoveryChange {
    const [event, ...more] = this.events.splice(0);
    assert.ok(event && more.length === 0, `${more.length + (event ? 1 : 0)} events`);
    return event;
  }
}

describe('VClusterDiscovery', () => {
  it('asks the same six questions, however many vclusters there are', () => {
    const { server } = new Bench().load();
    const apps = 'app in (vcluster,vcluster-api,vcluster-controller,vcluster-scheduler,vcluster-etcd)';
    const asked = server.started.map(({ query }) => {
      const { type, labelSelector, fieldSelector, metadataOnly = false, namespace } = query;
      return [type.plural, labelSelector, fieldSelector, metadataOnly, namespace, query.fallbackNamespaces?.join()];
    });
    assert.deepEqual(asked, [
      ['statefulsets', apps, undefined, false, undefined, 'team-a'],
      ['deployments', apps, undefined, false, undefined, 'team-a'],
      ['pods', apps, undefined, false, undefined, 'team-a'],
      ['secrets', 'app=vcluster', undefined, true, undefined, 'team-a'],
      ['services', 'app=vcluster', 'spec.type!=ClusterIP', false, undefined, 'team-a'],
      ['ingresses', 'app=vcluster', undefined, false, undefined, 'team-a'],
    ]);
    assert.equal(server.all.length, 6);
  });

  it('finds both generations', () => {
    const { discovery } = new Bench().load();
    const seen = [...discovery.vclusters].map(([id, { generation, status, pods }]) => [
      id,
      generation,
      status.phase,
      pods.length,
    ]);
    assert.deepEqual(seen, [
      [legacyId, 'legacy', 'running', 1],
      [currentId, 'current', 'running', 1],
      [haId, 'legacy', 'running', 12],
    ]);
  });

  it('shows workloads before their pods have come, and is complete after', () => {
    const bench = new Bench();
    bench.server.of('statefulsets').list(all('statefulsets'));
    assert.equal(bench.get(currentId).status.phase, 'running');
    assert.equal(bench.discovery.complete, false);
    assert.equal(bench.discovery.freshness.state, 'loading');
    bench.server.of('deployments').list([]);
    bench.server.of('pods').list([]);
    assert.equal(bench.discovery.complete, true);
    assert.equal(bench.discovery.freshness.state, 'live');
    assert.equal(bench.get(currentId).status.phase, 'pending', 'folded again when its pods were known to be missing');
  });

  it('does not take pods that it has not been told of for missing', () => {
    const bench = new Bench();
    bench.server.of('statefulsets').list(all('statefulsets'));
    bench.server.of('deployments').list([]);
    const pods = bench.server.of('pods');
    // As a reflector is between the end of its list and its event.
    pods.synced = true;
    bench.server.of('secrets').list(all('secrets'));
    assert.equal(bench.get(currentId).status.phase, 'running');
    assert.equal(bench.discovery.complete, false);
    pods.list(all('pods'));
    assert.equal(bench.discovery.complete, true);
  });

  describe('a change', () => {
    const crash = { 'pods|0|status|containerStatuses|0|state': { waiting: { reason: 'CrashLoopBackOff' } } };

    it('touches the vcluster that it belongs to, and no other', () => {
      const bench = new Bench().load();
      const before = bench.get(legacyId);
      bench.server.of('pods').put(...changed(current, crash).pods);
      assert.deepEqual(bench.event, { changed: [currentId], removed: [], freshness: false });
      assert.equal(bench.get(currentId).status.reason, 'CrashLoopBackOff');
      assert.equal(bench.get(legacyId), before, 'the very same value');
    });

    it('that shows nothing new is not told', () => {
      const bench = new Bench().load();
      const before = bench.get(currentId);
      bench.server.of('pods').put(...changed(current, { 'pods|0|metadata|resourceVersion': '99' }).pods);
      bench.server
        .of('statefulsets')
        .put(...changed(current, { 'statefulsets|0|status|observedGeneration': 7 }).statefulsets);
      assert.deepEqual(bench.events, []);
      assert.equal(bench.get(currentId), before);
    });

    it('of a component counts for its release', () => {
      const bench = new Bench().load();
      const api = changed(ha, { 'pods|4|status|containerStatuses|0|state': { waiting: { reason: 'ErrImagePull' } } });
      bench.server.of('pods').put(...api.pods.slice(4, 5));
      assert.deepEqual(bench.event.changed, [haId]);
    });

    it('of the label moves the vcluster', () => {
      const bench = new Bench().load();
      bench.server
        .of('statefulsets')
        .put(...changed(current, { 'statefulsets|0|metadata|labels|release': 'new' }).statefulsets);
      assert.deepEqual(bench.event, { changed: ['host/vcluster-pr-0003/new'], removed: [currentId], freshness: false });
    });
  });

  it('forgets a vcluster with its workload, whatever else of it is left', () => {
    const bench = new Bench().load();
    bench.server.of('statefulsets').remove('vcluster-pr-0003/pr-0003');
    assert.deepEqual(bench.event, { changed: [], removed: [currentId], freshness: false });
    assert.equal(bench.discovery.vclusters.size, 2);
  });

  it('keeps two vclusters of one namespace, or of one name, apart', () => {
    const bench = new Bench().load();
    const [set] = current.statefulsets;
    assert.ok(set);
    bench.server
      .of('statefulsets')
      .put(
        changed(set, { 'metadata|name': 'b', 'metadata|labels|release': 'b' }),
        changed(set, { 'metadata|namespace': 'other' }),
      );
    assert.deepEqual(bench.event.changed, ['host/vcluster-pr-0003/b', 'host/other/pr-0003']);
    assert.equal(bench.get('host/other/pr-0003').pods.length, 0);
    assert.equal(bench.get(currentId).pods.length, 1);
  });

  describe('connected', () => {
    const here = { name: 'pr-0003', namespace: 'vcluster-pr-0003', parent: 'host' };

    it('follows the current context', () => {
      const bench = new Bench(here).load();
      assert.equal(bench.get(currentId).connected, true);
      bench.discovery.setConnected({ name: 'pr-0005', namespace: 'vcluster-pr-0005', parent: 'host' });
      assert.deepEqual(new Set(bench.event.changed), new Set([currentId, legacyId]));
      assert.deepEqual(
        [currentId, legacyId].map((id) => bench.get(id).connected),
        [false, true],
      );
      bench.discovery.setConnected(undefined);
      assert.equal(bench.get(legacyId).connected, false);
    });

    it('is not one of the same name behind another context', () => {
      const bench = new Bench({ ...here, parent: 'elsewhere' }).load();
      assert.equal(bench.get(currentId).connected, false);
    });
  });

  describe('where something may not be read', () => {
    it('goes on without optional resources, and says which', () => {
      const bench = new Bench().load();
      bench.server.of('secrets').fail('forbidden', 'cannot list secrets');
      assert.deepEqual(bench.event, { changed: [], removed: [], freshness: true });
      bench.server.of('services').fail('forbidden', 'cannot list services');
      const problems = bench.discovery.problems.map(({ resource, error }) => [resource, error.message]);
      assert.deepEqual(problems, [
        ['secrets', 'cannot list secrets'],
        ['services', 'cannot list services'],
      ]);
      assert.equal(bench.discovery.freshness.state, 'live');
      assert.equal(bench.discovery.complete, true);
      assert.equal(bench.discovery.vclusters.size, 3);
    });

    it('does not guess the status without pods', () => {
      const bench = new Bench();
      bench.server.of('statefulsets').list(all('statefulsets'));
      bench.server.of('deployments').list(all('deployments'));
      bench.server.of('pods').fail('forbidden', 'cannot list pods');
      const { phase, message } = bench.get(currentId).status;
      assert.deepEqual([phase, message], ['unknown', 'cannot list pods']);
      assert.equal(bench.discovery.complete, true);
      assert.equal(bench.discovery.freshness.state, 'live');
      assert.deepEqual(
        bench.discovery.problems.map(({ resource }) => resource),
        ['pods'],
      );
      bench.server.of('pods').list(all('pods'));
      assert.equal(bench.get(currentId).status.phase, 'running');
      assert.deepEqual(bench.discovery.problems, []);
    });

    it('knows the pods of some namespaces only', () => {
      const bench = new Bench().load();
      bench.server.of('pods').list(current.pods, ['vcluster-pr-0003']);
      assert.equal(bench.get(currentId).status.phase, 'running');
      assert.equal(bench.get(legacyId).status.phase, 'unknown');
      assert.equal(bench.discovery.narrowedTo, undefined, 'workloads are seen everywhere');
    });

    it('tells where it looks', () => {
      const bench = new Bench();
      bench.server.of('statefulsets').list([], ['team-a']);
      assert.deepEqual(bench.discovery.narrowedTo, ['team-a']);
    });

    it('keeps what it knew, and its age, when the server is gone', () => {
      const bench = new Bench().load();
      bench.server.of('statefulsets').fail('unreachable', 'no route');
      assert.equal(bench.discovery.freshness.state, 'stale');
      assert.equal(bench.discovery.vclusters.size, 3);
      assert.deepEqual(bench.discovery.problems, []);
    });
  });

  describe('where something is not served', () => {
    it('reads all services when the server does not know the field selector', () => {
      const bench = new Bench();
      bench.server.of('services').fail('invalid', 'field label not supported: spec.type');
      const { query } = bench.server.of('services');
      assert.deepEqual([query.fieldSelector, query.labelSelector], [undefined, 'app=vcluster']);
      bench.server.of('services').fail('invalid', 'again');
      assert.equal(bench.server.all.filter((one) => one.query.type.plural === 'services').length, 2, 'it tries once');
      bench.load();
      const lb = changed(current, { 'services|0|spec|type': 'LoadBalancer' });
      bench.server.of('services').put(...lb.services);
      assert.equal(bench.get(currentId).exposure.kind, 'LoadBalancer');
    });

    it('has no ingresses until the next refresh', () => {
      const bench = new Bench().load();
      const { release: name, namespace } = current;
      const metadata = { name, namespace, labels: { release: name } };
      bench.server.of('ingresses').put({ metadata, spec: { rules: [{ host: 'a.example.com' }] } });
      assert.equal(bench.get(currentId).exposure.kind, 'Ingress');
      bench.server.of('ingresses').fail('notFound', 'the server could not find the requested resource');
      assert.throws(() => bench.server.of('ingresses'));
      assert.equal(bench.get(currentId).exposure.kind, 'ClusterIP');
      assert.deepEqual(bench.discovery.problems, []);
      bench.discovery.refresh();
      assert.ok(bench.server.of('ingresses').started);
      assert.equal(bench.server.of('pods').refreshes, 1);
    });
  });

  it('is not harmed by objects that are not what they should be', () => {
    const bench = new Bench().load();
    const junk: unknown[] = [
      {},
      { metadata: null },
      { metadata: { name: 'a', namespace: 'n' } },
      { metadata: { name: 'b', namespace: 'n', labels: { release: 7, app: 'vcluster' } } },
      { metadata: { name: 'c', namespace: 'n', labels: 'release=c' } },
      { metadata: { name: 'd', namespace: 'n', labels: { release: '\ud800', app: 'vcluster' } }, spec: [], status: 1 },
    ];
    for (const resource of ['statefulsets', 'deployments', 'pods', 'secrets', 'services', 'ingresses'] as const) {
      bench.server.of(resource).put(...(junk as KubeObject[]));
    }
    assert.equal(bench.get(currentId).status.phase, 'running');
    assert.deepEqual([...bench.discovery.vclusters.keys()].slice(3), ['host/n/%EF%BF%BD'], 'only what has a release');
  });

  it('forgets everything when it stops, and starts again', () => {
    const bench = new Bench().load();
    bench.discovery.stop();
    assert.deepEqual(bench.server.started, []);
    assert.deepEqual(bench.event, { changed: [], removed: [legacyId, currentId, haId], freshness: true });
    assert.equal(bench.discovery.complete, false);
    assert.equal(bench.discovery.freshness.state, 'idle');
    bench.discovery.start();
    bench.discovery.start();
    assert.equal(bench.server.started.length, 6);
    bench.load();
    assert.equal(bench.discovery.vclusters.size, 3);
  });
});
