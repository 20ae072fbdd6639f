import * as vscode from 'vscode';
import { KubeError } from '../../core/kube/error.ts';
import type { OutputLog } from '../outputLog.ts';
import type { CommandHandler, CommandTable } from './command.ts';

/** Runs a command that the user gave: its error is shown to that user, with the log one click away. */
async function run(id: string, handler: CommandHandler, target: unknown, log: OutputLog): Promise<unknown> {
  try {
    return await handler(target);
  } catch (error) {
    if (error instanceof vscode.CancellationError || KubeError.is(error, 'cancelled')) {
      return undefined;
    }
    log.error(`${id} failed`, error);
    const message = error instanceof Error ? error.message : String(error);
    const showLog = vscode.l10n.t('Show Log');
    if ((await vscode.window.showErrorMessage(message, showLog)) === showLog) {
      log.show();
    }
    return undefined;
  }
}

export function registerCommands(table: CommandTable, log: OutputLog): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(table).map(([id, handler]) =>
      vscode.commands.registerCommand(id, (target: unknown) => {
        void run(id, handler, target, log);
      }),
    ),
  );
}
