import * as vscode from 'vscode';
import type { Operation } from '../../core/base/operation.ts';
import type { CreateChoices } from '../../core/create/choices.ts';
import type { Finding } from '../../core/create/finding.ts';
import type { Engine } from '../../core/engine.ts';
import { plainLabel } from '../label.ts';
import { withOperation } from '../progress.ts';
import type { Asking } from './asking.ts';
import { mend } from './fixes.ts';
import { askChoice, type Choice } from './flow.ts';
import type { Ending } from './summary.ts';

async function show(content: string, language: 'yaml' | 'shellscript'): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language, content });
  await vscode.window.showTextDocument(document, { preview: false });
}

async function copy(text: string, what: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  void vscode.window.showInformationMessage(what);
}

async function save(engine: Engine, choices: CreateChoices): Promise<void> {
  const { fileName, values } = engine.creation.outputs(choices);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save the Values'),
    filters: { YAML: ['yaml', 'yml'] },
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, fileName) }),
  });
  if (uri !== undefined) {
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(values));
    await vscode.window.showTextDocument(uri);
  }
}

async function preview(engine: Engine, choices: CreateChoices): Promise<void> {
  const { values, cli, helm } = engine.creation.outputs(choices);
  const commands = [cli, helm].map((line) => `# ${line}`).join('\n');
  await show(`${commands}\n\n${values}`, 'yaml');
}

const icons = { error: 'error', warning: 'warning', info: 'info', ok: 'pass' } as const;
const ranks = ['error', 'warning', 'info', 'ok'] as const;

type Decision = 'go' | Finding;

/** Shows what the look at the host cluster found. Gives whether to go on, or the choices with a finding mended. */
async function confirm(
  asking: Asking,
  choices: CreateChoices,
  findings: readonly Finding[],
): Promise<'go' | CreateChoices> {
  const sound = asking.engine.creation.passes(findings);
  const lines = findings
    .toSorted((a, b) => ranks.indexOf(a.severity) - ranks.indexOf(b.severity))
    .map(
      (finding): Choice<Decision> => ({
        label: `$(${icons[finding.severity]}) ${plainLabel(finding.message, 500)}`,
        ...(finding.fix === undefined ? {} : { description: finding.fix.title }),
        value: finding,
      }),
    );
  const name = plainLabel(choices.name);
  const go: readonly Choice<Decision>[] = sound
    ? [{ label: `$(rocket) ${vscode.l10n.t('Create {0} now', name)}`, value: 'go' }]
    : [];
  const place = { title: vscode.l10n.t('Create {0}: the host cluster', name) };
  const answer = await askChoice(place, vscode.l10n.t('What was found on the host cluster'), [...go, ...lines]);
  if (answer === 'go') {
    return 'go';
  }
  return typeof answer === 'symbol' ? choices : mend(asking, choices, answer);
}

/** Runs a long operation; gives undefined when the user gives up meanwhile, which is no reason to lose what was chosen. */
async function unlessCancelled<T>(title: string, run: (operation: Operation) => Promise<T>): Promise<T | undefined> {
  try {
    return await withOperation(title, run);
  } catch (error) {
    if (error instanceof vscode.CancellationError) {
      return undefined;
    }
    throw error;
  }
}

/** Looks at the host cluster, asks once more, and creates. Gives the choices to go back to when the user does not want to, or gives up. */
async function create(asking: Asking, choices: CreateChoices): Promise<CreateChoices | undefined> {
  const { engine } = asking;
  const name = plainLabel(choices.name);
  const looking = vscode.l10n.t('Looking at the host cluster');
  const findings = await unlessCancelled(looking, ({ signal }) => engine.creation.preflight(choices, signal));
  const decision = findings === undefined ? choices : await confirm(asking, choices, findings);
  if (decision !== 'go') {
    return decision;
  }
  const creating = vscode.l10n.t('Creating {0}', name);
  const id = await unlessCancelled(creating, (operation) => engine.creation.create(choices, operation));
  if (id === undefined) {
    return choices;
  }
  if (choices.connectAfterwards) {
    await vscode.commands.executeCommand('vcluster.connect', id);
  } else {
    void vscode.window.showInformationMessage(vscode.l10n.t('{0} is ready.', name));
  }
  return undefined;
}

/** Does what the choices were made for. Gives the choices to show the summary of again; undefined when all is done. */
export async function finishWith(
  asking: Asking,
  choices: CreateChoices,
  ending: Ending,
): Promise<CreateChoices | undefined> {
  const { engine } = asking;
  const { creation } = engine;
  switch (ending) {
    case 'create':
      return create(asking, choices);
    case 'preview':
      await preview(engine, choices);
      return undefined;
    case 'save':
      await save(engine, choices);
      return undefined;
    case 'copyCli':
    case 'copyHelm': {
      const { cli, helm, fileName } = creation.outputs(choices);
      await copy(
        ending === 'copyCli' ? cli : helm,
        vscode.l10n.t('Copied. Save the values as {0} beside it.', fileName),
      );
      return choices;
    }
    case 'manifests': {
      const title = vscode.l10n.t('Rendering the chart');
      await show(await withOperation(title, (operation) => creation.manifests(choices, operation)), 'yaml');
      return undefined;
    }
    case 'argo':
      await show(creation.outputs(choices).argo, 'yaml');
      return undefined;
    case 'clusterApi':
      await show(creation.outputs(choices).clusterApi, 'yaml');
      return undefined;
  }
}
