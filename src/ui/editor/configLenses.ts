import * as vscode from 'vscode';
import { parseVClusterId } from '../../core/vcluster/id.ts';
import { plainLabel } from '../label.ts';
import { valuesScheme } from '../upgrade/valuesDocuments.ts';
import type { ConfigFiles } from './configFiles.ts';

/** What can be done with a file of values, above its first line. */
export class ConfigLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #files: ConfigFiles;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  readonly #shown = new WeakMap<vscode.TextDocument, string>();

  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(files: ConfigFiles) {
    this.#files = files;
    this.#subscription = files.onDidLook((document) => this.#follow(document));
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const file = this.#files.find(document);
    if (file?.look.form !== 'values' || !vscode.workspace.isTrusted) {
      return [];
    }
    const deployed = document.uri.scheme === valuesScheme;
    const name = deployed ? parseVClusterId(document.uri.query)?.name : undefined;
    const legacy = file.look.generation === 'legacy';
    const lens = (command: string, title: string): vscode.CodeLens =>
      new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), { command, title, arguments: [document.uri] });
    return [
      ...(deployed ? [] : [lens('vcluster.createFromValues', vscode.l10n.t('Create from this file'))]),
      lens(
        'vcluster.upgrade',
        name === undefined ? vscode.l10n.t('Upgrade…') : vscode.l10n.t('Upgrade {0}', plainLabel(name)),
      ),
      lens('vcluster.compareWithDeployed', vscode.l10n.t('Compare with deployed')),
      lens('vcluster.previewValues', vscode.l10n.t('Preview values')),
      lens('vcluster.explainConfig', vscode.l10n.t('Explain this file')),
      ...(legacy ? [lens('vcluster.migrateConfig', vscode.l10n.t('Migrate to vcluster.yaml'))] : []),
    ];
  }

  /** Asks for the lenses anew only where they change: a lens that is drawn again under the pointer misses its click. */
  #follow(document: vscode.TextDocument): void {
    const look = this.#files.find(document)?.look;
    const shown = `${look?.form} ${look?.generation}`;
    if (this.#shown.get(document) !== shown) {
      this.#shown.set(document, shown);
      this.#changed.fire();
    }
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}
