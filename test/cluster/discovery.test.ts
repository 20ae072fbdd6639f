import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { VClusterDiscovery } from '../../src/core/vcluster/discovery.ts';
import { vclusterId } from '../../src/core/vcluster/id.ts';
import type { VCluster, VClusterPhase } from '../../src/core/vcluster/model.ts';
import { createFleet, deleteFleet, workloadPath } from './fleet.ts';
import { runFleetChanges } from './fleetChanges.ts';
import type { FleetMember, FleetState } from './fleetMember.ts';
import type { HostApi } from './host/hostApi.ts';
import { HostSession } from './hostSession.ts';
import { permit } from './permissions.ts';
import { runningStatus } from './podStatus.ts';
import { until } from './until.ts';

const phases: Readonly<Record<FleetState, VClusterPhase>> = {
  running: 'running',
  paused: 'paused',
  pending: 'pending',
  'scaled-down': 'scaled-down',
};

const idOf = ({ namespace, name }: FleetMember): string => vclusterId({ context: 'host', namespace, name });

describe('the discovery of vclusters on a real API server', () => {
  let api: HostApi;
  let members: readonly FleetMember[];
  const sessions: HostSession[] = [];

  before(async function () {
    api = this.host.api;
    const options = { vclusters: 40, podsEach: 3, generation: 'both', mix: 'mixed', controllerManager: true } as const;
    members = (await createFleet(api, { ...options, prefix: 'found' })).vclusters;
  });

  after(() => deleteFleet(api, members));

  afterEach(async () => {
    for (const session of sessions.splice(0)) {
      await session.close();
    }
  });

  async function open(...args: Parameters<typeof HostSession.open>): Promise<HostSession> {
    const session = await HostSession.open(...args);
    sessions.push(session);
    return session;
  }

  function discover(session: HostSession, fallbackNamespaces: readonly string[] = []): VClusterDiscovery {
    const { client, reflectors } = session;
    const discovery = new VClusterDiscovery({
      context: 'host',
      client,
      reflectors,
      fallbackNamespaces,
      connected: undefined,
    });
    discovery.start();
    return discovery;
  }

  const complete = (discovery: VClusterDiscovery): Promise<void> =>
    until('all is known', () => discovery.complete && discovery.freshness.state === 'live', {
      state: () => discovery.freshness,
    });

  /** What a discovery that begins now finds. */
  async function fresh(host: Mocha.Context['host']): Promise<ReadonlyMap<string, VCluster>> {
    const discovery = discover(await open(host));
    await complete(discovery);
    return new Map(discovery.vclusters);
  }

  const sorted = (all: ReadonlyMap<string, VCluster>): readonly VCluster[] =>
    [...all.values()].sort((one, other) => one.id.localeCompare(other.id));

  async function becomes(discovery: VClusterDiscovery, member: FleetMember, phase: VClusterPhase): Promise<void> {
    const status = (): unknown => discovery.vclusters.get(idOf(member))?.status;
    await until(`${member.name} is ${phase}`, () => discovery.vclusters.get(idOf(member))?.status.phase === phase, {
      state: status,
    });
  }

  it('finds every one, of both generations and both workloads, as it was made', async function () {
    const found = await fresh(this.host);
    assert.deepEqual([...found.keys()].sort(), members.map(idOf).sort());
    for (const member of members) {
      const vcluster = found.get(idOf(member));
      assert.equal(vcluster?.status.phase, phases[member.state], `${member.name}: ${JSON.stringify(vcluster?.status)}`);
      assert.equal(vcluster.generation, member.generation);
      assert.equal(vcluster.version, member.generation === 'current' ? '0.36.1' : '0.14.2');
      assert.equal(vcluster.workload.kind, member.workload);
      assert.equal(vcluster.pods.length, member.state === 'running' || member.state === 'pending' ? 1 : 0);
    }
    assert.ok(members.some(({ workload }) => workload === 'Deployment'));
  });

  it('needs one list of each resource, however many vclusters there are', async function () {
    const session = await open(this.host);
    await complete(discover(session));
    await sleep(500);
    const { log } = session.client;
    const listed = log.filter(({ verb }) => verb === 'list').map(({ resource }) => resource);
    assert.deepEqual([...new Set(listed)], listed);
    assert.ok(listed.length < 10 && listed.includes('statefulsets'), listed.join());
    assert.equal(log.length, listed.length, JSON.stringify(log));
  });

  it('follows pause, resume, a restart, one that is created and one that is deleted', async function () {
    const discovery = discover(await open(this.host));
    await complete(discovery);
    const target = members.find(({ state, workload }) => state === 'running' && workload === 'StatefulSet');
    assert.ok(target);
    const pause = { 'loft.sh/paused': 'true', 'loft.sh/paused-replicas': '1' };
    await api.patch(workloadPath(target), { metadata: { annotations: pause }, spec: { replicas: 0 } });
    await becomes(discovery, target, 'paused');
    const resume = { 'loft.sh/paused': null, 'loft.sh/paused-replicas': null };
    await api.patch(workloadPath(target), { metadata: { annotations: resume }, spec: { replicas: 1 } });
    const pods = (): number => discovery.vclusters.get(idOf(target))?.pods.length ?? 0;
    await until('the pod is back', () => pods() === 1);
    await until('its status can be written', async () => {
      const path = `/api/v1/namespaces/${target.namespace}/pods/${target.pod}/status`;
      return api.patch(path, runningStatus(target, 3)).then(
        () => discovery.vclusters.get(idOf(target))?.pods[0]?.restarts === 3,
        () => false,
      );
    });
    await becomes(discovery, target, 'running');
    const plan = { vclusters: 1, generation: 'legacy', prefix: `late-${randomUUID().slice(0, 4)}` } as const;
    const { vclusters } = await createFleet(api, { ...plan, controllerManager: true });
    const [late] = vclusters;
    assert.ok(late);
    await becomes(discovery, late, 'running');
    await deleteFleet(api, vclusters);
    await until('the deleted one is gone', () => !discovery.vclusters.has(idOf(late)), {
      withinMs: 30_000,
      state: () => discovery.vclusters.get(idOf(late)),
    });
    assert.deepEqual(sorted(discovery.vclusters), sorted(await fresh(this.host)));
  });

  it('is right after fifty changes a second through a connection that breaks', async function () {
    const session = await open(this.host);
    const discovery = discover(session);
    await complete(discovery);
    const restarts = new Map<string, number>();
    let over = false;
    const changes = runFleetChanges(api, members, {
      rate: 50,
      milliseconds: 5_000,
      onChange: (change) => restarts.set(idOf(change.member), change.restarts),
    }).finally(() => {
      over = true;
    });
    for (let turn = 0; !over; turn += 1) {
      session.proxy.set(
        turn % 3 === 1 ? { kind: 'garble' } : turn % 3 === 2 ? { kind: 'delay', ms: 50 } : { kind: 'pass' },
      );
      await sleep(200);
      session.proxy.cutAll();
    }
    session.proxy.set({ kind: 'pass' });
    assert.equal(await changes, 250);
    const expected = sorted(await fresh(this.host));
    const right = () => isDeepStrictEqual(sorted(discovery.vclusters), expected);
    await until('the model is what a fresh list says', () => right() && discovery.freshness.state === 'live', {
      state: () => discovery.freshness,
    });
    assert.ok(restarts.size > 20);
  });

  it('gives an error for a host that cannot be reached, not an empty list', async function () {
    const session = await open(this.host);
    await session.proxy.refuse();
    const discovery = discover(session);
    await until('it is stale', () => discovery.freshness.state === 'stale', { state: () => discovery.freshness });
    const { freshness } = discovery;
    assert.equal(freshness.state === 'stale' && freshness.why.kind, 'unreachable');
    assert.equal(discovery.complete, false);
    await session.proxy.accept();
    await complete(discovery);
    assert.equal(discovery.vclusters.size, members.length);
  });

  it('finds those in the namespaces that a user may list, and says which these are', async function () {
    const user = `user-${randomUUID()}`;
    const mine = members.filter(({ state }) => state === 'running').slice(0, 2);
    const [first, second] = mine.map(({ namespace }) => namespace);
    const resources = ['pods', 'secrets', 'services', 'statefulsets', 'deployments', 'ingresses'];
    const rule = { verbs: ['list', 'watch'], resources, apiGroups: ['', 'apps', 'networking.k8s.io'] };
    const undo = await Promise.all(mine.map(({ namespace }) => permit(api, user, rule, namespace)));
    const session = await open(this.host, { token: this.host.token(user) });
    const discovery = discover(session, [first ?? '', second ?? '', members.at(-1)?.namespace ?? '']);
    await complete(discovery);
    assert.deepEqual([...discovery.vclusters.keys()].sort(), mine.map(idOf).sort());
    assert.deepEqual(discovery.narrowedTo, [first, second]);
    await Promise.all(undo.map((take) => take()));
  });
});
