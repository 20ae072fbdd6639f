import * as vscode from 'vscode';

/** Texts that are made from files with values: their explanation, the values that apply, what a migration gives. */
export const configScheme = 'vcluster-config';

/** Holds such texts while they are shown. */
export class ConfigTexts implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();

  readonly onDidChange = this.#changed.event;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  /** Makes a text, or changes the one there is, and gives its address. `origin` keeps those of different files apart. */
  set(fileName: string, origin: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: configScheme, path: `/${fileName}`, query: origin });
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
    return uri;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
