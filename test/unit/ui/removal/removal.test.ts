import '../standIn/hook.ts';
import assert from 'node:assert/strict';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import type { Engine } from '../../../../src/core/engine.ts';
import { resources } from '../../../../src/core/kube/resource.ts';
import { FleetDesk } from '../fleetDesk.ts';
import { desk } from '../standIn/desk.ts';

const host = 'vcluster-playground';

describe('what a person deletes', function () {
  this.timeout(20_000);
  let fleet: FleetDesk;
  let deleteVCluster: typeof import('../../../../src/ui/removal/removal.ts').deleteVCluster;

  before(async () => {
    ({ deleteVCluster } = await import('../../../../src/ui/removal/removal.ts'));
  });

  beforeEach(() => desk.reset());

  afterEach(() => fleet.close());

  /** The engine, but a namespace is given a moment to end and no longer. */
  function hasty({ engine }: FleetDesk): Engine {
    const { removals, operations, protection, explorer, hosts, connections } = engine;
    const quick = {
      plan: removals.plan.bind(removals),
      problem: removals.problem.bind(removals),
      remove: removals.remove.bind(removals),
      leftovers: removals.leftovers.bind(removals),
      clean: removals.clean.bind(removals),
      stuck: (...[address, operation]: Parameters<typeof removals.stuck>) => removals.stuck(address, operation, 400),
    };
    return { removals: quick, operations, protection, explorer, hosts, connections } as unknown as Engine;
  }

  const claims = (namespace: string): readonly string[] =>
    fleet.playground.api.list(resources.persistentvolumeclaims, namespace).map(({ metadata }) => metadata?.name ?? '');

  it('is asked for its name where workloads run, and stays when that is another one', async () => {
    fleet = await FleetDesk.open();
    desk.plan(/^Delete search: what goes with it$/u, []);
    desk.plan(/^Delete search$/u, 'Search');
    await assert.rejects(deleteVCluster(hasty(fleet), fleet.id('search')));
    assert.match((await desk.question(/^Delete search$/u)).detail, /^Pods that run in it and are lost: \d+\. Type/u);
    assert.equal(await fleet.phase('search'), 'running');
  });

  it('asks for the name before it cleans up in a protected context', async () => {
    fleet = await FleetDesk.open([host]);
    fleet.engine.protection.unlock(host);
    const [, namespace = ''] = fleet.id('search').split('/');
    const before = claims(namespace);
    assert.ok(before.length > 0);
    const toTheCleanUp = (): void => {
      desk.plan(/^Delete search: what goes with it$/u, []);
      desk.plan(/^Delete search$/u, 'search');
      desk.plan(/^search is gone\. Still there: /u, 'Clean Up…');
    };
    toTheCleanUp();
    const rows = before.map((name) => `PersistentVolumeClaim ${name}`);
    desk.plan(/^Clean Up after search$/u, rows);
    desk.plan(/^Clean Up after search$/u, 'serch');
    await assert.rejects(deleteVCluster(hasty(fleet), fleet.id('search')));
    const asked = desk.asked.findLast(({ kind }) => kind === 'input');
    assert.match(asked?.detail ?? '', /is protected\. Type search to go on\./u);
    assert.deepEqual(claims(namespace), before);
    // What is left can be cleaned up by deleting it once more.
    toTheCleanUp();
    desk.plan(/^Clean Up after search$/u, rows);
    desk.plan(/^Clean Up after search$/u, 'search');
    await deleteVCluster(hasty(fleet), fleet.id('search'));
    assert.deepEqual(claims(namespace), []);
  });

  it('says which finalizer holds its namespace, and looks again when it is told to', async () => {
    fleet = await FleetDesk.open();
    const [, namespace = ''] = fleet.id('demo').split('/');
    const held = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'held', namespace, finalizers: ['a/b'] } };
    fleet.playground.api.create(held);
    const items = (await fleet.engine.removals.plan(fleet.id('demo'), new AbortController().signal)).items;
    const all = items.map(({ label }) => label);
    desk.plan(/^Delete demo: what goes with it$/u, all);
    desk.plan(/^Delete demo in /u, 'Delete');
    desk.plan(/held by the finalizer a\/b/u, 'Look Again');
    const deleting = deleteVCluster(hasty(fleet), fleet.id('demo'));
    await desk.question(/waits for ConfigMap held, which is held by the finalizer a\/b/u);
    fleet.playground.api.patch(resources.configmaps, namespace, 'held', { metadata: { finalizers: null } });
    await deleting;
    await desk.question(/^demo is gone; nothing is left of it\.$/u);
  });
});
