import { isIP } from 'node:net';
import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { toRemove, toSet } from './answer.ts';
import type { Report, Rule } from './rule.ts';
import { pathOf, type Settings } from './settings.ts';

/** An address of either family with the length of its prefix. */
function isCidr(text: string): boolean {
  const [address = '', length = '', ...more] = text.split('/');
  const family = isIP(address);
  return more.length === 0 && family !== 0 && /^\d{1,3}$/u.test(length) && Number(length) <= (family === 4 ? 32 : 128);
}

const ranges: readonly string[] = [
  'networking.podCIDR',
  'networking.serviceCIDR',
  'serviceCIDR',
  'policies.networkPolicy.workload.publicEgress.cidr',
];

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
