import type { Operation } from '../base/operation.ts';

/**
 * Watches while the tool runs, so that what is slow is said while it is; that watching fails keeps no tool from ending. Whether
 * all is ready is told by looking anew once the tool is done: what it changes may have been ready before it began.
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
  } finally {
    over.abort();
    await beside;
  }
  await watch({ signal, report });
}
