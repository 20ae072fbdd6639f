import * as l10n from '@vscode/l10n';
import type { Operation } from '../base/operation.ts';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import type { VClusterAddress } from '../vcluster/id.ts';

interface Cancellable<T> {
  readonly run: () => Promise<T>;
  readonly isChanged: () => boolean;
  /** Says how to go on from what was done by then, given the name. */
  readonly halfWay: (name: string) => string;
}

/** Runs a step, and says what state a vcluster was left in when the user gives up meanwhile. */
export async function cancellable<T>(
  { name }: VClusterAddress,
  { signal }: Operation,
  { run, isChanged, halfWay }: Cancellable<T>,
): Promise<T> {
  try {
    signal.throwIfAborted();
    return await run();
  } catch (error) {
    if (!signal.aborted) {
      throw error;
    }
    const shown = printable(name);
    const state = isChanged() ? halfWay(shown) : l10n.t('Cancelled. Nothing of {0} was changed.', shown);
    throw new OperationError('cancelled', state, error);
  }
}
