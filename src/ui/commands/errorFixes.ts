import * as vscode from 'vscode';
import { type Remedy, remediesOf } from '../../core/operations/remedy.ts';
import type { CommandId } from './command.ts';

/** A button below an error. Without arguments, the command gets what the failed one was called on. */
export interface ErrorFix {
  readonly title: string;
  readonly command: CommandId | 'workbench.action.openSettings' | 'workbench.trust.manage';
  readonly arguments?: readonly unknown[];
}

function fixOf(remedy: Remedy, failed: CommandId | undefined): ErrorFix | undefined {
  switch (remedy) {
    case 'unlock':
      return { title: vscode.l10n.t('Unlock…'), command: 'vcluster.unlockContext' };
    case 'refresh':
      return { title: vscode.l10n.t('Refresh'), command: 'vcluster.refresh', arguments: [] };
    case 'toolPath':
      return {
        title: vscode.l10n.t('Set Its Path'),
        command: 'workbench.action.openSettings',
        arguments: ['vcluster.tools'],
      };
    case 'controlPlaneLogs':
      return { title: vscode.l10n.t('Show Its Logs'), command: 'vcluster.showLogs' };
    case 'chooseKubeconfig':
      return { title: vscode.l10n.t('Choose Kubeconfig…'), command: 'vcluster.chooseKubeconfig', arguments: [] };
    case 'connect':
      return { title: vscode.l10n.t('Connect'), command: 'vcluster.connect' };
    case 'resume':
      return { title: vscode.l10n.t('Resume'), command: 'vcluster.resume' };
    case 'pause':
      return { title: vscode.l10n.t('Pause…'), command: 'vcluster.pause' };
    case 'tryAgain':
      return failed && { title: vscode.l10n.t('Try Again'), command: failed };
  }
}

/** What can be done about an error, the best first; the log is always one of them. `failed` is the command that can be run again. */
export function errorFixes(error: unknown, failed?: CommandId): readonly ErrorFix[] {
  const log: ErrorFix = { title: vscode.l10n.t('Show Log'), command: 'vcluster.showLog', arguments: [] };
  const trust: readonly ErrorFix[] = vscode.workspace.isTrusted
    ? []
    : [{ title: vscode.l10n.t('Manage Workspace Trust'), command: 'workbench.trust.manage', arguments: [] }];
  return [...trust, ...remediesOf(error).flatMap((remedy) => fixOf(remedy, failed) ?? []), log];
}
