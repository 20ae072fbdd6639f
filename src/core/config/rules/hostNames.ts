import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { isRuleHost } from './address.ts';
import { toSet } from './answer.ts';
import type { Answer, Report, Rule } from './rule.ts';
import { certain, pathOf, type Settings } from './settings.ts';

/** The host with the switch that it is used with, and what replaces it. */
interface HostPlace {
  readonly place: string;
  readonly on: string;
  readonly unless?: string;
}

function places(settings: Settings): readonly HostPlace[] {
  const route = 'controlPlane.tlsRoute';
  const ingress = 'controlPlane.ingress';
  return settings.minor < 20
    ? [{ place: 'ingress.host', on: 'ingress.enabled' }]
    : [
        { place: `${ingress}.host`, on: `${ingress}.enabled`, unless: `${ingress}.spec.rules` },
        { place: `${route}.host`, on: `${route}.enabled`, unless: `${route}.spec.hostnames` },
      ];
}

/** A URL and capital letters have one answer. */
function answers(place: string, host: string): readonly Answer[] {
  const meant = host
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//u, '')
    .replace(/(?::\d+)?\/?$/u, '');
  return meant !== host && isRuleHost(meant) ? [toSet(place, meant)] : [];
}

function checkHosts(settings: Settings): readonly Report[] {
  return places(settings)
    .filter(({ on, unless }) => settings.on(on) && (unless === undefined || !settings.has(unless)))
    .flatMap(({ place }): readonly Report[] => {
      const host = certain(settings.value(place));
      return host === undefined || isRuleHost(host)
        ? []
        : [
            {
              path: pathOf(place),
              message: l10n.t(
                '“{0}” is no host name: write a DNS name in lower case, without https:// and port.',
                printable(host),
              ),
              answers: answers(place, host),
            },
          ];
    });
}

/** Rules about the names that the control plane answers to. */
export const hostNameRules: readonly Rule[] = [
  {
    code: 'host-name',
    severity: 'warning',
    since: 0,
    explanation: () =>
      l10n.t(
        'The host of the Ingress or of the TLSRoute of the control plane is a DNS name in lower case, with “*.” in front at most. Neither the schema nor vcluster looks at it, but the host cluster refuses an address, a port, a path or https:// there.',
      ),
    check: checkHosts,
  },
];
