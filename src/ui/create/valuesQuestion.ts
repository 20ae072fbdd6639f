import * as vscode from 'vscode';
import { plainLabel } from '../label.ts';
import type { Question } from './asking.ts';
import { askChoice, type Choice, taken } from './flow.ts';

const maxFiles = 50;
const maxBytes = 2 * 1024 * 1024;

async function candidates(): Promise<readonly vscode.Uri[]> {
  const found = await vscode.workspace.findFiles('**/{*vcluster*,*values*}.{yaml,yml}', '**/node_modules/**', maxFiles);
  return found.toSorted((a, b) => a.path.localeCompare(b.path));
}

async function readValues(uri: vscode.Uri): Promise<{ readonly name: string; readonly text: string }> {
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > maxBytes) {
    throw new Error(vscode.l10n.t('{0} is too large for a values file.', plainLabel(uri.path)));
  }
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  return { name: vscode.workspace.asRelativePath(uri), text };
}

/** A file of the workspace with the values, in place of the options. */
export const askValuesFile: Question = async (_asking, choices, place) => {
  const files = await candidates();
  const items: readonly Choice<vscode.Uri | undefined>[] = [
    { label: vscode.l10n.t('None: make the values from the options'), value: undefined },
    ...files.map((uri) => ({ label: plainLabel(vscode.workspace.asRelativePath(uri)), value: uri })),
  ];
  const chosen = await askChoice(place, vscode.l10n.t('A file of the workspace with the values'), items);
  const { values: _, ...rest } = choices;
  if (typeof chosen === 'symbol' || chosen === undefined) {
    return taken(rest, chosen, () => ({}));
  }
  return { ...rest, values: await readValues(chosen) };
};
