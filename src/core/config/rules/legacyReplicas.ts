import * as l10n from '@vscode/l10n';
import { toSet } from './answer.ts';
import { ha, hasDatastore, isSingle, knowsHa } from './legacyAvailability.ts';
import type { Report, Rule } from './rule.ts';
import { pathOf, type Settings } from './settings.ts';

/** Where the number of pods stands. */
function replicasPlace({ distro, minor }: Settings): string {
  return distro === 'k0s' || (distro === 'k3s' && minor < 19) ? 'replicas' : 'syncer.replicas';
}

function checkReplicas(settings: Settings): readonly Report[] {
  const place = replicasPlace(settings);
  const elects = knowsHa(settings)
    ? !settings.off(ha)
    : !settings.off('embeddedEtcd.enabled') || (settings.distro === 'k3s' && hasDatastore(settings));
  const several = (settings.number(place) ?? 1) > 1;
  const unknown = !isSingle(settings) && !knowsHa(settings);
  return several && !elects && !unknown
    ? [
        {
          path: pathOf(place),
          message: isSingle(settings)
            ? l10n.t(
                'Several pods would each be active, with a state of their own. Keep one replica, or choose k8s with enableHA.',
              )
            : l10n.t('Without enableHA several syncers are active at once. Turn it on.'),
          answers: [isSingle(settings) ? toSet(place, 1) : toSet(ha, true)],
        },
      ]
    : [];
}

function checkParts(settings: Settings): readonly Report[] {
  if (isSingle(settings) || !knowsHa(settings)) {
    return [];
  }
  const parts = [
    'syncer',
    'api',
    'controller',
    'etcd',
    ...(settings.distro === 'k8s' && settings.on('sync.nodes.enableScheduler') ? ['scheduler'] : []),
  ];
  const single = parts.filter(
    (part) => (settings.number(`${part}.replicas`) ?? 1) < 2 && settings.off(`${part}.disabled`),
  );
  return settings.on(ha) && single.length > 0
    ? [
        {
          path: pathOf(ha),
          severity: single.includes('syncer') && single.includes('api') ? 'warning' : 'information',
          message: l10n.t('Replicas are not raised by enableHA: there is one each of {0}.', single.join(', ')),
        },
      ]
    : [];
}

function checkEven(settings: Settings): readonly Report[] {
  const place = 'etcd.replicas';
  const count = settings.number(place) ?? 1;
  return !isSingle(settings) && count > 0 && count % 2 === 0
    ? [
        {
          path: pathOf(place),
          message: l10n.t(
            'etcd with {0} members survives no more than with {1}. Choose an odd number.',
            count,
            count - 1,
          ),
        },
      ]
    : [];
}

const legacy = { since: 0, until: 19 } as const;

/** Rules about the number of pods in charts up to 0.19. */
export const legacyReplicaRules: readonly Rule[] = [
  {
    ...legacy,
    code: 'old-replicas-alone',
    severity: 'warning',
    explanation: () =>
      l10n.t(
        'Without enableHA there is no leader election. Several pods of k3s or k0s, or several syncers of k8s and eks, are then active at once and write over one another.',
      ),
    check: checkReplicas,
  },
  {
    ...legacy,
    code: 'old-availability-replicas',
    severity: 'warning',
    explanation: () =>
      l10n.t(
        'In the charts of k8s and eks, enableHA turns on leader election and nothing else. The replicas of syncer, api, controller and etcd have to be raised by hand.',
      ),
    check: checkParts,
  },
  {
    ...legacy,
    code: 'old-etcd-even-members',
    severity: 'warning',
    explanation: () => l10n.t('etcd needs a majority of its members. Choose 1, 3 or 5 for etcd.replicas.'),
    check: checkEven,
  },
];
