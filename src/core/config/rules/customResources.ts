import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { toRemove, toRename, toSet } from './answer.ts';
import type { Report, Rule } from './rule.ts';
import { pathOf, type Settings, said } from './settings.ts';

const toHost = 'sync.toHost.customResources';
const fromHost = 'sync.fromHost.customResources';
const proxied = 'experimental.proxy.customResources';

/** The keys of the entries that are certainly on. */
export function enabledKeys(settings: Settings, place: string): readonly string[] {
  return settings.entries(place).flatMap(([key]) => (settings.on(pathOf(place, key, 'enabled')) ? [key] : []));
}

/** The API group of `plural.group` or `plural.group/version`, as Kubernetes parses it. */
export function groupOf(key: string): string {
  const [resource = ''] = key.split('/');
  const dot = resource.indexOf('.');
  return dot < 0 ? '' : resource.slice(dot + 1);
}

function checkBothWays(settings: Settings): readonly Report[] {
  const back = new Set(enabledKeys(settings, fromHost));
  return enabledKeys(settings, toHost)
    .filter((key) => back.has(key))
    .map((key) => ({
      path: pathOf(fromHost, key),
      at: 'key',
      // Up to 0.30 nobody looks, and both write the same objects.
      ...(settings.minor < 31 ? { severity: 'warning' as const } : {}),
      message: l10n.t(
        '{0} is synced to the host as well. Custom resources go one way only: remove one of them.',
        printable(key),
      ),
      answers: [toRemove(pathOf(fromHost, key)), toRemove(pathOf(toHost, key))],
    }));
}

function checkProxied(settings: Settings): readonly Report[] {
  const groups = new Set(enabledKeys(settings, proxied).map(groupOf));
  return [toHost, fromHost].flatMap((place) =>
    enabledKeys(settings, place)
      .filter((key) => groups.has(groupOf(key)))
      .map((key) => ({
        path: pathOf(place, key),
        at: 'key',
        message: l10n.t(
          'The group {0} is proxied to another virtual cluster by experimental.proxy, and cannot be synced as well.',
          printable(groupOf(key)),
        ),
        answers: [toRemove(pathOf(place, key))],
      })),
  );
}

function checkScope(settings: Settings): readonly Report[] {
  return ([toHost, fromHost] as const).flatMap((place) => {
    // Mappings for those of namespaces came with 0.23.
    const allowed = place === toHost ? ['Namespaced'] : settings.minor < 23 ? ['Cluster'] : ['Namespaced', 'Cluster'];
    return settings.entries(place).flatMap(([key]): readonly Report[] => {
      const path = pathOf(place, key, 'scope');
      const scope = said(settings.value(path));
      if (scope === undefined || allowed.includes(scope)) {
        return [];
      }
      const meant = place === toHost ? 'Namespaced' : allowed.find((one) => one.toLowerCase() === scope.toLowerCase());
      return [
        {
          path,
          message:
            place === toHost
              ? l10n.t('Only namespaced custom resources are synced to the host, not “{0}”.', printable(scope))
              : settings.minor < 23
                ? l10n.t(
                    'Only custom resources of the whole cluster are read from the host, not “{0}”.',
                    printable(scope),
                  )
                : l10n.t('“{0}” is no scope: write Namespaced or Cluster.', printable(scope)),
          ...(meant === undefined ? {} : { answers: [toSet(path, meant)] }),
        },
      ];
    });
  });
}

function checkVersion(settings: Settings): readonly Report[] {
  return [toHost, fromHost].flatMap((place) =>
    settings.entries(place).flatMap(([key]): readonly Report[] =>
      groupOf(key) === '' && said(key) !== undefined
        ? [
            {
              path: pathOf(place, key),
              at: 'key',
              message: l10n.t(
                '“{0}” names no custom resource: write PLURAL.GROUP, such as certificates.cert-manager.io.',
                printable(key),
              ),
              ...(key === key.trim() ? {} : { answers: [toRename(pathOf(place, key), key.trim())] }),
            },
          ]
        : [],
    ),
  );
}

/** Rules about custom resources that are synced. */
export const customResourceRules: readonly Rule[] = [
  {
    code: 'custom-resource-both-ways',
    severity: 'error',
    since: 21,
    explanation: () =>
      l10n.t(
        'A custom resource is either written to the host or read from it. With the same key enabled under sync.toHost.customResources and sync.fromHost.customResources, vcluster refuses to start from 0.31 on, and before both wrote the same objects.',
      ),
    check: checkBothWays,
  },
  {
    code: 'custom-resource-proxied',
    severity: 'error',
    since: 31,
    explanation: () =>
      l10n.t(
        'experimental.proxy.customResources hands a whole API group on to another virtual cluster. No resource of that group can be synced with the host at the same time.',
      ),
    check: checkProxied,
  },
  {
    code: 'custom-resource-scope',
    severity: 'error',
    since: 21,
    explanation: () =>
      l10n.t(
        'The scope of a synced custom resource is written as Kubernetes writes it: Namespaced, or Cluster for what is read from the host. To the host go namespaced ones only. It is checked for entries that are switched off as well.',
      ),
    check: checkScope,
  },
  {
    code: 'custom-resource-key',
    severity: 'warning',
    since: 21,
    explanation: () =>
      l10n.t(
        'The keys of customResources are plural names with their API group, such as certificates.cert-manager.io, as kubectl get crd lists them. A key without a group matches no custom resource.',
      ),
    check: checkVersion,
  },
];
