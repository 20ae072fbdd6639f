import * as vscode from 'vscode';
import type { CreateChoices } from '../../core/create/choices.ts';
import type { Finding } from '../../core/create/finding.ts';
import { plainLabel } from '../label.ts';
import type { Asking } from './asking.ts';
import { type Field, fieldTitle, fieldValue } from './describe.ts';
import { edit, mend } from './fixes.ts';
import { askChoice, back, type Choice } from './flow.ts';
import { fieldsOf } from './wizard.ts';

/** What can be done with the choices. */
export type Ending = 'create' | 'preview' | 'save' | 'copyCli' | 'copyHelm' | 'manifests' | 'argo' | 'clusterApi';

type Answer =
  | { readonly kind: 'end'; readonly ending: Ending }
  | { readonly kind: 'field'; readonly field: Field }
  | { readonly kind: 'finding'; readonly finding: Finding }
  | { readonly kind: 'connect' };

const icons = { error: 'error', warning: 'warning', info: 'info', ok: 'pass' } as const;

function findingItems(findings: readonly Finding[]): readonly Choice<Answer>[] {
  return findings
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map((finding) => ({
      label: `$(${icons[finding.severity]}) ${plainLabel(finding.message, 500)}`,
      ...(finding.fix === undefined ? {} : { description: finding.fix.title }),
      value: { kind: 'finding', finding },
    }));
}

function endingItems(): readonly Choice<Answer>[] {
  const item = (ending: Ending, icon: string, label: string): Choice<Answer> => ({
    label: `$(${icon}) ${label}`,
    value: { kind: 'end', ending },
  });
  return [
    { ...separator(vscode.l10n.t('or take it elsewhere')) },
    item('save', 'save', vscode.l10n.t('Save the values as a file')),
    item('copyCli', 'copy', vscode.l10n.t('Copy as vcluster CLI command')),
    item('copyHelm', 'copy', vscode.l10n.t('Copy as helm command')),
    item('manifests', 'file-code', vscode.l10n.t('Manifests for kubectl')),
    item('argo', 'file-code', vscode.l10n.t('Argo CD Application')),
    item('clusterApi', 'file-code', vscode.l10n.t('Cluster API VCluster')),
  ];
}

function separator(label: string): Choice<Answer> {
  return { label, kind: vscode.QuickPickItemKind.Separator, value: { kind: 'connect' } };
}

function items(asking: Asking, choices: CreateChoices): readonly Choice<Answer>[] {
  const findings = asking.findings(choices);
  const sound = asking.engine.creation.passes(findings);
  const start: readonly Choice<Answer>[] = sound
    ? [
        {
          label: `$(rocket) ${vscode.l10n.t('Create {0}', fieldValue('name', choices))}`,
          description: vscode.l10n.t('checks the host cluster first'),
          value: { kind: 'end', ending: 'create' },
        },
        {
          label: `$(preview) ${vscode.l10n.t('Preview values and command')}`,
          value: { kind: 'end', ending: 'preview' },
        },
      ]
    : [];
  return [
    ...findingItems(findings),
    ...start,
    separator(vscode.l10n.t('choices')),
    ...fieldsOf(choices).map(
      (field): Choice<Answer> => ({
        label: fieldTitle(field),
        description: fieldValue(field, choices),
        value: { kind: 'field', field },
      }),
    ),
    {
      label: vscode.l10n.t('Connect afterwards'),
      description: choices.connectAfterwards ? vscode.l10n.t('yes') : vscode.l10n.t('no'),
      value: { kind: 'connect' },
    },
    ...(sound ? endingItems() : []),
  ];
}

/**
 * Everything on one page: what is chosen, what is wrong with it, and what can be done. A line that is chosen can be changed. Gives
 * the choices and the ending; undefined for the way back into the wizard.
 */
export async function askSummary(
  asking: Asking,
  initial: CreateChoices,
): Promise<{ readonly choices: CreateChoices; readonly ending: Ending } | undefined> {
  let choices = initial;
  for (;;) {
    asking.lookUp(choices.context);
    const place = { title: vscode.l10n.t('Create vcluster'), first: false };
    const answer = await askChoice(place, vscode.l10n.t('Choose a line to change it'), items(asking, choices));
    if (typeof answer === 'symbol') {
      if (answer === back) {
        return undefined;
      }
    } else if (answer.kind === 'end') {
      return { choices, ending: answer.ending };
    } else if (answer.kind === 'field') {
      choices = await edit(asking, choices, answer.field);
    } else if (answer.kind === 'finding') {
      choices = await mend(asking, choices, answer.finding);
    } else {
      choices = { ...choices, connectAfterwards: !choices.connectAfterwards };
    }
  }
}
