import { isIP } from 'node:net';
import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { toSet } from './answer.ts';
import { entries, isOuter, listPath, stars } from './resolveDns.ts';
import type { Report, Rule } from './rule.ts';
import { pathOf, type Settings } from './settings.ts';

const embeddedPath = 'controlPlane.coredns.embedded';

function checkEffect(settings: Settings): readonly Report[] {
  return entries(settings).flatMap(({ path, from, to }): readonly Report[] => [
    ...(to.ip !== undefined && isIP(to.ip) === 0
      ? [{ path: [...path, 'target', 'ip'], message: l10n.t('“{0}” is no IP address.', printable(to.ip)) }]
      : []),
    ...(stars(to.hostname) === 1 && isOuter(to.hostname ?? '') && stars(from.hostname) === 0
      ? [
          {
            path: [...path, 'target', 'hostname'],
            message: l10n.t('Nothing takes the place of “*”, as the name that is resolved has none.'),
          },
        ]
      : []),
  ]);
}

function checkEmbedded(settings: Settings): readonly Report[] {
  return settings.items(listPath).length > 0 && settings.off(embeddedPath)
    ? [
        {
          path: pathOf(listPath),
          at: 'key',
          severity: settings.refused(embeddedPath) ? 'warning' : 'information',
          message: l10n.t('Only the embedded CoreDNS resolves these names. Turn on controlPlane.coredns.embedded.'),
          answers: [toSet(embeddedPath, true)],
        },
      ]
    : [];
}

/** Rules about names that are resolved in vain. */
export const dnsEffectRules: readonly Rule[] = [
  {
    code: 'resolve-dns-effect',
    severity: 'warning',
    explanation: () =>
      l10n.t(
        'vcluster does not check that target.ip is an address, and accepts a “*” in target.hostname that has no counterpart in the name. Both resolve to nothing.',
      ),
    check: checkEffect,
  },
  {
    code: 'resolve-dns-embedded',
    severity: 'warning',
    explanation: () =>
      l10n.t(
        'The entries of networking.resolveDNS are read by the CoreDNS inside the control plane (controlPlane.coredns.embedded: true). The one that runs as a pod passes over them.',
      ),
    check: checkEmbedded,
  },
];
