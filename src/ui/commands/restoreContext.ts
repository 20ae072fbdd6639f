import * as vscode from 'vscode';
import type { Engine } from '../../core/engine.ts';

/** Writes the context of a connection back into the user's kubeconfig. The target is the id of the vcluster. */
export async function restoreContext({ connections, contextWatch }: Engine, target: unknown): Promise<void> {
  const missing = connections.views.filter((view) => view.missing).map(({ id }) => id);
  const ids = typeof target === 'string' ? [target] : missing;
  if (ids.length === 0) {
    throw new Error(vscode.l10n.t('Every connection has its context in the kubeconfig.'));
  }
  for (const id of ids) {
    await contextWatch.restore(id);
  }
}
