import * as l10n from '@vscode/l10n';
import { dump, load } from 'js-yaml';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import { yamlProblem } from '../deploy/valuesYaml.ts';
import { chartOf } from './chart.ts';
import type { CreateChoices, ValuesFile } from './choices.ts';
import { currentValues } from './currentValues.ts';
import { legacyValues } from './legacyValues.ts';
import type { ValueTree } from './valueTree.ts';

/**
 * The values in a file; none for an empty one.
 * @throws OperationError `invalid` for what is no YAML, or holds something else than keys and values
 */
export function parseValues({ name, text }: ValuesFile): ValueTree {
  let parsed: unknown;
  try {
    parsed = /^(\s*(#.*)?(\r?\n|$))*$/u.test(text) ? {} : load(text);
  } catch (error) {
    throw new OperationError('invalid', l10n.t('{0} cannot be read as YAML: {1}', printable(name), yamlProblem(error)));
  }
  if (parsed === null) {
    return {};
  }
  if (typeof parsed !== 'object' || Array.isArray(parsed)) {
    throw new OperationError('invalid', l10n.t('{0} holds no values: it must have keys at its top.', printable(name)));
  }
  return parsed as ValueTree;
}

/**
 * The values for the chart: only what differs from its defaults, or what the values file says.
 * @throws OperationError `invalid` for a values file that cannot be used
 */
export function valuesOf(choices: CreateChoices): ValueTree {
  if (choices.values !== undefined) {
    return parseValues(choices.values);
  }
  return choices.generation === 'legacy' ? legacyValues(choices) : currentValues(choices);
}

/** A tree as YAML that every reader takes the same way. */
export function yamlText(tree: object): string {
  return dump(tree, { lineWidth: -1, noRefs: true });
}

/** The values as the text of a file, after a line that says what they are for. A values file stays as it is, comments and all. */
export function valuesYaml(choices: CreateChoices): string {
  if (choices.values !== undefined) {
    return choices.values.text;
  }
  const { name, version } = chartOf(choices);
  const title = l10n.t('Values of the vcluster {0}, for the chart {1} {2}', choices.name, name, version);
  const about = l10n.t('What is not said here is as the chart has it.');
  return `# ${printable(title)}\n# ${printable(about)}\n${yamlText(valuesOf(choices))}`;
}

/** What the file is called by those who use it. */
export function valuesFileName({ generation }: CreateChoices): string {
  return generation === 'legacy' ? 'values.yaml' : 'vcluster.yaml';
}
