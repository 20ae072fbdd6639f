import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { isAtLeast } from '../base/version.ts';
import type { CreateChoices } from './choices.ts';
import { isDnsLabel } from './dnsName.ts';
import { type Finding, findingsOf } from './finding.ts';
import { namespaceFollows, type TakenName } from './nameRules.ts';

const finding = findingsOf('namespace');
const reserved: readonly string[] = ['kube-system', 'kube-public', 'kube-node-lease'];

/** Whether a second vcluster in one namespace is refused: by the CLI and the syncer from 0.25 on. */
export function isAloneInNamespace({ generation, chartVersion }: CreateChoices): boolean {
  return generation === 'current' && isAtLeast(chartVersion, 0, 25);
}

function formFindings(choices: CreateChoices): readonly Finding[] {
  const { namespace } = choices;
  if (namespaceFollows(choices)) {
    return [];
  }
  if (namespace === '') {
    return [finding('error', 'namespaceMissing', l10n.t('Name the namespace on the host that it lives in.'))];
  }
  if (!isDnsLabel(namespace)) {
    const message = l10n.t('A namespace has up to 63 lower-case letters, digits and dashes, and no dash at its ends.');
    return [finding('error', 'namespaceInvalid', message)];
  }
  if (reserved.includes(namespace)) {
    const message = l10n.t('The namespace {0} belongs to Kubernetes. Choose another one.', namespace);
    return [finding('error', 'namespaceReserved', message)];
  }
  return namespace === 'default'
    ? [
        finding(
          'warning',
          'namespaceDefault',
          l10n.t(
            'In the namespace default its pods stand among all others, and it cannot be removed with its namespace.',
          ),
        ),
      ]
    : [];
}

/** What is to be said about the namespace, as it is typed. */
export function checkNamespace(choices: CreateChoices, taken: readonly TakenName[] = []): readonly Finding[] {
  const { namespace, name } = choices;
  const neighbour = taken.find((one) => one.namespace === namespace && one.name !== name);
  return [...formFindings(choices), ...(neighbour === undefined ? [] : [neighbourFinding(choices, neighbour.name)])];
}

/** That another vcluster lives in the namespace: refused from 0.25 on, unwise before. */
export function neighbourFinding(choices: CreateChoices, neighbour: string): Finding {
  const fix = { kind: 'chooseNamespace', title: l10n.t('Choose Another Namespace') } as const;
  const where = printable(choices.namespace);
  return isAloneInNamespace(choices)
    ? finding(
        'error',
        'namespaceTaken',
        l10n.t(
          'The namespace {0} has the vcluster {1}, and a second one refuses to start there.',
          where,
          printable(neighbour),
        ),
        fix,
      )
    : finding(
        'warning',
        'namespaceShared',
        l10n.t(
          'The namespace {0} has the vcluster {1} already; they share quotas and policies.',
          where,
          printable(neighbour),
        ),
        fix,
      );
}
