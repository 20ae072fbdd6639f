import * as vscode from 'vscode';
import type { TooltipRow, TreeNode } from '../../core/explorer/node.ts';
import { freshnessUri } from './decorations.ts';

function collapsibleState({ expandable, startsExpanded }: TreeNode): vscode.TreeItemCollapsibleState {
  const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  return expandable ? (startsExpanded ? Expanded : Collapsed) : None;
}

/** A node as VS Code wants it. The tooltip comes later, when it is asked for. */
export function treeItem(node: TreeNode): vscode.TreeItem {
  const item = new vscode.TreeItem(node.label, collapsibleState(node));
  item.id = node.id;
  item.description = node.description;
  item.iconPath = new vscode.ThemeIcon(
    node.icon.id,
    node.icon.color === undefined ? undefined : new vscode.ThemeColor(node.icon.color),
  );
  item.contextValue = [node.kind, ...node.flags].join('+');
  item.accessibilityInformation = { label: node.spoken };
  if (node.badge !== undefined) {
    item.resourceUri = freshnessUri(node.id, node.badge);
  }
  if (node.kind === 'message') {
    item.tooltip = node.description === '' ? node.label : `${node.label}\n${node.description}`;
    if (node.fix !== undefined) {
      item.command = { command: 'vcluster.fix', title: vscode.l10n.t('Fix'), arguments: [node.id] };
    }
  }
  return item;
}

/** Rows of plain text as Markdown in which nothing of the text can be markup, a link or a command. */
export function tooltip(rows: readonly TooltipRow[]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  for (const { label, value } of rows) {
    markdown.appendMarkdown(`**${label}:** `).appendText(value).appendMarkdown('  \n');
  }
  return markdown;
}
