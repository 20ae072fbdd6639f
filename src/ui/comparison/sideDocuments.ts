import * as vscode from 'vscode';
import type { Comparison } from '../../core/comparison/comparison.ts';
import type { Side } from '../../core/comparison/contract.ts';
import type { ComparisonRow } from '../../core/comparison/model.ts';
import type { ObjectDocuments } from '../documents/objectDocuments.ts';
import { plainLabel } from '../label.ts';

/** One side of an object, as it was when it was opened. Only the panel can read the inside, so the text is kept here. */
export const sideScheme = 'vcluster-side';

function nameOn(side: Side, row: ComparisonRow): { readonly name: string; readonly namespace: string | undefined } {
  return side === 'virtual'
    ? { name: row.virtualName ?? '', namespace: row.virtualNamespace }
    : { name: row.hostName ?? '', namespace: row.hostNamespace };
}

function sideUri(comparison: Comparison, row: ComparisonRow, side: Side): vscode.Uri {
  const { name, namespace } = nameOn(side, row);
  const inside = side === 'virtual' ? comparison.head.name : '';
  const { context, vclusterId } = comparison.head;
  const path = [context, inside, namespace ?? '', row.kind, `${name}.yaml`].filter(Boolean).map(encodeURIComponent);
  return vscode.Uri.from({ scheme: sideScheme, path: `/${path.join('/')}`, query: `${side} ${vclusterId} ${row.key}` });
}

/** Both sides of objects as read-only YAML, alone and in the diff editor. Secrets are masked. */
export class SideDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #objects: ObjectDocuments;
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #closing: vscode.Disposable;

  readonly onDidChange = this.#changed.event;

  constructor(objects: ObjectDocuments) {
    this.#objects = objects;
    this.#closing = vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString()));
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? vscode.l10n.t('# Open it again from the side by side panel.');
  }

  async open(comparison: Comparison, row: ComparisonRow, side: Side): Promise<void> {
    if (side === 'host') {
      const { name, namespace } = nameOn(side, row);
      const place = namespace === undefined ? {} : { namespace };
      await this.#objects.open({ context: comparison.head.context, resource: row.kind, name, ...place });
      return;
    }
    const uri = await this.#take(comparison, row, side);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }

  /** Shows both sides in the diff editor; a side that is not there is empty. */
  async diff(comparison: Comparison, row: ComparisonRow): Promise<void> {
    const [virtual, host] = await Promise.all([
      this.#take(comparison, row, 'virtual'),
      this.#take(comparison, row, 'host'),
    ]);
    const name = plainLabel(row.virtualName ?? row.hostName ?? '');
    const title = vscode.l10n.t('{0} (virtual ↔ host)', name);
    await vscode.commands.executeCommand('vscode.diff', virtual, host, title, { preview: true });
  }

  async #take(comparison: Comparison, row: ComparisonRow, side: Side): Promise<vscode.Uri> {
    const uri = sideUri(comparison, row, side);
    const text = nameOn(side, row).name === '' ? '' : await comparison.yaml(row.key, side);
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
    return uri;
  }

  dispose(): void {
    this.#closing.dispose();
    this.#changed.dispose();
  }
}
