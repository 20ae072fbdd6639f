import * as l10n from '@vscode/l10n';
import { toSet } from './answer.ts';
import { storeOf } from './backingStore.ts';
import type { Report, Rule } from './rule.ts';
import { pathOf, type Settings } from './settings.ts';

const replicasPath = 'controlPlane.statefulSet.highAvailability.replicas';
const deployedPath = 'controlPlane.backingStore.etcd.deploy.statefulSet.highAvailability.replicas';
const budgetPath = 'controlPlane.advanced.podDisruptionBudget';

function checkEmbeddedDatabase(settings: Settings): readonly Report[] {
  const replicas = settings.number(replicasPath) ?? 1;
  return replicas > 1 && storeOf(settings) === 'embeddedDatabase'
    ? [
        {
          path: pathOf(replicasPath),
          message: l10n.t(
            'The embedded database lives in one pod, which a second one cannot share. Choose etcd or an external database, or one replica.',
          ),
          answers: [
            toSet(replicasPath, 1),
            toSet('controlPlane.backingStore.etcd.embedded.enabled', true),
            toSet('controlPlane.backingStore.etcd.deploy.enabled', true),
          ],
        },
      ]
    : [];
}

function checkNone(settings: Settings): readonly Report[] {
  return settings.number(replicasPath) === 0
    ? [
        {
          path: pathOf(replicasPath),
          message: l10n.t('With no replica nothing runs. To stop it for a while, pause it.'),
        },
      ]
    : [];
}

function checkEven(settings: Settings): readonly Report[] {
  const store = storeOf(settings);
  const place = store === 'embeddedEtcd' ? replicasPath : store === 'deployedEtcd' ? deployedPath : undefined;
  const count = place === undefined ? undefined : settings.number(place);
  return place !== undefined && count !== undefined && count > 0 && count % 2 === 0
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

function checkBudget(settings: Settings): readonly Report[] {
  const [least, most] = [`${budgetPath}.minAvailable`, `${budgetPath}.maxUnavailable`];
  return settings.on(`${budgetPath}.enabled`) && isSet(settings.value(least)) && isSet(settings.value(most))
    ? [
        {
          path: pathOf(most),
          at: 'key',
          message: l10n.t('A PodDisruptionBudget takes minAvailable or maxUnavailable, not both. Remove one of them.'),
        },
      ]
    : [];
}

const highly = 'controlPlane.statefulSet.highAvailability';
/** How much longer than a retry a renewal may take at least, as the leader election of Kubernetes has it. */
const jitter = 1.2;

function checkLease(settings: Settings): readonly Report[] {
  if ((settings.number(replicasPath) ?? 1) <= 1) {
    return [];
  }
  const seconds = (key: string, chart: number): number => settings.number(`${highly}.${key}`) ?? chart;
  const [lease, renew, retry] = [
    seconds('leaseDuration', 60),
    seconds('renewDeadline', 40),
    seconds('retryPeriod', 15),
  ];
  const nearest = (...keys: readonly string[]): ReturnType<typeof pathOf> =>
    pathOf(`${highly}.${keys.find((key) => settings.has(`${highly}.${key}`)) ?? keys[0]}`);
  return [
    ...(lease > renew
      ? []
      : [
          {
            path: nearest('leaseDuration', 'renewDeadline'),
            message: l10n.t('leaseDuration ({0}) has to be longer than renewDeadline ({1}).', lease, renew),
          },
        ]),
    ...(renew > jitter * retry
      ? []
      : [
          {
            path: nearest('renewDeadline', 'retryPeriod'),
            message: l10n.t(
              'renewDeadline ({0}) has to be longer than {1} times the retryPeriod ({2}).',
              renew,
              jitter,
              retry,
            ),
          },
        ]),
  ];
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** Rules about more than one replica. */
export const availabilityRules: readonly Rule[] = [
  {
    code: 'replicas-embedded-database',
    severity: 'error',
    explanation: () =>
      l10n.t(
        'Without another backing store, vcluster keeps its state in an SQLite file in the volume of its pod. Several replicas would each have a state of their own, so that vcluster refuses to start. Embedded etcd, a deployed or external etcd and an external database can be shared. An external database counts only with its own enabled: true.',
      ),
    check: checkEmbeddedDatabase,
  },
  {
    code: 'replicas-none',
    severity: 'warning',
    explanation: () =>
      l10n.t(
        'With controlPlane.statefulSet.highAvailability.replicas: 0 the chart installs a control plane without pods, which nobody can connect to. Pausing it keeps the number of replicas for later.',
      ),
    check: checkNone,
  },
  {
    code: 'etcd-even-members',
    severity: 'warning',
    explanation: () =>
      l10n.t(
        'etcd needs a majority of its members. Two members tolerate the loss of none and four that of one, as one and three do, but with more that can fail. Choose 1, 3 or 5.',
      ),
    check: checkEven,
  },
  {
    code: 'lease-times',
    severity: 'error',
    explanation: () =>
      l10n.t(
        'With several replicas one of them leads. It holds a lease for leaseDuration seconds (60), tries to renew it for renewDeadline (40) and waits retryPeriod (15) in between. The first has to be longer than the second, and the second longer than 1.2 times the third; the leader election does not start otherwise.',
      ),
    check: checkLease,
  },
  {
    code: 'disruption-budget-both',
    severity: 'error',
    since: 31,
    explanation: () =>
      l10n.t(
        'controlPlane.advanced.podDisruptionBudget becomes a PodDisruptionBudget, in which minAvailable and maxUnavailable exclude each other. vcluster refuses to start with both.',
      ),
    check: checkBudget,
  },
];
