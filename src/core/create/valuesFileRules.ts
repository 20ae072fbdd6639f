import * as l10n from '@vscode/l10n';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import { generationOf } from '../config/migration/generation.ts';
import { type CreateChoices, type ValuesFile, withGeneration } from './choices.ts';
import { type Finding, findingsOf } from './finding.ts';
import { parseValues } from './values.ts';

const finding = findingsOf('values');

/** The choices with the values of a file in place of all options, for the generation that the file is written for. */
export function withValuesFile(choices: CreateChoices, values: ValuesFile): CreateChoices {
  try {
    const generation = generationOf(parseValues(values)) ?? choices.generation;
    return { ...withGeneration(choices, generation), values };
  } catch (error) {
    if (OperationError.is(error, 'invalid')) {
      return { ...choices, values };
    }
    throw error;
  }
}

/** What is to be said about a values file: that it can be read, and that it is for the chart of this generation. */
export function checkValuesFile({
  values,
  generation,
}: Pick<CreateChoices, 'values' | 'generation'>): readonly Finding[] {
  if (values === undefined) {
    return [];
  }
  try {
    const found = generationOf(parseValues(values));
    const message =
      generation === 'current'
        ? l10n.t('{0} has keys of charts up to 0.19, which this chart refuses.', printable(values.name))
        : l10n.t(
            '{0} has keys of charts from 0.20 on, which this chart passes over in silence.',
            printable(values.name),
          );
    return found === undefined || found === generation ? [] : [finding('error', 'valuesGeneration', message)];
  } catch (error) {
    if (OperationError.is(error, 'invalid')) {
      return [finding('error', 'valuesUnreadable', error.message)];
    }
    throw error;
  }
}
