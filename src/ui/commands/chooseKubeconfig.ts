import * as vscode from 'vscode';
import type { Settings } from '../settings.ts';

/** Lets the user choose kubeconfig files, which then take the place of KUBECONFIG and the default. */
export async function chooseKubeconfig(settings: Settings): Promise<void> {
  const files = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Choose Kubeconfig Files'),
    openLabel: vscode.l10n.t('Use'),
    canSelectMany: true,
  });
  if (files !== undefined && files.length > 0) {
    await settings.set(
      'kubeconfig',
      files.map(({ fsPath }) => fsPath),
    );
  }
}
