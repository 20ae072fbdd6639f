import * as vscode from 'vscode';
import type { NodeBadge } from '../../core/explorer/node.ts';

const scheme = 'vcluster-freshness';

/** A resource of no file, which carries how fresh the data of a node is to the decoration. */
export function freshnessUri(id: string, badge: NodeBadge): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${encodeURIComponent(id)}`, query: JSON.stringify(badge) });
}

/** Shows the badge of a node beside its label, in the colour that VS Code has for warnings. */
export class FreshnessDecorations implements vscode.FileDecorationProvider {
  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== scheme) {
      return undefined;
    }
    const badge = JSON.parse(uri.query) as NodeBadge;
    return new vscode.FileDecoration(badge.text, badge.tooltip, new vscode.ThemeColor('list.warningForeground'));
  }
}
