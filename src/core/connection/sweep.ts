import type { Log } from '../base/log.ts';
import { printable } from '../base/text.ts';
import { sweepRunFolders } from '../deploy/runFolder.ts';
import type { KubeconfigSource } from '../kubeconfig/source.ts';
import type { Ledger } from './ledger.ts';

/** Removes what windows that crashed have left in kubeconfigs and in the temporary folder. Never rejects. */
export async function sweepTraces(
  ledger: Ledger,
  kubeconfig: Pick<KubeconfigSource, 'reload'>,
  log: Log,
): Promise<void> {
  try {
    await sweepRunFolders();
    const { removed, failed } = await ledger.sweep();
    for (const { context } of removed) {
      log.info(`Removed the context ${printable(context)} that a window left behind.`);
    }
    for (const { entry, error } of failed) {
      log.error(`The context ${printable(entry.context)} of a former window stays.`, error);
    }
    if (removed.length > 0) {
      await kubeconfig.reload();
    }
  } catch (error) {
    log.error('What former windows left behind was not looked at.', error);
  }
}
