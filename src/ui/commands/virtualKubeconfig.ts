import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { Engine } from '../../core/engine.ts';
import { parseVClusterId } from '../../core/vcluster/id.ts';
import { plainLabel } from '../label.ts';
import { connect } from './lifecycle.ts';
import { targetConnection } from './pickVCluster.ts';

function nameOf(id: string): string {
  return plainLabel(parseVClusterId(id)?.name ?? id);
}

/** A terminal whose kubectl talks to a vcluster, whatever the current context is. */
export async function openTerminal(engine: Engine, target: unknown): Promise<void> {
  const id = await connect(engine, target, 'private');
  const file = await engine.kubeconfigCopies.file(id);
  vscode.window
    .createTerminal({
      name: vscode.l10n.t('vcluster {0}', nameOf(id)),
      env: { KUBECONFIG: file },
      iconPath: new vscode.ThemeIcon('plug'),
      message: vscode.l10n.t('kubectl here works in vcluster {0}, whatever the current context is.', nameOf(id)),
    })
    .show();
}

/** Puts the address of a connected vcluster's API on the clipboard. */
export async function copyAddress(engine: Engine, target: unknown): Promise<void> {
  const id = await targetConnection(engine, target, vscode.l10n.t('Copy Address of vcluster'));
  await vscode.env.clipboard.writeText(engine.connections.way(id).entry.server);
}

/** A port on this computer serves only as long as the connection does. */
function remark(engine: Engine, id: string): string {
  return engine.connections.view(id)?.port === undefined
    ? ''
    : ` ${vscode.l10n.t('It works on this computer while this window is connected.')}`;
}

/** Puts the kubeconfig of a vcluster on the clipboard. */
export async function copyKubeconfig(engine: Engine, target: unknown): Promise<void> {
  const id = await connect(engine, target, 'private');
  await vscode.env.clipboard.writeText(engine.kubeconfigCopies.text(id));
  const copied = vscode.l10n.t('The kubeconfig of {0} was copied, its secrets with it.', nameOf(id));
  void vscode.window.showInformationMessage(copied + remark(engine, id));
}

/** Not below the workspace, where it would be committed one day. */
function fileNameOf(id: string): string {
  return `vcluster-${nameOf(id).replace(/[^\w.-]/gu, '_')}.yaml`;
}

/** Saves the kubeconfig of a vcluster to a file that the user chooses, readable by that user alone. */
export async function saveKubeconfig(engine: Engine, target: unknown): Promise<void> {
  const id = await connect(engine, target, 'private');
  const uri = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save Kubeconfig of {0}', nameOf(id)),
    defaultUri: vscode.Uri.joinPath(vscode.Uri.file(homedir()), fileNameOf(id)),
    saveLabel: vscode.l10n.t('Save'),
    filters: { YAML: ['yaml', 'yml'] },
  });
  if (uri === undefined) {
    return;
  }
  await engine.kubeconfigCopies.save(id, uri.fsPath);
  const saved = vscode.l10n.t('The kubeconfig of {0} was saved.', nameOf(id));
  void vscode.window.showInformationMessage(saved + remark(engine, id));
}
