import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import type { ConfigPath } from '../finding.ts';
import { toSet } from './answer.ts';
import type { Report, Rule } from './rule.ts';
import { certain, pathOf, type Settings } from './settings.ts';

const suffixes: readonly string[] = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei', 'n', 'u', 'm', 'k', 'M', 'G', 'T', 'P', 'E'];
const quantity = /^\+?(?:\d+\.?\d*|\.\d+)(?:[KMGTPE]i|[numkMGTPE]|[eE][-+]?\d+)?$/u;
/** Longer than anybody writes one. */
const longest = 60;

/** An amount as Kubernetes takes it for a limit, a request or a quota: `500m`, `1.5`, `20Gi`, and nothing below zero. */
export function isQuantity(text: string): boolean {
  return text.length <= longest && quantity.test(text);
}

/** What somebody meant who wrote `512 Mi`, `20gi` or `256MB`. */
function meantBy(text: string): string | undefined {
  const [, amount, unit = ''] = /^(\d{1,18}(?:\.\d{1,9})?)\s*([A-Za-z]{0,3})$/u.exec(text.trim()) ?? [];
  const bare = unit.replace(/(?<=.)b$/iu, '');
  const suffix =
    suffixes.find((one) => one === bare) ?? suffixes.find((one) => one.toLowerCase() === bare.toLowerCase());
  return amount === undefined || suffix === undefined ? undefined : `${amount}${suffix}`;
}

/** Maps of amounts, and the switch that they are used with; `true` where the chart has it on by itself. */
interface Amounts {
  readonly places: readonly string[];
  readonly on?: readonly [string, boolean];
}

function both(place: string): readonly string[] {
  return [`${place}.limits`, `${place}.requests`];
}

const pod = 'controlPlane.statefulSet';
const deployed = 'controlPlane.backingStore.etcd.deploy';
const current: readonly Amounts[] = [
  { places: both(`${pod}.resources`) },
  { places: both('controlPlane.distro.k8s.resources') },
  { places: both('controlPlane.coredns.deployment.resources'), on: ['controlPlane.coredns.enabled', true] },
  { places: both(`${deployed}.statefulSet.resources`), on: [`${deployed}.enabled`, false] },
];
const legacy: readonly Amounts[] = [
  ...['syncer', 'vcluster', 'etcd', 'api', 'controller', 'scheduler'].map((key) => ({
    places: both(`${key}.resources`),
  })),
  { places: both('coredns.resources'), on: ['coredns.enabled', true] },
];

const limits: readonly string[] = ['default', 'defaultRequest', 'max', 'min'];

/** Whether a switch that is “auto” by itself comes out as on, given the one that it follows. */
function follows(settings: Settings, place: string, leader: string): boolean {
  return settings.on(place) || ((settings.value(place) ?? 'auto') === 'auto' && settings.on(leader));
}

function policyPlaces(settings: Settings): readonly string[] {
  if (settings.minor < 20) {
    const [quota, range] = ['isolation.resourceQuota', 'isolation.limitRange'];
    const used = (place: string): boolean => settings.on('isolation.enabled') && !settings.refused(`${place}.enabled`);
    return [...(used(quota) ? [`${quota}.quota`] : []), ...(used(range) ? limits.map((key) => `${range}.${key}`) : [])];
  }
  const [quota, range] = ['policies.resourceQuota', 'policies.limitRange'];
  return [
    ...(follows(settings, `${quota}.enabled`, `${range}.enabled`) ? [`${quota}.quota`] : []),
    ...(follows(settings, `${range}.enabled`, `${quota}.enabled`) ? limits.map((key) => `${range}.${key}`) : []),
  ];
}

function amounts(settings: Settings): readonly ConfigPath[] {
  const known = settings.minor < 20 ? legacy : current;
  const used = known.filter(({ on }) => on === undefined || settings.on(...on)).flatMap(({ places }) => places);
  return [...used, ...policyPlaces(settings)].flatMap((place) =>
    settings.entries(place).map(([key]) => pathOf(place, key)),
  );
}

function sizes(settings: Settings): readonly ConfigPath[] {
  const claim = 'persistence.volumeClaim';
  const found =
    settings.minor < 20
      ? ['storage.size', 'etcd.storage.size', 'syncer.storage.size']
      : [
          ...(settings.refused(`${pod}.${claim}.enabled`) ? [] : [`${pod}.${claim}.size`]),
          ...(settings.on(`${deployed}.enabled`) && !settings.refused(`${deployed}.statefulSet.${claim}.enabled`)
            ? [`${deployed}.statefulSet.${claim}.size`]
            : []),
        ];
  return found.map((place) => pathOf(place));
}

function checkQuantities(settings: Settings): readonly Report[] {
  return [...amounts(settings), ...sizes(settings)].flatMap((path): readonly Report[] => {
    const value = settings.value(path);
    const text = typeof value === 'number' && value < 0 ? String(value) : certain(value);
    if (text === undefined || isQuantity(text)) {
      return [];
    }
    const meant = meantBy(text);
    return [
      {
        path,
        message: l10n.t('“{0}” is no amount for Kubernetes: write one such as 500m, 2 or 20Gi.', printable(text)),
        ...(meant === undefined ? {} : { answers: [toSet(path, meant)] }),
      },
    ];
  });
}

/** Rules about amounts of resources. */
export const quantityRules: readonly Rule[] = [
  {
    code: 'quantity-form',
    severity: 'warning',
    since: 0,
    explanation: () =>
      l10n.t(
        'Limits, requests, quotas and sizes are amounts of Kubernetes: a number with one of the suffixes m, k, M, G, T, Ki, Mi, Gi, Ti and the like right behind it, in these letter cases, and not below zero. There is no MB. Neither the schema nor vcluster looks at them, but the host cluster refuses others.',
      ),
    check: checkQuantities,
  },
];
