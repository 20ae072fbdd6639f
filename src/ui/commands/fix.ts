import * as vscode from 'vscode';
import type { Engine } from '../../core/engine.ts';
import { targetNode } from './target.ts';

/** Opens the kubeconfig file of a node, or lets the user choose one. */
async function openKubeconfig(engine: Engine, context: string | undefined, file: string | undefined): Promise<void> {
  const path = file ?? engine.kubeconfig.value.contexts.find(({ name }) => name === context)?.file;
  if (path === undefined) {
    await vscode.commands.executeCommand('vcluster.chooseKubeconfig');
    return;
  }
  await vscode.window.showTextDocument(vscode.Uri.file(path));
}

/** Does what a message in the tree offers to do about itself. */
export async function fix(engine: Engine, target: unknown): Promise<void> {
  const node = targetNode(engine.explorer, target, undefined);
  switch (node.fix?.kind) {
    case 'retry':
      engine.explorer.refresh(node.parent);
      return;
    case 'namespaces':
      await vscode.commands.executeCommand('vcluster.chooseNamespaces');
      return;
    case 'kubeconfig':
      await openKubeconfig(engine, node.context, node.fix.file);
      return;
    case 'clear-filter':
      await vscode.commands.executeCommand('vcluster.clearFilter');
      return;
    case 'start-playground':
      await vscode.commands.executeCommand('vcluster.startPlayground');
      return;
    case 'install-hint': {
      const retry = vscode.l10n.t('Try Again');
      const choice = await vscode.window.showInformationMessage(
        node.description,
        { modal: true, detail: node.fix.text },
        retry,
      );
      if (choice === retry) {
        engine.explorer.refresh(node.parent);
      }
      return;
    }
    default:
      return;
  }
}
