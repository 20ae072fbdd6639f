import * as vscode from 'vscode';
import { parseVirtualContext } from '../core/vcluster/context.ts';
import type { EngineHandle } from './engineHandle.ts';
import { plainLabel } from './label.ts';

/** One quiet item: the current context, or the vcluster that it leads into. A click switches. */
export class ContextStatusItem implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;
  readonly #subscriptions: vscode.Disposable[];

  constructor(handle: EngineHandle) {
    this.#item = vscode.window.createStatusBarItem('vcluster.context', vscode.StatusBarAlignment.Left, 0);
    this.#item.name = vscode.l10n.t('Kubernetes context');
    this.#item.command = 'vcluster.useContext';
    this.#subscriptions = [
      this.#item,
      handle.onDidLoad(({ kubeconfig }) => {
        this.#show(kubeconfig.value.currentContext);
        this.#subscriptions.push(kubeconfig.onDidChange(({ currentContext }) => this.#show(currentContext)));
      }),
    ];
  }

  #show(context: string | undefined): void {
    if (context === undefined) {
      this.#item.hide();
      return;
    }
    const target = parseVirtualContext(context);
    this.#item.text =
      target === undefined ? `$(server-environment) ${plainLabel(context)}` : `$(plug) ${plainLabel(target.name)}`;
    const tooltip =
      target === undefined
        ? vscode.l10n.t('Current Kubernetes context: {0}', plainLabel(context))
        : vscode.l10n.t('In vcluster {0} of {1}: {2}', target.name, target.parent, plainLabel(context));
    this.#item.tooltip = tooltip;
    this.#item.accessibilityInformation = { label: tooltip };
    this.#item.show();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }
}
