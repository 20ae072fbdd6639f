import * as vscode from 'vscode';
import { OperationError } from '../../core/base/operationError.ts';
import { KubeError } from '../../core/kube/error.ts';
import type { OutputLog } from '../outputLog.ts';
import type { CommandTable } from './command.ts';
import { errorFixes } from './errorFixes.ts';

/** What commands are run with. */
export interface CommandRunner {
  readonly log: OutputLog;
  /** Called when a cluster did not allow what a menu had offered. */
  readonly onRefused: () => void;
}

/** Runs a command that the user gave: its error is shown to that user, with the log one click away. */
async function run(id: string, { log, onRefused }: CommandRunner, target: unknown, act: () => unknown): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (isCancelled(error)) {
      return;
    }
    log.error(`${id} failed`, error);
    if (KubeError.is(error, 'forbidden') || OperationError.is(error, 'refused')) {
      onRefused();
    }
    const message = error instanceof Error ? error.message : String(error);
    const fixes = errorFixes(error);
    const chosen = await vscode.window.showErrorMessage(message, ...fixes.map(({ title }) => title));
    const fix = fixes.find(({ title }) => title === chosen);
    if (fix !== undefined) {
      await vscode.commands.executeCommand(fix.command, ...(fix.arguments ?? [target]));
    }
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

export function registerCommands(table: CommandTable, runner: CommandRunner): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(table).map(([id, handler]) =>
      vscode.commands.registerCommand(id, (target: unknown, items: unknown) => {
        void run(id, runner, target, () => handler(target, selectionOf(items)));
      }),
    ),
  );
}
