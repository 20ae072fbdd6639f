import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { toSet } from './answer.ts';
import { groupOf } from './customResources.ts';
import { firstIndexes } from './repeats.ts';
import type { Report, Rule } from './rule.ts';
import { isFields, pathOf, type Settings } from './settings.ts';

const base = 'experimental.proxy.customResources';
const modes: readonly string[] = ['owned', 'all'];

interface Route {
  readonly key: string;
  /** The API group with its version, which is proxied as a whole. */
  readonly api: string;
  readonly wildcard: boolean;
  readonly settings: string;
}

function isRouteKey(key: string): boolean {
  const [resource = '', version, ...more] = key.split('/');
  return version !== undefined && more.length === 0 && resource.indexOf('.') > 0 && groupOf(key) !== '';
}

function checkEntries(settings: Settings): readonly Report[] {
  return settings.entries(base).flatMap(([key, value]): readonly Report[] => {
    const fields = isFields(value) ? value : {};
    const target = isFields(fields['targetVirtualCluster']) ? fields['targetVirtualCluster'] : {};
    const mode = settings.text(pathOf(base, key, 'accessResources'));
    const meant = modes.find((one) => one === mode?.toLowerCase());
    return [
      ...(isRouteKey(key) || key.includes('{{')
        ? []
        : [
            {
              path: pathOf(base, key),
              at: 'key' as const,
              message: l10n.t('“{0}” names no API: write RESOURCE.GROUP/VERSION or *.GROUP/VERSION.', printable(key)),
            },
          ]),
      ...(target['name'] || settings.isOpen(pathOf(base, key, 'targetVirtualCluster', 'name'))
        ? []
        : [
            {
              path: pathOf(base, key, ...('targetVirtualCluster' in fields ? ['targetVirtualCluster'] : [])),
              at: 'key' as const,
              message: l10n.t('Name the virtual cluster that has these resources: targetVirtualCluster.name.'),
            },
          ]),
      ...(mode === undefined || modes.includes(mode)
        ? []
        : [
            {
              path: pathOf(base, key, 'accessResources'),
              message: l10n.t('“{0}” is no way of access: write owned or all.', printable(mode)),
              ...(meant === undefined ? {} : { answers: [toSet(pathOf(base, key, 'accessResources'), meant)] }),
            },
          ]),
    ];
  });
}

function routes(settings: Settings): readonly Route[] {
  return settings.entries(base).flatMap(([key, value]) => {
    const fields = isFields(value) ? value : {};
    return settings.on(pathOf(base, key, 'enabled')) && isRouteKey(key)
      ? [
          {
            key,
            api: `${groupOf(key)}/${key.split('/')[1] ?? ''}`,
            wildcard: key.startsWith('*.'),
            settings: JSON.stringify([fields['targetVirtualCluster'], fields['accessResources'] ?? '']),
          },
        ]
      : [];
  });
}

/** What is to be said of a route beside the first one of the same API. */
function routeFault(route: Route, first: Route): string | undefined {
  if (first.wildcard !== route.wildcard) {
    return l10n.t('{0} covers the same API. Write the wildcard, or each resource.', printable(first.key));
  }
  return first.settings === route.settings
    ? undefined
    : l10n.t('{0} is of the same API, and must have the same target and access.', printable(first.key));
}

function checkRoutes(settings: Settings): readonly Report[] {
  const all = routes(settings);
  const apis = firstIndexes(all.map(({ api }) => api));
  return all.flatMap((route): readonly Report[] => {
    const first = all[apis.get(route.api) ?? -1];
    const message = first === undefined ? undefined : routeFault(route, first);
    return message === undefined ? [] : [{ path: pathOf(base, route.key), at: 'key', message }];
  });
}

/** Rules about custom resources that another virtual cluster answers for. */
export const proxyRules: readonly Rule[] = [
  {
    code: 'proxy-entry',
    severity: 'error',
    since: 31,
    explanation: () =>
      l10n.t(
        'A key of experimental.proxy.customResources is RESOURCE.GROUP/VERSION or *.GROUP/VERSION. Each entry names its targetVirtualCluster, and accessResources is owned or all. This is checked for entries that are switched off as well.',
      ),
    check: checkEntries,
  },
  {
    code: 'proxy-clash',
    severity: 'error',
    since: 31,
    explanation: () =>
      l10n.t(
        'Kubernetes hands on an API group with its version as a whole. Entries of the same group and version therefore need the same target and the same access, and a wildcard excludes single resources beside it.',
      ),
    check: checkRoutes,
  },
];
