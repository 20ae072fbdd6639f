import * as l10n from '@vscode/l10n';
import type { Operation } from '../base/operation.ts';
import { OperationError } from '../base/operationError.ts';

/**
 * Watches while the tool runs, so that what is slow is said while it is; that watching fails keeps no tool from ending. Whether
 * all is ready is told by looking anew once the tool is done: what it changes may have been ready before it began.
 * @throws OperationError `cancelled` with what becomes of what was done by then
 */
export async function deployAndWatch(
  deploy: (operation: Operation) => Promise<void>,
  watch: (operation: Operation) => Promise<void>,
  { signal, report }: Operation,
): Promise<void> {
  const over = new AbortController();
  const operation = { signal: AbortSignal.any([signal, over.signal]), report };
  const beside = watch(operation).catch(() => undefined);
  try {
    await deploy({ signal, report });
  } catch (error) {
    const state = l10n.t('Cancelled half-way. What was done by then stays; run it again to go on.');
    throw signal.aborted ? new OperationError('cancelled', state, error) : error;
  } finally {
    over.abort();
    await beside;
  }
  await watch({ signal, report });
}
