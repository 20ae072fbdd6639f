import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { KubeError } from '../kube/error.ts';

/** The `code` of a Node error, such as `ENOENT`; empty for anything else. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function reasonOf(code: string): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return l10n.t('permission denied');
    case 'EROFS':
      return l10n.t('the file system is read-only');
    case 'ENOSPC':
    case 'EDQUOT':
      return l10n.t('the disk is full');
    case 'EFBIG':
      return l10n.t('the file would be too large');
    case 'EISDIR':
      return l10n.t('it is a directory');
    case 'ELOOP':
      return l10n.t('its symbolic links go round in a circle');
    case 'EBUSY':
      return l10n.t('it is in use or is itself a mount point');
    case 'ENOENT':
    case 'ENOTDIR':
      return l10n.t('there is no such file or directory');
    default:
      return code === '' ? l10n.t('unknown error') : code;
  }
}

/** A failed read as a KubeError `kubeconfig`. */
export function readProblem(file: string, error: unknown): KubeError {
  const message = l10n.t('{0} cannot be read: {1}.', printable(file), reasonOf(codeOf(error)));
  return new KubeError('kubeconfig', message, { cause: error });
}

/** A failed write as a KubeError `kubeconfig`; the file is as it was. */
export function writeProblem(file: string, error: unknown): KubeError {
  const message = l10n.t(
    '{0} cannot be written and was left as it was: {1}.',
    printable(file),
    reasonOf(codeOf(error)),
  );
  return new KubeError('kubeconfig', message, { cause: error });
}
