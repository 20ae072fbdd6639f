import * as vscode from 'vscode';
import { isPanelState } from '../../core/comparison/guard.ts';
import type { Engine } from '../../core/engine.ts';
import type { TreeNode } from '../../core/explorer/node.ts';
import { parseVClusterId } from '../../core/vcluster/id.ts';
import { targetVCluster } from '../commands/pickVCluster.ts';
import { plainLabel } from '../label.ts';
import type { ComparedObject } from './comparedObject.ts';
import { ComparisonPanel, type PanelServices } from './panel.ts';

/** The name that VS Code keeps panels of this sort under; package.json has it as an activation event. */
export const comparisonViewType = 'vcluster.comparison';

/** What a node of the tree shows, where that can be seen on both sides. */
function objectOf({ kind, object }: TreeNode): ComparedObject | undefined {
  if (object === undefined || !['synced-object', 'virtual-object', 'pod'].includes(kind)) {
    return undefined;
  }
  const { resource, name, namespace } = object;
  const side = kind === 'virtual-object' ? 'virtual' : 'host';
  return { side, kind: resource, name, ...(namespace === undefined ? {} : { namespace }) };
}

/** The side by side panels: one for each vcluster, used again for each of its objects, and back after a reload. */
export class ComparisonPanels implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #services: PanelServices;
  readonly #panels = new Map<string, ComparisonPanel>();

  constructor(services: PanelServices) {
    this.#services = services;
  }

  /**
   * Shows what a command was called on: an object on both of its sides, or a vcluster as a whole. Called on the id of a
   * vcluster, as links do, the selection holds the key of a row.
   */
  async compare(engine: Engine, target: unknown, selection: readonly string[]): Promise<void> {
    const node = typeof target === 'string' ? engine.explorer.node(target) : undefined;
    const id = await targetVCluster(engine, target, vscode.l10n.t('Show Side by Side'));
    const [key] = target === id ? selection : [];
    this.show(id, node !== undefined ? objectOf(node) : key === undefined ? undefined : { key });
  }

  /** Opens the panel of a vcluster, or brings it to the front, and goes to an object. */
  show(vclusterId: string, object?: ComparedObject): void {
    const known = this.#panels.get(vclusterId);
    if (known !== undefined) {
      known.show(object);
      return;
    }
    const name = plainLabel(parseVClusterId(vclusterId)?.name ?? vclusterId);
    const panel = vscode.window.createWebviewPanel(
      comparisonViewType,
      vscode.l10n.t('{0}: Side by Side', name),
      vscode.ViewColumn.Active,
      this.#options(),
    );
    this.#adopt(panel, vclusterId).show(object);
  }

  /** Takes over a panel that was open when the window was closed. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    if (!isPanelState(state) || parseVClusterId(state.vclusterId) === undefined) {
      panel.dispose();
      return;
    }
    panel.webview.options = this.#options();
    this.#adopt(panel, state.vclusterId);
  }

  #options(): vscode.WebviewOptions {
    return { enableScripts: true, localResourceRoots: [this.#services.files.folder] };
  }

  #adopt(panel: vscode.WebviewPanel, vclusterId: string): ComparisonPanel {
    const made = new ComparisonPanel(panel, vclusterId, this.#services);
    this.#panels.set(vclusterId, made);
    panel.onDidDispose(() => {
      made.dispose();
      this.#panels.delete(vclusterId);
    });
    return made;
  }

  dispose(): void {
    for (const panel of this.#panels.values()) {
      panel.dispose();
    }
  }
}
