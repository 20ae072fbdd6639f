import * as vscode from 'vscode';
import { followed } from '../../core/preview/following.ts';
import type { Preview } from '../../core/preview/preview.ts';

/** The objects of a manifest, inside a vcluster and on its host; nobody but this extension makes them. */
export const previewScheme = 'vcluster-preview';

type Side = 'virtual' | 'host';

/** The namespace as a folder. Both sides have one path, as two would be shown as a file that was renamed. */
function uriOf(manifest: string, title: string, index: number, side: Side): vscode.Uri {
  const [, kind = '', folder = '', name = title] = /^(\S+ )([^/]*\/)?(.*)$/su.exec(title) ?? [];
  const path = `/${folder}${kind}${name.replaceAll('/', ' ')}.yaml`;
  return vscode.Uri.from({ scheme: previewScheme, path, query: JSON.stringify([manifest, index, side]) });
}

/** Shows what manifests become, and follows their changes while it is shown. */
export class PreviewDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  /** Titles of the objects that are shown, by manifest. */
  readonly #shown = new Map<string, readonly string[]>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();

  readonly onDidChange = this.#changed.event;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  /** Takes in what became of a manifest that was edited; what of it is open is shown anew. */
  update(manifest: vscode.Uri, { objects }: Preview): void {
    const key = manifest.toString();
    const titles = this.#shown.get(key) ?? [];
    for (const [index, object] of followed(titles, objects).entries()) {
      const gone = `# ${vscode.l10n.t('No longer in the manifest.')}\n`;
      const none = `# ${vscode.l10n.t('Not synced: stays inside the vCluster.')}\n`;
      const title = titles[index] ?? '';
      this.#set(uriOf(key, title, index, 'virtual'), object?.virtual ?? gone);
      this.#set(uriOf(key, title, index, 'host'), object === undefined ? gone : (object.host ?? none));
    }
  }

  /** Opens both sides of every object, in one editor. */
  async show(title: string, manifest: vscode.Uri, preview: Preview): Promise<void> {
    const key = manifest.toString();
    const titles = preview.objects.map((object) => object.title);
    this.#shown.set(key, titles);
    this.update(manifest, preview);
    const resources = titles.map((one, index) => {
      const host = uriOf(key, one, index, 'host');
      return [host, uriOf(key, one, index, 'virtual'), host];
    });
    await vscode.commands.executeCommand('vscode.changes', title, resources);
  }

  /** Forgets what belongs to a manifest. */
  forget(manifest: vscode.Uri): void {
    const key = manifest.toString();
    this.#shown.delete(key);
    for (const text of this.#texts.keys()) {
      if (vscode.Uri.parse(text).query.startsWith(`[${JSON.stringify(key)},`)) {
        this.#texts.delete(text);
      }
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #set(uri: vscode.Uri, text: string): void {
    if (this.#texts.get(uri.toString()) !== text) {
      this.#texts.set(uri.toString(), text);
      this.#changed.fire(uri);
    }
  }
}
