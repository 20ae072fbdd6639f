import * as vscode from 'vscode';
import type { Engine } from '../../core/engine.ts';
import type { EngineHandle } from '../engineHandle.ts';
import type { Settings } from '../settings.ts';
import type { ExplorerProvider } from './provider.ts';

/** Which of the welcome texts VS Code shows when there is nothing to list. */
type ViewState = 'noKubeconfig' | 'noContexts' | 'allHidden' | 'ready';

function viewState({ kubeconfig, explorer }: Engine): ViewState {
  const { files, contexts } = kubeconfig.value;
  if (!explorer.empty) {
    return 'ready';
  }
  if (contexts.length > 0) {
    return 'allHidden';
  }
  return files.some(({ exists }) => exists) ? 'noContexts' : 'noKubeconfig';
}

/** The view of the tree: its visibility, its message, and the context keys that menus and welcome texts ask for. */
export class ExplorerView implements vscode.Disposable {
  readonly #settings: Settings;
  readonly #view: vscode.TreeView<string>;
  readonly #subscriptions: vscode.Disposable[];

  constructor(handle: EngineHandle, provider: ExplorerProvider, settings: Settings) {
    this.#settings = settings;
    this.#view = vscode.window.createTreeView('vcluster.explorer', {
      treeDataProvider: provider,
      showCollapseAll: true,
      canSelectMany: true,
    });
    this.#subscriptions = [
      this.#view,
      this.#view.onDidChangeVisibility(({ visible }) => handle.current?.explorer.setVisible(visible)),
      this.#view.onDidExpandElement(({ element }) => handle.current?.explorer.expand(element)),
      this.#view.onDidCollapseElement(({ element }) => handle.current?.explorer.collapse(element)),
      settings.onDidChange(() => this.#applySettings(handle.current)),
      handle.onDidLoad((engine) => {
        this.#applySettings(engine);
        engine.explorer.setVisible(this.#view.visible);
        this.#subscriptions.push(
          engine.kubeconfig.onDidChange(() => {
            this.#applySettings(engine);
            this.#update(engine);
          }),
          engine.protection.onDidChange(() => this.#applySettings(engine)),
          engine.explorer.onDidChange(() => this.#update(engine)),
        );
        this.#update(engine);
      }),
    ];
  }

  /** Shows only vclusters whose name or namespace contains the text; all for an empty one. */
  filter(engine: Engine, text: string): void {
    engine.explorer.setOptions({ filter: text });
    this.#view.message = text === '' ? '' : vscode.l10n.t('Only names with “{0}”', text);
    void vscode.commands.executeCommand('setContext', 'vcluster.filtered', text !== '');
  }

  get selection(): string | undefined {
    return this.#view.selection[0];
  }

  #applySettings(engine: Engine | undefined): void {
    const { sort, allNamespaces, pinned, hidden } = this.#settings;
    const contexts = engine?.kubeconfig.value.contexts.map(({ name }) => name) ?? [];
    const locked = contexts.filter((name) => engine?.protection.isLocked(name));
    const unlocked = contexts.filter((name) => engine?.protection.isUnlocked(name));
    engine?.explorer.setOptions({ sort, allNamespaces, pinned, hidden, locked, unlocked });
  }

  #update(engine: Engine): void {
    const known = engine.kubeconfig.value.contexts.map(({ name }) => name);
    const anyHidden = this.#settings.hidden.some((name) => known.includes(name));
    void vscode.commands.executeCommand('setContext', 'vcluster.state', viewState(engine));
    void vscode.commands.executeCommand('setContext', 'vcluster.anyHidden', anyHidden);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }
}
