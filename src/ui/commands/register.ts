import * as vscode from 'vscode';
import { OperationError } from '../../core/base/operationError.ts';
import { KubeError } from '../../core/kube/error.ts';
import type { OutputLog } from '../outputLog.ts';
import type { CommandHandler, CommandId, CommandTable } from './command.ts';
import { type ErrorFix, errorFixes } from './errorFixes.ts';
import { Failure } from './failure.ts';

/** What commands are run with. */
export interface CommandRunner {
  readonly log: OutputLog;
  /** Called when a cluster did not allow what a menu had offered. */
  readonly onRefused: () => void;
}

/** A command that the user gave, with what VS Code handed over. */
interface Call {
  readonly id: CommandId;
  readonly given: readonly unknown[];
}

/** What a button calls its command with: what failed is run again as it was, all else is about the vcluster that it was about. */
function argumentsOf({ command }: ErrorFix, { id, given }: Call, vcluster: string | undefined): readonly unknown[] {
  const asBefore = vcluster === undefined || (command === id && given[0] !== undefined);
  return asBefore ? given : [vcluster];
}

/** Runs a command that the user gave, and settles once it is done. Its error is for the user, and whoever called it does not wait for that. */
async function run(call: Call, runner: CommandRunner, act: () => unknown): Promise<void> {
  try {
    await act();
  } catch (thrown) {
    void tell(call, runner, thrown);
  }
}

/** Shows an error, with what can be done about it and the log one click away, and does what is chosen. */
async function tell(call: Call, runner: CommandRunner, thrown: unknown): Promise<void> {
  const { goOn, vcluster } = thrown instanceof Failure ? thrown.detail : {};
  const error = thrown instanceof Failure ? thrown.cause : thrown;
  if (isCancelled(error)) {
    return;
  }
  runner.log.error(`${call.id} failed`, error);
  if (KubeError.is(error, 'forbidden') || OperationError.is(error, 'refused')) {
    runner.onRefused();
  }
  const message = error instanceof Error ? error.message : String(error);
  const fixes = errorFixes(error, goOn === undefined ? call.id : undefined);
  const titles = [...(goOn === undefined ? [] : [goOn.title]), ...fixes.map(({ title }) => title)];
  const chosen = await vscode.window.showErrorMessage(message, ...titles);
  const fix = fixes.find(({ title }) => title === chosen);
  if (goOn !== undefined && chosen === goOn.title) {
    await run(call, runner, goOn.run);
  } else if (fix !== undefined) {
    await vscode.commands.executeCommand(fix.command, ...(fix.arguments ?? argumentsOf(fix, call, vcluster)));
  }
}

function isCancelled(error: unknown): boolean {
  return (
    error instanceof vscode.CancellationError ||
    KubeError.is(error, 'cancelled') ||
    OperationError.is(error, 'cancelled')
  );
}

/** VS Code hands over the item that a command was called on, and all items that are selected. */
function selectionOf(items: unknown): readonly string[] {
  return Array.isArray(items) ? items.filter((item) => typeof item === 'string') : [];
}

/**
 * Whether a command was called on an item that VS Code does not hand over: it forgets those below one that is painted again, until it
 * has asked for them anew (seen in VS Code 1.139). A call from elsewhere has no second argument.
 */
function isLost(given: readonly unknown[]): boolean {
  const [target, items] = given;
  return given.length > 1 && target === undefined && (items === undefined || Array.isArray(items));
}

/** Nothing else that could be taken for the item is: neither what is selected nor what an editor shows. */
function act(handler: CommandHandler, given: readonly unknown[]): unknown {
  if (isLost(given)) {
    throw new Error(vscode.l10n.t('VS Code was just reading this part of the view again. Do it once more.'));
  }
  return handler(given[0], selectionOf(given[1]));
}

export function registerCommands(table: CommandTable, runner: CommandRunner): vscode.Disposable {
  return vscode.Disposable.from(
    ...(Object.keys(table) as CommandId[]).map((id) =>
      vscode.commands.registerCommand(id, (...given: readonly unknown[]) =>
        run({ id, given }, runner, () => act(table[id], given)),
      ),
    ),
  );
}
