import * as vscode from 'vscode';
import type { Explorer } from '../../core/explorer/explorer.ts';
import type { TreeNode } from '../../core/explorer/node.ts';

/**
 * The node that a command is about: the one it was called on, else the selected one. It is looked up at the moment the
 * command runs.
 * @throws an error for the user when there is none, or it is gone
 */
export function targetNode(explorer: Explorer, target: unknown, selection: string | undefined): TreeNode {
  const id = typeof target === 'string' ? target : selection;
  if (id === undefined) {
    throw new Error(vscode.l10n.t('Select an item in the vCluster view first.'));
  }
  const node = explorer.node(id);
  if (node === undefined) {
    throw new Error(vscode.l10n.t('The item is gone. Refresh the vCluster view.'));
  }
  return node;
}
