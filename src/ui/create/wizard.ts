import * as vscode from 'vscode';
import type { CreateChoices } from '../../core/create/choices.ts';
import type { Asking, Question } from './asking.ts';
import { type Field, fieldTitle } from './describe.ts';
import { runFlow, type Step } from './flow.ts';
import { askContext, askName, askNamespace, askVersion } from './identityQuestions.ts';
import { askAvailability, askPlatform } from './platformQuestions.ts';
import { askExposure, askIsolation, askNodes, askServices, askStorage } from './policyQuestions.ts';
import { askValuesFile } from './valuesQuestion.ts';

/** The question behind each line of the summary. */
export const questions: Readonly<Record<Field, Question>> = {
  context: askContext,
  name: askName,
  namespace: askNamespace,
  version: askVersion,
  platform: askPlatform,
  exposure: askExposure,
  availability: askAvailability,
  isolation: askIsolation,
  storage: askStorage,
  nodes: askNodes,
  services: askServices,
  values: askValuesFile,
};

/** What a values file leaves to choose. */
const identity: ReadonlySet<Field> = new Set(['context', 'name', 'namespace', 'version', 'values']);

const order: readonly Field[] = [
  'context',
  'name',
  'namespace',
  'version',
  'platform',
  'exposure',
  'availability',
  'isolation',
  'storage',
  'nodes',
  'services',
];

/** The lines that there are for some choices, in their order. */
export function fieldsOf({ values }: CreateChoices): readonly Field[] {
  return values === undefined ? [...order, 'values'] : [...order.filter((field) => identity.has(field)), 'values'];
}

/** Asks everything, one step after the other. `given` was said already. */
export function runWizard(asking: Asking, initial: CreateChoices, given: ReadonlySet<Field>): Promise<CreateChoices> {
  const steps = order
    .filter((field) => !given.has(field))
    .map(
      (field): Step<CreateChoices> => ({
        title: vscode.l10n.t('Create vcluster: {0}', fieldTitle(field)),
        when: (choices) => fieldsOf(choices).includes(field),
        ask: (choices, place) => questions[field](asking, choices, place),
      }),
    );
  return runFlow(steps, initial);
}
