import * as vscode from 'vscode';
import { OperationError } from '../../core/base/operationError.ts';
import { KubeError } from '../../core/kube/error.ts';
import type { CommandId } from './command.ts';

/** A button below an error. Without arguments, the command gets what the failed one was called on. */
export interface ErrorFix {
  readonly title: string;
  readonly command: CommandId | 'workbench.action.openSettings';
  readonly arguments?: readonly unknown[];
}

function ofOperation({ kind }: OperationError): readonly ErrorFix[] {
  switch (kind) {
    case 'protected':
      return [{ title: vscode.l10n.t('Unlock…'), command: 'vcluster.unlockContext' }];
    case 'gone':
      return [{ title: vscode.l10n.t('Refresh'), command: 'vcluster.refresh', arguments: [] }];
    case 'toolMissing':
    case 'toolUnfit':
      return [
        {
          title: vscode.l10n.t('Set Its Path'),
          command: 'workbench.action.openSettings',
          arguments: ['vcluster.tools'],
        },
      ];
    default:
      return [];
  }
}

/** What can be done about an error, the best first; the log is always one of them. */
export function errorFixes(error: unknown): readonly ErrorFix[] {
  const log: ErrorFix = { title: vscode.l10n.t('Show Log'), command: 'vcluster.showLog', arguments: [] };
  if (OperationError.is(error)) {
    return [...ofOperation(error), log];
  }
  return KubeError.is(error, 'kubeconfig', 'credentials')
    ? [{ title: vscode.l10n.t('Choose Kubeconfig…'), command: 'vcluster.chooseKubeconfig', arguments: [] }, log]
    : [log];
}
