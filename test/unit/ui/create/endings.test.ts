import '../standIn/hook.ts';
import assert from 'node:assert/strict';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import type { CreateChoices } from '../../../../src/core/create/choices.ts';
import { FleetDesk } from '../fleetDesk.ts';
import { desk } from '../standIn/desk.ts';

describe('creating, as a person does who changes their mind', function () {
  this.timeout(20_000);
  let fleet: FleetDesk;
  let choices: CreateChoices;
  let ui: typeof import('../../../../src/ui/create/asking.ts') & typeof import('../../../../src/ui/create/endings.ts');

  before(async () => {
    ui = {
      ...(await import('../../../../src/ui/create/asking.ts')),
      ...(await import('../../../../src/ui/create/endings.ts')),
    };
  });

  beforeEach(async () => {
    desk.reset();
    fleet = await FleetDesk.open();
    const { creation } = fleet.engine;
    choices = { ...creation.renamed(creation.defaults('vcluster-playground'), 'fresh'), connectAfterwards: false };
  });

  afterEach(() => fleet.close());

  const create = () => ui.finishWith(new ui.Asking(fleet.engine), choices, 'create');
  const told = () => desk.asked.filter(({ kind }) => kind === 'information').map(({ text }) => text);

  it('is back at all that was chosen when looking at the host is cancelled, and nothing was asked', async () => {
    desk.cancelAt = /^Looking at the host cluster$/u;
    assert.deepEqual(await create(), choices);
    assert.deepEqual(desk.asked, []);
  });

  it('is told what becomes of what is there when creating is cancelled, goes back, and can create it again', async () => {
    desk.plan(/^Create fresh: the host cluster$/u, '$(rocket) Create fresh now');
    desk.cancelAt = /^Waiting for/u;
    assert.deepEqual(await create(), choices);
    assert.match(told().join(' '), /^Cancelled( half-way)?\. What (was done by then|is deployed) /u);
    desk.cancelAt = undefined;
    const id = await fleet.engine.creation.create(choices, {
      signal: new AbortController().signal,
      report: () => undefined,
    });
    assert.equal((await fleet.engine.operations.find(id)).name, 'fresh');
  });

  it('is told when it is ready, where it is not to be connected to', async () => {
    desk.plan(/^Create fresh: the host cluster$/u, '$(rocket) Create fresh now');
    assert.equal(await create(), undefined);
    assert.deepEqual([told(), desk.executed], [['fresh is ready.'], []]);
    choices = { ...fleet.engine.creation.renamed(choices, 'other'), connectAfterwards: true };
    desk.plan(/^Create other: the host cluster$/u, '$(rocket) Create other now');
    assert.equal(await create(), undefined);
    assert.deepEqual(
      desk.executed.map(({ id }) => id),
      ['vcluster.connect'],
    );
  });
});
