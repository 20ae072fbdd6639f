import * as vscode from 'vscode';
import type { Engine } from '../../core/engine.ts';
import type { EngineHandle } from '../engineHandle.ts';
import { tooltip, treeItem } from './item.ts';

/**
 * Gives VS Code the tree. An element is the id of a node and nothing else, so that whatever is done to an element is done
 * to what it stands for at that moment.
 */
export class ExplorerProvider implements vscode.TreeDataProvider<string>, vscode.Disposable {
  readonly #handle: EngineHandle;
  readonly #changed = new vscode.EventEmitter<string[] | undefined>();
  readonly #onEngine: vscode.Disposable;
  #engine: Engine | undefined;
  #subscription: { dispose(): void } | undefined;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(handle: EngineHandle) {
    this.#handle = handle;
    this.#onEngine = handle.onDidReset(() => {
      this.#engine = undefined;
      this.#subscription?.dispose();
      this.#changed.fire(undefined);
    });
  }

  async getChildren(id?: string): Promise<string[]> {
    if (!vscode.workspace.isTrusted) {
      return [];
    }
    const { explorer } = await this.#load();
    return explorer.children(id).map((node) => node.id);
  }

  getTreeItem(id: string): vscode.TreeItem {
    const node = this.#engine?.explorer.node(id);
    return node === undefined ? new vscode.TreeItem('') : treeItem(node);
  }

  getParent(id: string): string | undefined {
    return this.#engine?.explorer.node(id)?.parent;
  }

  resolveTreeItem(item: vscode.TreeItem, id: string): vscode.TreeItem {
    const rows = this.#engine?.explorer.tooltip(id) ?? [];
    item.tooltip ??= rows.length > 0 ? tooltip(rows) : '';
    return item;
  }

  async #load(): Promise<Engine> {
    const engine = await this.#handle.load();
    if (this.#engine !== engine) {
      this.#engine = engine;
      this.#subscription?.dispose();
      this.#subscription = engine.explorer.onDidChange((ids) =>
        this.#changed.fire(ids.includes(undefined) ? undefined : ids.filter((id) => id !== undefined)),
      );
    }
    return engine;
  }

  dispose(): void {
    this.#onEngine.dispose();
    this.#subscription?.dispose();
    this.#changed.dispose();
  }
}
