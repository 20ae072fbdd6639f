import * as l10n from '@vscode/l10n';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import type { Generation } from '../vcluster/model.ts';
import { type CreateChoices, type ValuesFile, withGeneration } from './choices.ts';
import { type Finding, findingsOf } from './finding.ts';
import { parseValues } from './values.ts';
import type { ValueTree } from './valueTree.ts';

const finding = findingsOf('values');

/** Keys at the top of values that one generation has and the other has not. */
const keys: Readonly<Record<Generation, readonly string[]>> = {
  current: [
    'controlPlane',
    'exportKubeConfig',
    'networking',
    'policies',
    'integrations',
    'experimental',
    'privateNodes',
    'plugins',
    'sleep',
    'snapshots',
    'deletion',
    'platform',
    'deploy',
    'logging',
  ],
  legacy: [
    'syncer',
    'vcluster',
    'storage',
    'mapServices',
    'isolation',
    'multiNamespaceMode',
    'enableHA',
    'api',
    'controller',
    'scheduler',
    'etcd',
    'coredns',
    'service',
    'ingress',
    'init',
    'hostpathMapper',
    'serviceAccount',
    'openshift',
  ],
};

function generationOfValues(values: ValueTree): Generation | undefined {
  const sync = Object.keys((values['sync'] as object | null | undefined) ?? {});
  const found = Object.keys(values);
  const current = found.some((key) => keys.current.includes(key)) || sync.some((key) => /^(to|from)Host$/u.test(key));
  const legacy = found.some((key) => keys.legacy.includes(key)) || sync.some((key) => !/^(to|from)Host$/u.test(key));
  return current === legacy ? undefined : current ? 'current' : 'legacy';
}

/** The choices with the values of a file in place of all options, for the generation that the file is written for. */
export function withValuesFile(choices: CreateChoices, values: ValuesFile): CreateChoices {
  try {
    const generation = generationOfValues(parseValues(values)) ?? choices.generation;
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
    const found = generationOfValues(parseValues(values));
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
