import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { isDnsLabel } from '../../create/dnsName.ts';
import { toSet } from './answer.ts';
import { mappedNames } from './mappedNames.ts';
import { firstIndexes } from './repeats.ts';
import type { Report, Rule } from './rule.ts';
import { pathOf, type Settings } from './settings.ts';

const base = 'sync.toHost.namespaces';
const byName = `${base}.mappings.byName`;
/** What vcluster replaces by its own name. */
const placeholder = `\${name}`;
/** What vcluster allows in front of a wildcard. */
const longestPrefix = 32;
/** Longer than any name with its placeholder. */
const longestSide = 100;

function checkEmpty(settings: Settings): readonly Report[] {
  return settings.on(`${base}.enabled`) && settings.off(byName) && settings.entries(byName).length === 0
    ? [
        {
          path: pathOf(settings.has(`${base}.mappings`) ? `${base}.mappings` : `${base}.enabled`),
          message: l10n.t('Say which namespaces are synced, and to which of the host: mappings.byName is empty.'),
        },
      ]
    : [];
}

/** A prefix as Kubernetes checks it: its end is not that of the name, so that a dash there counts as nothing unless it is all. */
function withoutDash(prefix: string): string {
  return prefix.length > 1 && prefix.endsWith('-') ? `${prefix.slice(0, -2)}a` : prefix;
}

/** What vcluster refuses about one side. Its name is not known here, and stands as one letter. */
function sideFault(side: string, host: boolean): string | undefined {
  if (side === '') {
    return l10n.t('The name of a namespace is missing.');
  }
  if (side.length > longestSide) {
    return l10n.t('“{0}” cannot be the name of a namespace.', printable(side, 60));
  }
  const wild = side.split('*').length - 1;
  if (wild > 1 || (wild === 1 && !side.endsWith('*'))) {
    return l10n.t('A pattern has one “*”, at its end, unlike “{0}”.', printable(side));
  }
  if (side === '*') {
    return host ? l10n.t('On the host a pattern needs something before the “*”.') : undefined;
  }
  const prefix = wild === 1 ? side.slice(0, -1) : side;
  if (prefix.split(placeholder).length > 2) {
    return l10n.t('{0} stands for the name of the vcluster, and may be there once only.', placeholder);
  }
  const literal = prefix.replace(placeholder, 'v');
  if (/\$\{.*\}/u.test(literal)) {
    return l10n.t('“{0}” has a placeholder that is not known: there is {1} only.', printable(side), placeholder);
  }
  if (wild === 1 && literal.length > longestPrefix) {
    return l10n.t('Before “*” there are at most {0} characters.', longestPrefix);
  }
  return isDnsLabel(wild === 1 ? withoutDash(literal) : literal)
    ? undefined
    : l10n.t('“{0}” cannot be the name of a namespace.', printable(side));
}

function checkForm(settings: Settings): readonly Report[] {
  const all = mappedNames(settings, base);
  const hosts = firstIndexes(all.map(([, host]) => host));
  return all.flatMap(([inside, host], index): readonly Report[] => {
    const path = pathOf(byName, inside);
    const twice = all[hosts.get(host) ?? index];
    if (twice !== undefined && twice[0] !== inside) {
      const message = l10n.t(
        '{0} goes to {1} as well. Choose another namespace of the host.',
        printable(twice[0]),
        printable(host),
      );
      return [{ path, message }];
    }
    if (inside.includes('*') !== host.includes('*')) {
      return [{ path, message: l10n.t('A pattern maps to a pattern, and one namespace to one namespace.') }];
    }
    const keyFault = sideFault(inside, false);
    const valueFault = sideFault(host, true);
    return [
      ...(keyFault === undefined ? [] : [{ path, at: 'key' as const, message: keyFault }]),
      ...(valueFault === undefined ? [] : [{ path, message: valueFault }]),
    ];
  });
}

function checkForced(settings: Settings): readonly Report[] {
  return settings.on(`${base}.enabled`)
    ? ['secrets', 'configMaps']
        .map((kind) => `sync.toHost.${kind}.all`)
        .filter((place) => settings.refused(place))
        .map((place) => ({
          path: pathOf(place),
          message: l10n.t('While namespaces are synced, all of them are synced nevertheless.'),
          answers: [toSet(place, true)],
        }))
    : [];
}

/** Rules about virtual namespaces that are namespaces of the host. */
export const namespaceRules: readonly Rule[] = [
  {
    code: 'namespace-mappings-empty',
    severity: 'error',
    since: 26,
    explanation: () =>
      l10n.t(
        'sync.toHost.namespaces makes a namespace of the host for each virtual one that mappings.byName names. Enabled without an entry, vcluster refuses to start.',
      ),
    check: checkEmpty,
  },
  {
    code: 'namespace-mapping-form',
    severity: 'error',
    since: 26,
    explanation: () =>
      l10n.t(
        'The key of an entry is a virtual namespace and its value one of the host, each with a “*” at the end at most, and on both sides or on neither. Before the “*” are at most 32 characters; on the host it may not stand alone. The only placeholder is {0} for the name of the virtual cluster, once on each side. No two entries lead to the same namespace of the host.',
        placeholder,
      ),
    check: checkForm,
  },
  {
    code: 'namespace-sync-forces-all',
    severity: 'warning',
    since: 26,
    explanation: () =>
      l10n.t(
        'With sync.toHost.namespaces enabled, vcluster turns on sync.toHost.secrets.all and sync.toHost.configMaps.all by itself, so that objects which are made on the host come in as well. A false there has no effect.',
      ),
    check: checkForced,
  },
];
