import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import type { Report, Rule } from './rule.ts';
import { isFields, pathOf, type Settings } from './settings.ts';

/** Where the entries stand. */
export const listPath = 'networking.resolveDNS';
const sources = ['hostname', 'service', 'namespace'] as const;
const targets = ['hostname', 'ip', 'hostService', 'hostNamespace', 'vClusterService'] as const;

/** One entry of the list. */
export interface Entry {
  readonly path: readonly (string | number)[];
  readonly from: Readonly<Partial<Record<(typeof sources)[number], string>>>;
  readonly to: Readonly<Partial<Record<(typeof targets)[number], string>>>;
}

function textsOf(fields: Readonly<Record<string, unknown>>, keys: readonly string[]): Readonly<Record<string, string>> {
  const found = keys.flatMap((key) =>
    typeof fields[key] === 'string' && fields[key] !== '' ? [[key, fields[key]] as const] : [],
  );
  return Object.fromEntries(found);
}

/** The entries without those that a template fills in. */
export function entries(settings: Settings): readonly Entry[] {
  return settings.items(listPath).flatMap((item, index) => {
    const fields = isFields(item) ? item : {};
    const target = isFields(fields['target']) ? fields['target'] : {};
    return JSON.stringify(fields).includes('{{')
      ? []
      : [{ path: pathOf(listPath, index), from: textsOf(fields, sources), to: textsOf(target, targets) }];
  });
}

/** How many wildcards a name has. */
export function stars(text: string | undefined): number {
  return (text ?? '').split('*').length - 1;
}

/** Whether its wildcard stands at one of its ends. */
export function isOuter(text: string): boolean {
  return text.startsWith('*') || text.endsWith('*');
}

function slashes(text: string | undefined): number {
  return (text ?? '').split('/').length - 1;
}

function checkSource(settings: Settings): readonly Report[] {
  return entries(settings).flatMap(({ path, from, to }): readonly Report[] => {
    const [first, second] = sources.filter((key) => from[key] !== undefined);
    if (first === undefined) {
      return [{ path, at: 'key', message: l10n.t('Say which name is resolved: hostname, service or namespace.') }];
    }
    if (second !== undefined) {
      return [
        {
          path: [...path, second],
          at: 'key',
          message: l10n.t('One entry resolves one thing. Make two entries of {0} and {1}.', first, second),
        },
      ];
    }
    if (from.service !== undefined && slashes(from.service) !== 1) {
      return [
        {
          path: [...path, 'service'],
          message: l10n.t('“{0}” is no Service: write NAMESPACE/NAME.', printable(from.service)),
        },
      ];
    }
    const { hostname } = from;
    if (hostname !== undefined && (stars(hostname) > 1 || (stars(hostname) === 1 && !isOuter(hostname)))) {
      const message = l10n.t(
        'A host name has one “*” at most, at its start or its end, unlike “{0}”.',
        printable(hostname),
      );
      return [{ path: [...path, 'hostname'], message }];
    }
    if (stars(hostname) === 1 && stars(to.hostname) !== 1) {
      return [
        {
          path: [...path, 'target'],
          at: 'key',
          message: l10n.t('A host name with “*” leads to a target.hostname with “*” as well.'),
        },
      ];
    }
    return [];
  });
}

function targetFault(to: Entry['to']): readonly [string, string] | undefined {
  if (stars(to.hostname) > 1 || (stars(to.hostname) === 1 && !isOuter(to.hostname ?? ''))) {
    return [
      'hostname',
      l10n.t('A host name has one “*” at most, at its start or its end, unlike “{0}”.', printable(to.hostname ?? '')),
    ];
  }
  if (to.hostService !== undefined && slashes(to.hostService) !== 1) {
    return ['hostService', l10n.t('“{0}” is no Service: write NAMESPACE/NAME.', printable(to.hostService))];
  }
  return to.vClusterService !== undefined && slashes(to.vClusterService) !== 3
    ? [
        'vClusterService',
        l10n.t(
          '“{0}” is no Service of another vcluster: write HOSTNAMESPACE/VCLUSTER/NAMESPACE/NAME.',
          printable(to.vClusterService),
        ),
      ]
    : undefined;
}

function checkTarget(settings: Settings): readonly Report[] {
  return entries(settings).flatMap(({ path, from, to }): readonly Report[] => {
    const [first, second] = targets.filter((key) => to[key] !== undefined);
    const place = [...path, 'target'];
    if (from.namespace !== undefined && to.hostNamespace === undefined) {
      return [{ path: place, at: 'key', message: l10n.t('A namespace leads to target.hostNamespace.') }];
    }
    if (from.namespace === undefined && to.hostNamespace !== undefined) {
      return [
        { path: [...place, 'hostNamespace'], at: 'key', message: l10n.t('Only a namespace leads to a hostNamespace.') },
      ];
    }
    if (first === undefined) {
      // For a wildcard it was said already what the target has to be.
      return stars(from.hostname) === 1
        ? []
        : [{ path: place, at: 'key', message: l10n.t('Say what it resolves to: {0}.', targets.join(', ')) }];
    }
    if (second !== undefined) {
      return [
        {
          path: [...place, second],
          at: 'key',
          message: l10n.t('An entry has one target, not {0} and {1}.', first, second),
        },
      ];
    }
    const fault = targetFault(to);
    return fault === undefined ? [] : [{ path: [...place, fault[0]], message: fault[1] }];
  });
}

/** Rules about names that DNS inside resolves otherwise. */
export const resolveDnsRules: readonly Rule[] = [
  {
    code: 'resolve-dns-source',
    severity: 'error',
    explanation: () =>
      l10n.t(
        'An entry of networking.resolveDNS has exactly one of hostname, service (NAMESPACE/NAME) and namespace. A host name may have one “*” at its start or its end, and needs a target.hostname with one then.',
      ),
    check: checkSource,
  },
  {
    code: 'resolve-dns-target',
    severity: 'error',
    explanation: () =>
      l10n.t(
        'The target of an entry of networking.resolveDNS has exactly one of hostname, ip, hostService (NAMESPACE/NAME), hostNamespace and vClusterService (HOSTNAMESPACE/VCLUSTER/NAMESPACE/NAME). A namespace leads to a hostNamespace, and nothing else does.',
      ),
    check: checkTarget,
  },
];
