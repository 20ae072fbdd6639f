import * as vscode from 'vscode';

/** The script and the style sheet of the page, as texts. */
export interface PageTexts {
  readonly script: string;
  readonly style: string;
}

/** What the page of a panel is built from, read once. */
export class PageFiles {
  /** The folder that a page may load files from, and no other. */
  readonly folder: vscode.Uri;
  #texts: Promise<PageTexts> | undefined;

  constructor(extension: vscode.Uri) {
    this.folder = vscode.Uri.joinPath(extension, 'dist', 'webview');
  }

  /** @throws what the file system says, where the extension is not whole */
  read(): Promise<PageTexts> {
    this.#texts ??= this.#read();
    return this.#texts;
  }

  async #read(): Promise<PageTexts> {
    const text = async (name: string): Promise<string> =>
      new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(this.folder, name)));
    const [script, style] = await Promise.all([text('comparison.js'), text('comparison.css')]);
    return { script, style };
  }
}
