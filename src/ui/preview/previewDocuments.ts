import * as vscode from 'vscode';
import type { Preview, PreviewedObject } from '../../core/preview/preview.ts';

/** The objects of a manifest, inside a vcluster and on its host; nobody but this extension makes them. */
export const previewScheme = 'vcluster-preview';

type Side = 'virtual' | 'host';

function uriOf(manifest: vscode.Uri, { title }: PreviewedObject, index: number, side: Side): vscode.Uri {
  const name = encodeURIComponent(title.replaceAll('/', ' '));
  return vscode.Uri.from({ scheme: previewScheme, path: `/${index}/${side}/${name}.yaml`, query: manifest.toString() });
}

/** Shows what manifests become, and follows their changes while it is shown. */
export class PreviewDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();

  readonly onDidChange = this.#changed.event;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  /** Takes a preview in; what of it is open is shown anew. */
  update(manifest: vscode.Uri, { objects }: Preview): void {
    for (const [index, object] of objects.entries()) {
      const none = `# ${vscode.l10n.t('Not synced: stays inside the vCluster.')}\n`;
      this.#set(uriOf(manifest, object, index, 'virtual'), object.virtual);
      this.#set(uriOf(manifest, object, index, 'host'), object.host ?? none);
    }
  }

  /** Opens both sides of every object, in one editor. */
  async show(title: string, manifest: vscode.Uri, preview: Preview): Promise<void> {
    this.update(manifest, preview);
    const resources = preview.objects.map((object, index) => {
      const host = uriOf(manifest, object, index, 'host');
      return [host, uriOf(manifest, object, index, 'virtual'), host];
    });
    await vscode.commands.executeCommand('vscode.changes', title, resources);
  }

  /** Forgets what belongs to a manifest. */
  forget(manifest: vscode.Uri): void {
    for (const key of this.#texts.keys()) {
      if (vscode.Uri.parse(key).query === manifest.toString()) {
        this.#texts.delete(key);
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
