import * as vscode from 'vscode';
import type { ValuesFile } from '../../core/create/choices.ts';
import { plainLabel } from '../label.ts';
import type { Question } from './asking.ts';
import { fieldTitle } from './describe.ts';
import { askChoice, type Choice, taken } from './flow.ts';

const maxFiles = 50;
const maxBytes = 2 * 1024 * 1024;

async function candidates(): Promise<readonly vscode.Uri[]> {
  const found = await vscode.workspace.findFiles('**/{*vcluster*,*values*}.{yaml,yml}', '**/node_modules/**', maxFiles);
  return found.toSorted((a, b) => a.path.localeCompare(b.path));
}

/** @throws an error for the user when the file is too large, or cannot be read */
export async function readValues(uri: vscode.Uri): Promise<ValuesFile> {
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

/** Lets the user choose a file anywhere. Throws a CancellationError. */
export async function browseValuesFile(): Promise<vscode.Uri> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Choose a Values File'),
      openLabel: vscode.l10n.t('Use'),
      filters: { YAML: ['yaml', 'yml'] },
    })) ?? [];
  if (uri === undefined) {
    throw new vscode.CancellationError();
  }
  return uri;
}

/** Lets the user choose a values file: one of the workspace, else any. Throws a CancellationError. */
export async function chooseValuesFile(): Promise<vscode.Uri> {
  const files = await candidates();
  const items: readonly Choice<vscode.Uri | undefined>[] = [
    ...files.map((uri) => ({ label: plainLabel(vscode.workspace.asRelativePath(uri)), value: uri })),
    { label: vscode.l10n.t('Another file…'), value: undefined },
  ];
  const place = { title: vscode.l10n.t('Create vcluster: {0}', fieldTitle('values')), first: true };
  const chosen =
    files.length === 0
      ? undefined
      : await askChoice(place, vscode.l10n.t('A file of the workspace with the values'), items);
  return typeof chosen === 'object' ? chosen : browseValuesFile();
}
