import * as vscode from 'vscode';
import type { ObjectReference } from '../../core/explorer/node.ts';
import { parseVClusterId } from '../../core/vcluster/id.ts';
import type { EngineHandle } from '../engineHandle.ts';

export const objectScheme = 'vcluster-object';

/** Where an object is shown: the path reads as a person would say it, the query carries the exact reference. */
export function objectUri(reference: ObjectReference): vscode.Uri {
  const { context, vcluster, namespace, resource, name } = reference;
  const inside = vcluster === undefined ? undefined : parseVClusterId(vcluster)?.name;
  const path = [context, inside ?? '', namespace ?? '', resource, `${name}.yaml`]
    .filter(Boolean)
    .map(encodeURIComponent)
    .join('/');
  return vscode.Uri.from({ scheme: objectScheme, path: `/${path}`, query: JSON.stringify(reference) });
}

/** Objects of host clusters, and of the inside of vclusters, as read-only YAML documents, with every secret value masked. */
export class ObjectDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #handle: EngineHandle;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();

  readonly onDidChange = this.#changed.event;

  constructor(handle: EngineHandle) {
    this.#handle = handle;
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const engine = await this.#handle.load();
    try {
      return await engine.objectYaml(JSON.parse(uri.query) as ObjectReference);
    } catch (error) {
      return vscode.l10n.t('# Cannot be shown: {0}', error instanceof Error ? error.message : String(error));
    }
  }

  async open(reference: ObjectReference): Promise<void> {
    const uri = objectUri(reference);
    this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: true });
  }

  /** Reads the object again. */
  reload(uri: vscode.Uri): void {
    this.#changed.fire(uri);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
