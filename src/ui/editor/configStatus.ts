import * as vscode from 'vscode';
import { type ConfigFiles, versionLabel } from './configFiles.ts';

/** Says which version of vcluster the file in the editor is checked for, and why. */
export class ConfigStatus implements vscode.Disposable {
  readonly #files: ConfigFiles;
  #item: vscode.LanguageStatusItem | undefined;
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor(files: ConfigFiles) {
    this.#files = files;
    this.#subscriptions = [
      files.onDidLook(() => this.#show()),
      vscode.window.onDidChangeActiveTextEditor(() => this.#show()),
    ];
  }

  dispose(): void {
    this.#item?.dispose();
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }

  #show(): void {
    const document = vscode.window.activeTextEditor?.document;
    const file = document && this.#files.find(document);
    this.#item?.dispose();
    this.#item = undefined;
    if (document === undefined || file === undefined) {
      return;
    }
    const { version, distro, reason } = file.look;
    const item = vscode.languages.createLanguageStatusItem('vcluster.version', {
      language: document.languageId,
      pattern: new vscode.RelativePattern(
        vscode.Uri.joinPath(document.uri, '..'),
        document.uri.path.split('/').at(-1) ?? '',
      ),
    });
    item.name = vscode.l10n.t('vCluster version');
    item.text = distro === undefined ? versionLabel(version) : `${versionLabel(version)} (${distro})`;
    item.detail = reason;
    item.command = {
      command: 'vcluster.chooseConfigVersion',
      title: vscode.l10n.t('Choose'),
      arguments: [document.uri],
    };
    this.#item = item;
  }
}
