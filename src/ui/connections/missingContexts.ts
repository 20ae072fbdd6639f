import * as vscode from 'vscode';
import type { ConnectionView } from '../../core/connection/connection.ts';
import type { EngineHandle } from '../engineHandle.ts';
import { plainLabel } from '../label.ts';

/** Says when the context of an open connection has gone from the kubeconfig, and offers to write it back. Of each it says so once. */
export class MissingContexts implements vscode.Disposable {
  readonly #subscriptions: vscode.Disposable[];

  constructor(handle: EngineHandle) {
    this.#subscriptions = [
      handle.onDidLoad(({ contextWatch }) =>
        this.#subscriptions.push(contextWatch.onDidVanish((view) => void this.#tell(view))),
      ),
    ];
  }

  async #tell({ id, context, address }: ConnectionView): Promise<void> {
    const restore = vscode.l10n.t('Restore Context');
    const message = vscode.l10n.t(
      'The context “{0}” is gone from your kubeconfig. The connection to {1} is still open.',
      plainLabel(context),
      plainLabel(address.name),
    );
    if ((await vscode.window.showInformationMessage(message, restore)) === restore) {
      await vscode.commands.executeCommand('vcluster.restoreContext', id);
    }
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }
}
