import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { parseVirtualContext } from '../vcluster/context.ts';
import { checkAvailability } from './availabilityRules.ts';
import type { CreateChoices } from './choices.ts';
import { checkExposure } from './exposureRules.ts';
import { type Finding, findingsOf } from './finding.ts';
import { checkIsolation } from './isolationRules.ts';
import { checkMappings } from './mappingRules.ts';
import { checkName, type TakenName } from './nameRules.ts';
import { checkNamespace } from './namespaceRules.ts';
import { checkNodes } from './nodeRules.ts';
import { checkStorage } from './storageRules.ts';
import { checkValuesFile } from './valuesFileRules.ts';
import { checkVersions } from './versionRules.ts';

function checkContext({ context }: CreateChoices): readonly Finding[] {
  const finding = findingsOf('context');
  if (context === '') {
    return [finding('error', 'contextMissing', l10n.t('Choose the context of the host cluster.'))];
  }
  if (/\p{Cc}/u.test(context)) {
    return [
      finding('error', 'contextInvalid', l10n.t('The name of the context has control characters. Rename it first.')),
    ];
  }
  const outer = parseVirtualContext(context);
  return outer === undefined
    ? []
    : [
        finding(
          'warning',
          'contextVirtual',
          l10n.t('This context leads into the vcluster {0}: the new one will live inside it.', printable(outer.name)),
        ),
      ];
}

/**
 * Everything that can be said about the choices without asking a cluster, in the order of the questions. With a values file only
 * what it does not decide is looked at. `taken` are the vclusters that the host has.
 */
export function checkChoices(choices: CreateChoices, taken: readonly TakenName[] = []): readonly Finding[] {
  const always = [
    ...checkContext(choices),
    ...checkName(choices, taken),
    ...checkNamespace(choices, taken),
    ...checkVersions(choices),
  ];
  if (choices.values !== undefined) {
    return [...always, ...checkValuesFile(choices)];
  }
  return [
    ...always,
    ...checkStorage(choices),
    ...checkExposure(choices),
    ...checkAvailability(choices),
    ...checkIsolation(choices),
    ...checkNodes(choices),
    ...checkMappings(choices),
  ];
}
