import * as l10n from '@vscode/l10n';
import { shown, toMove, toRemove } from './answer.ts';
import type { Answer, Report, Rule } from './rule.ts';
import { isFields, pathOf, type Settings } from './settings.ts';

/** A key that still works. */
interface Deprecated {
  readonly place: string;
  /** The first minor with what it should be. */
  readonly since: number;
  readonly message: () => string;
  readonly answers?: (settings: Settings) => readonly Answer[];
}

function unlessTaken(settings: Settings, from: string, to: string): readonly Answer[] {
  return settings.has(to) ? [] : [toMove(from, to)];
}

/** The keys that plugins have in the present form. */
const pluginKeys: readonly string[] = [
  'name',
  'image',
  'imagePullPolicy',
  'config',
  'rbac',
  'command',
  'args',
  'securityContext',
  'resources',
  'volumeMounts',
];

function pluginAnswers(settings: Settings): readonly Answer[] {
  const plain = settings
    .entries('plugin')
    .every(([, value]) => isFields(value) && Object.keys(value).every((key) => pluginKeys.includes(key)));
  return plain ? unlessTaken(settings, 'plugin', 'plugins') : [];
}

function secretAnswers(settings: Settings): readonly Answer[] {
  const secret = settings.value('exportKubeConfig.secret');
  return isFields(secret) && Object.keys(secret).length > 0 && !settings.has('exportKubeConfig.additionalSecrets')
    ? [
        {
          title: l10n.t('Move to {0}', 'additionalSecrets'),
          changes: [
            { kind: 'set', path: pathOf('exportKubeConfig.additionalSecrets'), value: [secret] },
            { kind: 'remove', path: pathOf('exportKubeConfig.secret') },
          ],
        },
      ]
    : [];
}

const deprecated: readonly Deprecated[] = [
  {
    place: 'serviceCIDR',
    since: 26,
    message: () => l10n.t('serviceCIDR has moved to networking.serviceCIDR.'),
    answers: (settings) => unlessTaken(settings, 'serviceCIDR', 'networking.serviceCIDR'),
  },
  {
    place: 'pro',
    since: 20,
    message: () => l10n.t('pro has no effect any more: the image has all features, and the licence decides.'),
    answers: () => [toRemove('pro')],
  },
  {
    place: 'plugin',
    since: 20,
    message: () => l10n.t('plugin is for plugins of the old kind. The others are named under plugins.'),
    answers: pluginAnswers,
  },
  {
    place: 'exportKubeConfig.secret',
    since: 24,
    message: () => l10n.t('secret has become an item of exportKubeConfig.additionalSecrets.'),
    answers: secretAnswers,
  },
  {
    place: 'controlPlane.advanced.virtualScheduler',
    since: 26,
    message: () => l10n.t('virtualScheduler has moved to controlPlane.distro.k8s.scheduler.'),
    answers: (settings) =>
      unlessTaken(
        settings,
        'controlPlane.advanced.virtualScheduler.enabled',
        'controlPlane.distro.k8s.scheduler.enabled',
      ),
  },
  {
    place: 'deploy.ingressNginx',
    since: 35,
    message: () => l10n.t('ingress-nginx is not maintained any more. Install another Ingress controller.'),
  },
  {
    place: 'experimental.virtualClusterKubeConfig',
    since: 29,
    message: () => l10n.t('{0} has no effect any more.', shown('experimental.virtualClusterKubeConfig')),
    answers: () => [toRemove('experimental.virtualClusterKubeConfig')],
  },
];

function checkDeprecated(settings: Settings): readonly Report[] {
  return deprecated
    .filter(({ place, since }) => settings.minor >= since && settings.has(place))
    .map(({ place, message, answers }) => ({
      path: pathOf(place),
      at: 'key',
      message: message(),
      ...(answers === undefined ? {} : { answers: answers(settings) }),
    }));
}

/** Rules about keys that will go. */
export const deprecatedKeyRules: readonly Rule[] = [
  {
    code: 'key-deprecated',
    severity: 'information',
    explanation: () =>
      l10n.t(
        'The key is accepted and works in this version, but it has a successor or no effect left, and a later version will refuse it. Where the successor takes the same value, the quick fix moves it.',
      ),
    check: checkDeprecated,
  },
];
