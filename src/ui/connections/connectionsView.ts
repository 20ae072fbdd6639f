import * as vscode from 'vscode';
import type { Engine } from '../../core/engine.ts';
import type { EngineHandle } from '../engineHandle.ts';
import { tooltip } from '../explorer/item.ts';
import { plainLabel } from '../label.ts';

/**
 * The view of open connections. It is there only while there are any, and an element is the id of the vcluster and nothing
 * else.
 */
export class ConnectionsView implements vscode.TreeDataProvider<string>, vscode.Disposable {
  readonly #handle: EngineHandle;
  readonly #changed = new vscode.EventEmitter<string | undefined>();
  readonly #view: vscode.TreeView<string>;
  readonly #subscriptions: vscode.Disposable[];
  #shown: ReadonlySet<string> = new Set();

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(handle: EngineHandle) {
    this.#handle = handle;
    this.#view = vscode.window.createTreeView('vcluster.connections', { treeDataProvider: this });
    this.#subscriptions = [
      this.#changed,
      this.#view,
      handle.onDidLoad((engine) =>
        this.#subscriptions.push(engine.connections.onDidChange((id) => this.#update(engine, id))),
      ),
    ];
  }

  get selection(): string | undefined {
    return this.#view.selection[0];
  }

  getChildren(id?: string): string[] {
    return id === undefined ? (this.#handle.current?.connections.views.map((view) => view.id) ?? []) : [];
  }

  getParent(): undefined {
    return undefined;
  }

  getTreeItem(id: string): vscode.TreeItem {
    const row = this.#handle.current?.connections.row(id);
    if (row === undefined) {
      return new vscode.TreeItem('');
    }
    const item = new vscode.TreeItem(plainLabel(row.label), vscode.TreeItemCollapsibleState.None);
    item.id = id;
    item.description = row.description;
    item.iconPath = new vscode.ThemeIcon(
      row.icon.id,
      row.icon.color === undefined ? undefined : new vscode.ThemeColor(row.icon.color),
    );
    item.contextValue = ['connection', ...row.flags].join('+');
    item.accessibilityInformation = { label: row.spoken };
    return item;
  }

  resolveTreeItem(item: vscode.TreeItem, id: string): vscode.TreeItem {
    item.tooltip = tooltip(this.#handle.current?.connections.tooltip(id) ?? []);
    return item;
  }

  #update({ connections }: Engine, id: string): void {
    const there = connections.views.length;
    void vscode.commands.executeCommand('setContext', 'vcluster.connected', there > 0);
    this.#changed.fire(connections.view(id) !== undefined && this.#shown.has(id) ? id : undefined);
    this.#shown = new Set(connections.views.map((view) => view.id));
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }
}
