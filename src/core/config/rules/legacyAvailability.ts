import * as l10n from '@vscode/l10n';
import { isPlaceholder } from '../template.ts';
import { shown, toRemove, toSet } from './answer.ts';
import type { Report, Rule } from './rule.ts';
import { isFields, pathOf, type Settings } from './settings.ts';

/** The switch. */
export const ha = 'enableHA';

/** Whether the control plane is one container. */
export function isSingle({ distro }: Settings): boolean {
  return distro === 'k3s' || distro === 'k0s';
}

/** Whether the chart has the switch at all: k3s lost it with 0.17, k8s and eks with 0.19. */
export function knowsHa({ distro, minor }: Settings): boolean {
  return distro === 'k0s' ? false : distro === 'k3s' ? minor < 17 : minor < 19;
}

function namesDatastore(item: unknown): boolean {
  const name = isFields(item) ? item['name'] : item;
  return name === 'K3S_DATASTORE_ENDPOINT' || isPlaceholder(name);
}

/** Whether k3s is told of a datastore outside of its pod, or may be by a template. */
export function hasDatastore(settings: Settings): boolean {
  const env = settings.isOpen('vcluster.env') || settings.items('vcluster.env').some(namesDatastore);
  const args = ['extraArgs', 'baseArgs', 'command'].flatMap((key) => settings.items(`vcluster.${key}`));
  return env || args.some((arg) => String(arg).includes('--datastore-endpoint')) || settings.on('embeddedEtcd.enabled');
}

function checkVolume(settings: Settings): readonly Report[] {
  const persistence = 'storage.persistence';
  return settings.distro === 'k3s' && knowsHa(settings) && settings.on(ha) && settings.on(persistence, true)
    ? [
        {
          path: pathOf(settings.has(persistence) ? persistence : ha),
          message: l10n.t(
            'A highly available k3s has no volume of its own. Set storage.persistence to false, and name an external datastore.',
          ),
          answers: [toSet(persistence, false)],
        },
      ]
    : [];
}

function checkStore(settings: Settings): readonly Report[] {
  const on = settings.distro === 'k3s' && knowsHa(settings) && settings.on(ha);
  return on && !hasDatastore(settings)
    ? [
        {
          path: pathOf(ha),
          message: l10n.t(
            'Each replica of k3s would have a state of its own. Set K3S_DATASTORE_ENDPOINT in vcluster.env, or choose k8s.',
          ),
        },
      ]
    : [];
}

function checkIgnored(settings: Settings): readonly Report[] {
  const token = ['serverToken.value', 'serverToken.secretKeyRef'].filter((place) => {
    const value = settings.value(place);
    return isFields(value) ? Object.keys(value).length > 0 : Boolean(value);
  });
  const budget = 'podDisruptionBudget.enabled';
  const k3s = settings.distro === 'k3s' && knowsHa(settings);
  return [
    ...(settings.on(ha) && !knowsHa(settings)
      ? [
          {
            path: pathOf(ha),
            message: l10n.t('This chart does not know enableHA, and passes over it.'),
            answers: [toRemove(ha)],
          },
        ]
      : []),
    ...(k3s && settings.off(ha)
      ? [...token, ...(settings.on(budget) ? [budget] : [])].map((place) => ({
          path: pathOf(place),
          at: 'key' as const,
          message: l10n.t('{0} is used with enableHA only.', shown(place)),
        }))
      : []),
    ...(k3s &&
    settings.on(ha) &&
    settings.on(budget) &&
    !settings.isOpen('replicas') &&
    (settings.number('replicas') ?? 1) < 2
      ? [{ path: pathOf(budget), message: l10n.t('There is no PodDisruptionBudget for one replica.') }]
      : []),
  ];
}

const legacy = { since: 0, until: 19 } as const;

/** Rules about high availability in charts up to 0.19. */
export const legacyAvailabilityRules: readonly Rule[] = [
  {
    ...legacy,
    code: 'old-availability-volume',
    severity: 'error',
    explanation: () =>
      l10n.t(
        'With enableHA the chart of k3s makes a Deployment in place of a StatefulSet. While storage.persistence is true, its pods name a volume that is not there, and Kubernetes refuses them.',
      ),
    check: checkVolume,
  },
  {
    ...legacy,
    code: 'old-availability-store',
    severity: 'warning',
    explanation: () =>
      l10n.t(
        'k3s keeps its state in an SQLite file in its pod. For enableHA it needs a datastore that all replicas share, given as K3S_DATASTORE_ENDPOINT in vcluster.env or as --datastore-endpoint.',
      ),
    check: checkStore,
  },
  {
    ...legacy,
    code: 'old-availability-ignored',
    severity: 'warning',
    explanation: () =>
      l10n.t(
        'enableHA is known to the chart of k3s up to 0.16 and to those of k8s and eks up to 0.18. k0s never had it. serverToken and podDisruptionBudget of k3s only count together with it, the latter with more than one replica.',
      ),
    check: checkIgnored,
  },
];
