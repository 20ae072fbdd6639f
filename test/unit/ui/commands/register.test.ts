import '../standIn/hook.ts';
import assert from 'node:assert/strict';
import { before, beforeEach, describe, it } from 'mocha';
import { OperationError } from '../../../../src/core/base/operationError.ts';
import type { CommandHandler, CommandId, CommandTable } from '../../../../src/ui/commands/command.ts';
import type { OutputLog } from '../../../../src/ui/outputLog.ts';
import { desk } from '../standIn/desk.ts';

describe('a command', () => {
  let ui: typeof import('../../../../src/ui/commands/register.ts') &
    typeof import('../../../../src/ui/commands/failure.ts') &
    typeof import('../../../../src/ui/engineHandle.ts') &
    Pick<typeof import('vscode'), 'CancellationError'>;
  let logged: string[];
  let refusals: number;

  before(async () => {
    ui = {
      ...(await import('../../../../src/ui/commands/register.ts')),
      ...(await import('../../../../src/ui/commands/failure.ts')),
      ...(await import('../../../../src/ui/engineHandle.ts')),
      ...(await import('vscode')),
    };
  });

  beforeEach(() => {
    desk.reset();
    logged = [];
    refusals = 0;
  });

  function register(id: CommandId, act: CommandHandler): (...given: readonly unknown[]) => Promise<unknown> {
    const log = { error: (text: string) => logged.push(text) } as unknown as OutputLog;
    const runner = {
      log,
      onRefused: () => {
        refusals += 1;
      },
    };
    ui.registerCommands({ [id]: act } as unknown as CommandTable, runner);
    return async (...given) => desk.commands.get(id)?.(...given);
  }

  it('settles once it is done, and hands over the selection as texts', async () => {
    const seen: unknown[] = [];
    const call = register('vcluster.pause', async (target, selection) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      seen.push(target, selection);
    });
    await call('a', ['a', 1, 'b']);
    assert.deepEqual(seen, ['a', ['a', 'b']]);
    assert.deepEqual(desk.asked, []);
  });

  it('does nothing, and says so, where VS Code has lost the item that it was called on', async () => {
    const targets: unknown[] = [];
    const call = register('vcluster.copyName', (target) => targets.push(target));
    await call();
    await call('a', undefined);
    assert.deepEqual(desk.asked, []);
    await call(undefined, undefined);
    await call(undefined, ['a', 'b']);
    await desk.question(/Do it once more/u);
    assert.deepEqual(targets, [undefined, 'a']);
  });

  it('settles when it failed, and can be run again as it was from below its error', async () => {
    let runs = 0;
    const call = register('vcluster.pause', () => {
      runs += 1;
      if (runs === 1) {
        throw new OperationError('toolFailed', 'It did not work.');
      }
    });
    desk.plan(/^It did not work\.$/u, 'Try Again');
    await call('a', ['a', 'b']);
    const { choices } = await desk.question(/^It did not work\.$/u);
    assert.deepEqual(choices, ['Try Again', 'Show Log']);
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual(desk.executed, [{ id: 'vcluster.pause', given: ['a', ['a', 'b']] }]);
    assert.deepEqual([runs, logged], [2, ['vcluster.pause failed']]);
  });

  it('offers what helps the vcluster that was picked, and looks anew at what may be done', async () => {
    const call = register('vcluster.connect', () => {
      throw new ui.Failure(new OperationError('refused', 'It is paused.', undefined, 'resume'), { vcluster: 'p/n/v' });
    });
    desk.plan(/paused/u, 'Resume');
    await call();
    await desk.question(/paused/u);
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual(desk.executed, [{ id: 'vcluster.resume', given: ['p/n/v'] }]);
    assert.equal(refusals, 1);
  });

  it('goes on with all that was entered, and tells what goes wrong then', async () => {
    let goneOn = 0;
    const run = async (): Promise<void> => {
      goneOn += 1;
      throw new Error('Wrong again.');
    };
    const call = register('vcluster.create', () => {
      throw new ui.Failure(new OperationError('toolTimeout', 'Too slow.'), { goOn: { title: 'Back', run } });
    });
    desk.plan(/Too slow/u, 'Back');
    await call();
    assert.deepEqual((await desk.question(/Too slow/u)).choices, ['Back', 'Show Log']);
    await desk.question(/Wrong again/u);
    assert.equal(goneOn, 1);
  });

  it('says nothing when the user has given up', async () => {
    const call = register('vcluster.pause', () => {
      throw new ui.Failure(new ui.CancellationError(), { vcluster: 'p/n/v' });
    });
    await call();
    assert.deepEqual([desk.asked, logged], [[], []]);
  });

  it('runs nothing in a restricted workspace, and leads to where it is trusted', async () => {
    desk.isTrusted = false;
    const handle = new ui.EngineHandle(() => assert.fail('nothing is loaded'));
    const call = register('vcluster.pause', () => handle.load());
    desk.plan(/Restricted Mode/u, 'Manage Workspace Trust');
    await call('p/n/v');
    await desk.question(/Restricted Mode/u);
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual(desk.executed, [{ id: 'workbench.trust.manage', given: [] }]);
    await assert.rejects(handle.load(), { name: 'OperationError', kind: 'refused' });
  });
});
