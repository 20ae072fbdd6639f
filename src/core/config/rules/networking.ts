import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { isCidr, isPartOf } from './address.ts';
import { toRemove, toSet } from './answer.ts';
import type { Report, Rule } from './rule.ts';
import { pathOf, type Settings, said } from './settings.ts';

const ranges: readonly string[] = ['networking.podCIDR', 'networking.serviceCIDR', 'serviceCIDR'];

/** One of each family may stand with a comma between. */
function checkRanges(settings: Settings): readonly Report[] {
  return ranges.flatMap((place): readonly Report[] => {
    const text = settings.text(place);
    return text === undefined || text.split(',').every((one) => isCidr(one.trim()))
      ? []
      : [
          {
            path: pathOf(place),
            message: l10n.t('“{0}” is no range of addresses: write one such as 10.96.0.0/12.', printable(text)),
          },
        ];
  });
}

/** What pods may reach, with the switches that are on by themselves and those that are not; the names have changed twice. */
const egress: readonly { readonly place: string; readonly on: string; readonly unless: string }[] = [
  {
    place: 'policies.networkPolicy.workload.publicEgress',
    on: 'policies.networkPolicy.enabled',
    unless: 'policies.networkPolicy.workload.publicEgress.enabled',
  },
  {
    place: 'policies.networkPolicy.outgoingConnections.ipBlock',
    on: 'policies.networkPolicy.enabled',
    unless: 'policies.networkPolicy.outgoingConnections.enabled',
  },
  {
    place: 'isolation.networkPolicy.outgoingConnections.ipBlock',
    on: 'isolation.enabled',
    unless: 'isolation.networkPolicy.enabled',
  },
];

function blockReports(settings: Settings, place: string): readonly Report[] {
  const outer = settings.text(`${place}.cidr`);
  const except = settings.items(`${place}.except`).flatMap((item, index) => {
    const text = said(item);
    return text === undefined ? [] : [[index, text] as const];
  });
  return [
    ...(outer === undefined || isCidr(outer)
      ? []
      : [
          {
            path: pathOf(`${place}.cidr`),
            message: l10n.t('“{0}” is no range of addresses: write one such as 0.0.0.0/0.', printable(outer)),
          },
        ]),
    ...except.flatMap(([index, text]): readonly Report[] => {
      const path = pathOf(`${place}.except`, index);
      if (!isCidr(text)) {
        return [
          { path, message: l10n.t('“{0}” is no range of addresses: write one such as 10.0.0.0/8.', printable(text)) },
        ];
      }
      return outer === undefined || !isCidr(outer) || isPartOf(text, outer)
        ? []
        : [
            {
              path,
              message: l10n.t(
                '{0} is no part of {1}, so that it cannot be left out.',
                printable(text),
                printable(outer),
              ),
            },
          ];
    }),
  ];
}

function checkEgress(settings: Settings): readonly Report[] {
  return egress
    .filter(({ on, unless }) => settings.on(on) && !settings.refused(unless))
    .flatMap(({ place }) => blockReports(settings, place));
}

const portPath = 'controlPlane.proxy.port';

function checkPort(settings: Settings): readonly Report[] {
  const port = settings.number(portPath);
  return port === undefined || port === 8443
    ? []
    : [
        {
          path: pathOf(portPath),
          message: l10n.t(
            'Services and policies of the chart lead to port 8443, whatever stands here. Leave it at 8443.',
          ),
          answers: [toSet(portPath, 8443)],
        },
      ];
}

function checkFallback(settings: Settings): readonly Report[] {
  const place = 'networking.advanced.fallbackHostCluster';
  return settings.on(place) && settings.on('controlPlane.coredns.embedded')
    ? []
    : settings.on(place) && settings.refused('controlPlane.coredns.enabled')
      ? [
          {
            path: pathOf(place),
            message: l10n.t('Without CoreDNS inside there is nothing that falls back to the host.'),
            answers: [toRemove(place)],
          },
        ]
      : [];
}

/** Rules about addresses. */
export const networkingRules: readonly Rule[] = [
  {
    code: 'address-range',
    severity: 'warning',
    explanation: () =>
      l10n.t(
        'podCIDR and serviceCIDR are ranges of addresses such as 10.96.0.0/12, two of them with a comma for dual stack. vcluster does not check them, and the API server or the network inside fails with anything else.',
      ),
    check: checkRanges,
  },
  {
    code: 'egress-range',
    severity: 'warning',
    since: 0,
    explanation: () =>
      l10n.t(
        'The addresses that a network policy lets pods reach are one range, such as 0.0.0.0/0, and ranges within it that are left out. Neither the schema nor vcluster looks at them, but they become a NetworkPolicy, which the host cluster refuses with anything else.',
      ),
    check: checkEgress,
  },
  {
    code: 'proxy-port',
    severity: 'warning',
    explanation: () =>
      l10n.t(
        'controlPlane.proxy.port is deprecated. The Services, probes and network policies of the chart all expect the control plane at 8443, so that with another port nothing reaches it.',
      ),
    check: checkPort,
  },
  {
    code: 'fallback-without-dns',
    severity: 'warning',
    explanation: () =>
      l10n.t(
        'networking.advanced.fallbackHostCluster is a setting of the CoreDNS inside. With controlPlane.coredns.enabled: false there is none.',
      ),
    check: checkFallback,
  },
];
