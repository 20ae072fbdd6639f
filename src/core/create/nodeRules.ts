import * as l10n from '@vscode/l10n';
import type { CreateChoices } from './choices.ts';
import { type Finding, findingsOf } from './finding.ts';
import { parseSelector, selectorLabels } from './labelSelector.ts';
import { legacyDistro } from './parts.ts';

/** What is to be said about a label selector for nodes, as it is typed. */
export function checkNodeSelector({ nodes, generation }: CreateChoices): readonly Finding[] {
  const finding = findingsOf('nodes');
  if (nodes.kind !== 'labels') {
    return [];
  }
  if (parseSelector(nodes.selector) === undefined) {
    return [finding('error', 'selectorInvalid', l10n.t('Write labels as kubectl does, such as pool=dev,disk=ssd.'))];
  }
  return generation === 'current' && selectorLabels(nodes.selector) === undefined
    ? [finding('error', 'selectorTooRich', l10n.t('This chart takes nodes by KEY=VALUE only, each key once.'))]
    : [];
}

function schedulerFindings(choices: CreateChoices): readonly Finding[] {
  const finding = findingsOf('scheduler');
  if (!choices.scheduler) {
    return [];
  }
  const fake = l10n.t('A scheduler needs real nodes to choose from.');
  const eks = l10n.t('The eks chart has no scheduler: pods would never be placed. Choose k8s.');
  const all = l10n.t('A scheduler without a selector gets all nodes of the host, not only those that run its pods.');
  const classes = l10n.t('With a scheduler the StorageClasses of the host are synced as well.');
  return [
    ...(choices.nodes.kind === 'fake'
      ? [
          finding('error', 'schedulerNodes', fake, {
            kind: 'change',
            title: l10n.t('Sync All Nodes'),
            change: { nodes: { kind: 'all' } },
          }),
        ]
      : []),
    ...(choices.generation === 'legacy' && legacyDistro(choices) === 'eks'
      ? [finding('error', 'schedulerEks', eks, { kind: 'change', title: l10n.t('Use k8s'), change: { distro: 'k8s' } })]
      : []),
    ...(choices.nodes.kind === 'real' ? [finding('info', 'schedulerAllNodes', all)] : []),
    ...(choices.storage.storageClasses === 'none' ? [finding('info', 'schedulerClasses', classes)] : []),
  ];
}

/** What is to be said about nodes, and about a scheduler that chooses among them. */
export function checkNodes(choices: CreateChoices): readonly Finding[] {
  return [...checkNodeSelector(choices), ...schedulerFindings(choices)];
}
