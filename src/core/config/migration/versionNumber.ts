import * as l10n from '@vscode/l10n';
import { OperationError } from '../../base/operationError.ts';
import { printable } from '../../base/text.ts';
import { newestChartVersion } from '../../create/versions.ts';

/**
 * The minor of a version such as `0.36.1`, `v0.36` or `0.37.0-rc.1`; of the newest that is known, where it is left out.
 * @throws OperationError `invalid` for what is no version that has a vcluster.yaml
 */
export function minorOf(version: string | undefined): number {
  const text = version ?? newestChartVersion('current');
  const [, major, minor] = /^v?(\d{1,4})\.(\d{1,4})(?:\.|-|$)/u.exec(text) ?? [];
  if (major === undefined || minor === undefined || (major === '0' && Number(minor) < 20)) {
    throw new OperationError(
      'invalid',
      l10n.t('{0} is no version with a vcluster.yaml. Choose 0.20 or a newer one.', printable(text, 40)),
    );
  }
  return major === '0' ? Number(minor) : 10_000;
}
