import * as l10n from '@vscode/l10n';
import type { CreateChoices, Part } from './choices.ts';
import { type Finding, findingsOf } from './finding.ts';
import { availabilityObstacle, deploysEtcd, legacyDistro, replicatedParts } from './parts.ts';

const finding = findingsOf('availability');
const mostReplicas = 9;

/** What a part is called in a sentence. */
export function partTitle(part: Part, { generation }: CreateChoices): string {
  switch (part) {
    case 'syncer':
      return generation === 'legacy' ? l10n.t('the syncer') : l10n.t('the control plane');
    case 'api':
      return l10n.t('the API server');
    case 'controller':
      return l10n.t('the controller manager');
    case 'scheduler':
      return l10n.t('the scheduler');
    case 'etcd':
      return l10n.t('etcd');
    case 'coredns':
      return l10n.t('CoreDNS');
  }
}

function refusal(choices: CreateChoices): Finding | undefined {
  const obstacle = availabilityObstacle(choices);
  if (obstacle === 'embeddedStore') {
    const message = l10n.t(
      '{0} keeps its state in a store of its own pod, which a second pod cannot share. Choose k8s or eks, or a values file with an external datastore.',
      legacyDistro(choices),
    );
    return finding('error', 'availabilityStore', message, {
      kind: 'change',
      title: l10n.t('Use k8s'),
      change: { distro: 'k8s' },
    });
  }
  if (obstacle === 'sqlite') {
    const message = l10n.t(
      'SQLite lives in one pod, which a second one cannot share. Choose etcd or an external database.',
    );
    return finding('error', 'availabilityStore', message, {
      kind: 'change',
      title: l10n.t('Use a Deployed etcd'),
      change: { store: { kind: 'deployed-etcd' } },
    });
  }
  return undefined;
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= mostReplicas;
}

function replicaFindings(choices: CreateChoices): readonly Finding[] {
  const { replicas } = choices.availability;
  const parts = replicatedParts(choices);
  const wrong = parts
    .filter((part) => !isCount(replicas[part]))
    .map((part) =>
      finding(
        'error',
        'replicas',
        l10n.t('Between 1 and {0} replicas are possible for {1}.', mostReplicas, partTitle(part, choices)),
      ),
    );
  if (wrong.length > 0) {
    return wrong;
  }
  const quorum: Part = deploysEtcd(choices) ? 'etcd' : 'syncer';
  const voting = deploysEtcd(choices) || (choices.generation === 'current' && choices.store.kind === 'embedded-etcd');
  const single = parts.filter((part) => replicas[part] === 1 && part !== 'coredns');
  return [
    ...(voting && replicas[quorum] % 2 === 0
      ? [
          finding(
            'warning',
            'evenEtcd',
            l10n.t(
              'etcd with {0} members survives no more than with {1}: choose an odd number.',
              replicas[quorum],
              replicas[quorum] - 1,
            ),
          ),
        ]
      : []),
    ...single.map((part) =>
      finding(
        'warning',
        'singleReplica',
        l10n.t('With one replica of {0} it is not highly available.', partTitle(part, choices)),
      ),
    ),
  ];
}

/** What is to be said about high availability: refused where the store is one pod's own. */
export function checkAvailability(choices: CreateChoices): readonly Finding[] {
  if (!choices.availability.enabled) {
    return [];
  }
  const refused = refusal(choices);
  return refused === undefined ? replicaFindings(choices) : [refused];
}
