import * as vscode from 'vscode';
import type { CreateChoices } from '../../core/create/choices.ts';
import type { Finding, Fix } from '../../core/create/finding.ts';
import { plainLabel } from '../label.ts';
import { withOperation } from '../progress.ts';
import { typedNameIfProtected } from '../removal/typedName.ts';
import type { Asking } from './asking.ts';
import { type Field, fieldTitle } from './describe.ts';
import { askChoice } from './flow.ts';
import { questions } from './wizard.ts';

const installPages = {
  vcluster: 'https://www.vcluster.com/install',
  helm: 'https://helm.sh/docs/intro/install/',
} as const;

/** The line that a choice stands on, where that has another name. */
const lines: Partial<Record<keyof CreateChoices, Field>> = {
  generation: 'version',
  chartVersion: 'version',
  distro: 'platform',
  kubernetesVersion: 'platform',
  store: 'platform',
  scheduler: 'nodes',
  fromHost: 'services',
  fromVirtual: 'services',
};

/** Asks one question by itself. A way out of it leaves the choices as they are. */
export async function edit(asking: Asking, choices: CreateChoices, field: Field): Promise<CreateChoices> {
  const answer = await questions[field](asking, choices, { title: fieldTitle(field) });
  return typeof answer === 'symbol' ? choices : answer;
}

async function chooseStorageClass(choices: CreateChoices, names: readonly string[]): Promise<CreateChoices> {
  const items = names.map((name) => ({ label: plainLabel(name), value: name }));
  const place = { title: fieldTitle('storage') };
  const chosen = await askChoice(place, vscode.l10n.t('The StorageClass of its volumes'), items);
  return typeof chosen === 'symbol' ? choices : { ...choices, storage: { ...choices.storage, storageClass: chosen } };
}

/** Deletes what an earlier installation left in the way, after a question. */
async function remove(
  { engine }: Asking,
  choices: CreateChoices,
  { kind, title, names }: Extract<Fix, { kind: 'deleteVolumeClaims' | 'deleteRelease' }>,
): Promise<void> {
  const detail = [
    names.map((name) => plainLabel(name)).join(', '),
    ...(kind === 'deleteVolumeClaims' ? [vscode.l10n.t('The data in them is lost.')] : []),
  ].join('\n');
  const question = `${title}?`;
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, title)) === title) {
    await typedNameIfProtected(engine, choices.context, title, choices.name);
    const resource = kind === 'deleteRelease' ? 'secrets' : 'persistentvolumeclaims';
    await withOperation(title, ({ signal }) => engine.creation.clearAway(choices, resource, names, signal));
  }
}

async function apply(asking: Asking, choices: CreateChoices, fix: Fix): Promise<CreateChoices> {
  switch (fix.kind) {
    case 'change':
      return { ...choices, ...fix.change };
    case 'chooseName':
      return edit(asking, choices, 'name');
    case 'chooseNamespace':
      return edit(asking, choices, 'namespace');
    case 'chooseStorageClass':
      return chooseStorageClass(choices, fix.names);
    case 'installTool':
      await vscode.env.openExternal(vscode.Uri.parse(installPages[fix.tool]));
      return choices;
    case 'deleteRelease':
    case 'deleteVolumeClaims':
      await remove(asking, choices, fix);
      return choices;
    case 'copyText':
      await vscode.env.clipboard.writeText(fix.text);
      void vscode.window.showInformationMessage(vscode.l10n.t('Copied.'));
      return choices;
  }
}

/** Does what a finding offers; one without an offer leads to the choice that it is about. */
export function mend(asking: Asking, choices: CreateChoices, { fix, field }: Finding): Promise<CreateChoices> {
  if (fix !== undefined) {
    return apply(asking, choices, fix);
  }
  const line = field === undefined ? undefined : (lines[field] ?? (field as Field));
  return line !== undefined && line in questions ? edit(asking, choices, line) : Promise.resolve(choices);
}
