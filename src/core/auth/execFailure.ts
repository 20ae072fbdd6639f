import * as l10n from '@vscode/l10n';
import { printable, printableLines } from '../base/text.ts';
import { KubeError } from '../kube/error.ts';
import type { ExecConfig } from '../kubeconfig/model.ts';
import { hintDetail, missingPlugin } from './execCommand.ts';
import type { ExecEnd } from './execProcess.ts';

/** Says why a plugin gave no credential, and what to do about it. */
export function execFailure(end: ExecEnd, config: ExecConfig, timeoutMs: number): KubeError {
  const command = printable(config.command);
  const detail = hintDetail(config.installHint);
  switch (end.kind) {
    case 'timeout':
      return new KubeError(
        'plugin',
        l10n.t(
          'The credential plugin {0} did not finish within {1} seconds and was ended. Run it in a terminal to see what it waits for.',
          command,
          Math.ceil(timeoutMs / 1000),
        ),
        detail,
      );
    case 'overflow':
      return new KubeError(
        'plugin',
        l10n.t(
          'The credential plugin {0} wrote more than {1} MiB and was ended. Check the command in the kubeconfig.',
          command,
          1,
        ),
        detail,
      );
    case 'aborted':
      return new KubeError('cancelled', l10n.t('Cancelled.'));
    case 'failed':
      return isMissing(end.error)
        ? missingPlugin(config.command, config.installHint, end.error)
        : new KubeError(
            'plugin',
            l10n.t(
              'The credential plugin {0} could not be started. Check that it is a program for this computer.',
              command,
            ),
            { ...detail, cause: end.error },
          );
    case 'exit':
      return new KubeError('plugin', exitMessage(command, end.code, end.stderr), detail);
  }
}

function exitMessage(command: string, code: number | null, stderr: string): string {
  const lines = printableLines(stderr)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const said = printable(lines.slice(-3).join(' '));
  return said === ''
    ? l10n.t('The credential plugin {0} failed (exit code {1}). Run it in a terminal to see why.', command, code ?? '?')
    : l10n.t('The credential plugin {0} failed (exit code {1}): {2}', command, code ?? '?', said);
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}
