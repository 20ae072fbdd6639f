import * as l10n from '@vscode/l10n';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import type { VClusterAddress } from './id.ts';

/** The vcluster is no longer on its host, or never was. */
export function goneError({ name, namespace }: VClusterAddress): OperationError {
  return new OperationError(
    'gone',
    l10n.t('There is no vcluster {0} in the namespace {1} any more.', printable(name), printable(namespace)),
  );
}
