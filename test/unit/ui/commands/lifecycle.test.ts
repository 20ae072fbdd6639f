import '../standIn/hook.ts';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import { FleetDesk } from '../fleetDesk.ts';
import { desk } from '../standIn/desk.ts';

describe('what a person does with vclusters', function () {
  this.timeout(20_000);
  let fleet: FleetDesk;
  let ui: typeof import('../../../../src/ui/commands/lifecycle.ts') &
    typeof import('../../../../src/ui/commands/failure.ts') &
    Pick<typeof import('vscode'), 'CancellationError'>;

  before(async () => {
    ui = {
      ...(await import('../../../../src/ui/commands/lifecycle.ts')),
      ...(await import('../../../../src/ui/commands/failure.ts')),
      ...(await import('vscode')),
    };
  });

  beforeEach(async () => {
    desk.reset();
    fleet = await FleetDesk.open();
  });

  afterEach(() => fleet.close());

  const texts = (kind: string): readonly string[] =>
    desk.asked.filter((one) => one.kind === kind).map(({ text }) => text);

  it('pauses after it was said what that takes down, and not when that is too much', async () => {
    const gaveUp = ui.pause(fleet.engine, fleet.id('office'), []);
    await gaveUp;
    assert.notEqual(await fleet.phase('office'), 'paused');
    desk.plan(/^Pause office\?$/u, 'Pause');
    await ui.pause(fleet.engine, fleet.id('office'), []);
    assert.match((await desk.question(/^Pause office\?$/u)).detail, /Pods of office that end/u);
    assert.equal(await fleet.phase('office'), 'paused');
  });

  it('is told what state a vcluster was left in when pausing it was cancelled', async () => {
    desk.plan(/^Pause billing\?$/u, 'Pause');
    desk.cancelAt = /^Scaling billing-api/u;
    await assert.rejects(ui.pause(fleet.engine, fleet.id('billing'), []), ui.CancellationError);
    assert.deepEqual(texts('information'), [
      'Cancelled half-way: pause billing again to go on, or resume it to go back.',
    ]);
  });

  it('can give up while it is looked at, and is asked nothing then', async () => {
    desk.cancelAt = /^Looking at what runs in/u;
    await assert.rejects(ui.pause(fleet.engine, fleet.id('office'), []), ui.CancellationError);
    assert.deepEqual(desk.asked, []);
  });

  it('is told what state a vcluster is in when it is not waited for after its resume', async () => {
    desk.cancelAt = /^Waiting for the control plane/u;
    await assert.rejects(ui.resume(fleet.engine, fleet.id('pr-1423'), []), ui.CancellationError);
    assert.deepEqual(texts('information'), ['pr-1423 is resumed, and comes up without anybody waiting for it.']);
    while ((await fleet.phase('pr-1423')) === 'paused') {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  });

  it('pauses several after one question, leaves those that cannot be, and repeats only what failed', async () => {
    const ids = ['office', 'billing', 'mobile-dev'].map((name) => fleet.id(name));
    fleet.playground.faults.add({ verb: 'patch', name: 'billing-api' }, { kind: 'status', code: 500 }, 1);
    desk.plan(/^Pause 2 vclusters\?$/u, 'Pause');
    const failing = ui.pause(fleet.engine, ids[0], ids);
    const failure = await failing.then(
      () => assert.fail('one of them fails'),
      (error: unknown) => (error instanceof ui.Failure ? error : assert.fail(String(error))),
    );
    assert.match((await desk.question(/^Pause 2/u)).detail, /mobile-dev: .*put to sleep by the vCluster Platform/u);
    assert.match(failure.message, /^1 of 2 failed\. billing: /u);
    assert.deepEqual([await fleet.phase('office'), failure.detail.goOn?.title], ['paused', 'Try Again']);
    desk.plan(/^Pause billing\?$/u, 'Pause');
    await failure.detail.goOn?.run();
    assert.equal(await fleet.phase('billing'), 'paused');
  });

  it('is asked before a paused one is resumed to connect', async () => {
    const id = fleet.id('edge-lab');
    const before = await readFile(fleet.config, 'utf8');
    await assert.rejects(
      ui.connect(fleet.engine, id),
      (error) => error instanceof ui.Failure && error.cause instanceof ui.CancellationError,
    );
    assert.deepEqual([await fleet.phase('edge-lab'), await readFile(fleet.config, 'utf8')], ['paused', before]);
    desk.plan(/^edge-lab is paused\. Resume it\?$/u, 'Resume and Connect');
    assert.equal(await ui.connect(fleet.engine, id), id);
    assert.equal(fleet.engine.connections.view(id)?.mode, 'switch');
  });

  it('picks the connection to end where there are several, and is led to connecting where there is none', async () => {
    await assert.rejects(ui.disconnect(fleet.engine, undefined), { kind: 'refused', next: 'connect' });
    for (const name of ['checkout-staging', 'search']) {
      await ui.connect(fleet.engine, fleet.id(name));
    }
    await assert.rejects(ui.disconnect(fleet.engine, undefined), ui.CancellationError);
    assert.deepEqual((await desk.question(/^Disconnect from vcluster$/u)).choices, ['checkout-staging', 'search']);
    desk.plan(/^Disconnect from vcluster$/u, 'checkout-staging');
    await ui.disconnect(fleet.engine, undefined);
    assert.deepEqual(
      fleet.engine.connections.views.map(({ address }) => address.name),
      ['search'],
    );
    desk.asked.length = 0;
    await ui.disconnect(fleet.engine, undefined);
    assert.deepEqual([fleet.engine.connections.views, desk.asked], [[], []]);
  });
});
