import * as l10n from '@vscode/l10n';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import type { VClusterAddress } from '../vcluster/id.ts';
import { mainWorkloads } from './shape.ts';
import type { Workload } from './workloads.ts';

/**
 * Throws where somebody else is in charge of whether the vcluster runs.
 * @throws OperationError `refused` while it sleeps by the platform or is being restored, `gone` while it is being deleted
 */
export function checkFree(workloads: readonly Workload[], { name }: VClusterAddress): void {
  const main = mainWorkloads(workloads);
  const shown = printable(name);
  if (main.some(({ terminating }) => terminating)) {
    throw new OperationError('gone', l10n.t('{0} is being deleted.', shown));
  }
  if (main.some(({ restoring }) => restoring)) {
    throw new OperationError(
      'refused',
      l10n.t('{0} is being restored. Try again once that is done.', shown),
      undefined,
      'tryAgain',
    );
  }
  if (main.some(({ sleep }) => sleep !== undefined)) {
    throw new OperationError(
      'refused',
      l10n.t(
        '{0} was put to sleep by the vCluster Platform, which would undo what is changed here. Wake it there, then try again.',
        shown,
      ),
    );
  }
}

/** Why there is nothing to resume. */
export function notPaused(workloads: readonly Workload[], { name }: VClusterAddress): OperationError {
  const zero = mainWorkloads(workloads).every(({ replicas }) => replicas === 0);
  return new OperationError(
    'refused',
    zero
      ? l10n.t('{0} is scaled to zero, but was not paused. Pause it first, then resume it.', printable(name))
      : l10n.t('{0} is not paused.', printable(name)),
    undefined,
    zero ? 'pause' : undefined,
  );
}
