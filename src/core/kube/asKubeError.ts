import * as l10n from '@vscode/l10n';
import { KubeError } from './error.ts';

/** Any error as a `KubeError`. A client that keeps its contract throws no others. */
export function asKubeError(error: unknown): KubeError {
  return KubeError.is(error)
    ? error
    : new KubeError('server', l10n.t('An unexpected error came up. Try again; the log says more.'), { cause: error });
}
