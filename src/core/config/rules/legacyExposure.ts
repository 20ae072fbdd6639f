import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { toSet } from './answer.ts';
import type { Report, Rule } from './rule.ts';
import { isFields, pathOf, type Settings } from './settings.ts';

const isolation = 'isolation.enabled';
const mappings = 'mapServices.fromHost';

function checkHost(settings: Settings): readonly Report[] {
  const host = settings.value('ingress.host') ?? 'vcluster.local';
  return settings.on('ingress.enabled') && host === 'vcluster.local'
    ? [
        {
          path: pathOf(settings.has('ingress.host') ? 'ingress.host' : 'ingress.enabled'),
          message: l10n.t('It answers for {0}, the example of the chart. Name a host of your own.', 'vcluster.local'),
        },
      ]
    : [];
}

function checkPolicy(settings: Settings): readonly Report[] {
  const policy = 'isolation.networkPolicy';
  const own = settings.has(`${policy}.outgoingConnections.ipBlock`);
  return settings.on(isolation) && settings.on(`${policy}.enabled`, true) && !own && settings.items(mappings).length > 0
    ? [
        {
          path: pathOf(mappings),
          at: 'key',
          message: l10n.t(
            'The network policy keeps pods from private addresses, so that mapped Services of the host do not answer. Allow their range.',
          ),
        },
      ]
    : [];
}

function checkQuota(settings: Settings): readonly Report[] {
  const place = 'isolation.resourceQuota.quota';
  const quota = settings.value(place);
  const ports = isFields(quota) ? quota['services.nodeports'] : undefined;
  const allowed = ports === null || settings.isOpen(place) ? Number.POSITIVE_INFINITY : Number(ports ?? 0);
  const type = settings.text('service.type');
  const needed = type === 'NodePort' && settings.minor >= 15 ? 2 : 1;
  return settings.on(isolation) &&
    settings.on('isolation.resourceQuota.enabled', true) &&
    (type === 'NodePort' || type === 'LoadBalancer') &&
    allowed < needed
    ? [
        {
          path: pathOf('service.type'),
          message: l10n.t(
            'The quota allows {0} node ports, and a Service of type {1} takes {2}.',
            allowed,
            printable(type),
            needed,
          ),
          answers: [toSet(pathOf(place, 'services.nodeports'), 2)],
        },
      ]
    : [];
}

const legacy = { since: 0, until: 19 } as const;

/** Rules about how a vcluster of charts up to 0.19 is reached, and about isolation that stands in the way. */
export const legacyExposureRules: readonly Rule[] = [
  {
    ...legacy,
    code: 'old-host-example',
    severity: 'warning',
    explanation: () => l10n.t('The Ingress has the host vcluster.local until another one is set.'),
    check: checkHost,
  },
  {
    ...legacy,
    code: 'old-policy-blocks-mapping',
    severity: 'warning',
    explanation: () =>
      l10n.t(
        'Isolation has a network policy that lets workloads reach public addresses only. Mapped Services of the host have private ones: set isolation.networkPolicy.outgoingConnections.ipBlock.',
      ),
    check: checkPolicy,
  },
  {
    ...legacy,
    code: 'old-quota-blocks-exposure',
    severity: 'error',
    explanation: () =>
      l10n.t(
        'The quota of isolation allows no node ports unless services.nodeports says otherwise. The host cluster then refuses a Service of type NodePort or LoadBalancer, also the one of the control plane.',
      ),
    check: checkQuota,
  },
];
