import * as vscode from 'vscode';
import type { WantedExposure } from '../../core/deploy/upgrade.ts';
import type { Engine } from '../../core/engine.ts';
import type { VCluster } from '../../core/vcluster/model.ts';
import { plainLabel } from '../label.ts';
import { withOperation } from '../progress.ts';

/** Offers to copy the address once there is one. */
export async function offerAddress(engine: Engine, vcluster: VCluster, kind: WantedExposure['kind']): Promise<void> {
  const name = plainLabel(vcluster.name);
  const address = await withOperation(vscode.l10n.t('Waiting for the address of {0}', name), async ({ signal }) => {
    const found = await engine.changes.addressOf(vcluster.id, kind, signal);
    signal.throwIfAborted();
    return found;
  });
  if (address === undefined) {
    const again = vscode.l10n.t('Wait Again');
    const none = vscode.l10n.t('{0} is exposed, but has no address yet. Its Service or Ingress says why.', name);
    if ((await vscode.window.showWarningMessage(none, again)) === again) {
      await offerAddress(engine, vcluster, kind);
    }
    return;
  }
  const copy = vscode.l10n.t('Copy Address');
  const message = vscode.l10n.t('{0} is reached at {1}.', name, plainLabel(address));
  if ((await vscode.window.showInformationMessage(message, copy)) === copy) {
    await vscode.env.clipboard.writeText(address);
  }
}
