import { isIP } from 'node:net';
import * as l10n from '@vscode/l10n';
import type { CreateChoices } from './choices.ts';
import { isDnsSubdomain } from './dnsName.ts';
import { type Finding, findingsOf } from './finding.ts';

const finding = findingsOf('exposure');
/** What the charts have as the host of their Ingress until somebody changes it. */
const placeholders: readonly string[] = ['my-host.com', 'vcluster.local'];
/** The Service has a port for the API and one for kubelets. */
const nodePortsOfService = 2;

/** What is to be said about the host of an Ingress, as it is typed. */
export function checkIngressHost(host: string): readonly Finding[] {
  if (host === '') {
    return [
      finding('error', 'hostMissing', l10n.t('Name the host that the Ingress answers for, such as dev.example.com.')),
    ];
  }
  if (host.includes('://') || host.includes('/')) {
    return [
      finding('error', 'hostInvalid', l10n.t('Only the name of the host is asked for, without https:// and path.')),
    ];
  }
  if (isIP(host.replace(/^\[|\]$/gu, '')) !== 0) {
    return [finding('error', 'hostInvalid', l10n.t('An Ingress takes a name, not an address.'))];
  }
  if (/:\d*$/u.test(host)) {
    return [finding('error', 'hostInvalid', l10n.t('Leave the port out: an Ingress is reached at 443.'))];
  }
  if (host.startsWith('*')) {
    return [finding('error', 'hostInvalid', l10n.t('A wildcard is not enough: the kubeconfig needs one name.'))];
  }
  if (!isDnsSubdomain(host)) {
    const message = l10n.t(
      'A host name has lower-case letters, digits, dashes and dots, and at most 63 characters between dots.',
    );
    return [finding('error', 'hostInvalid', message)];
  }
  return placeholders.includes(host)
    ? [finding('warning', 'hostPlaceholder', l10n.t('{0} is the example of the chart. Name a host of your own.', host))]
    : [];
}

function ingressFindings(choices: CreateChoices): readonly Finding[] {
  const { exposure, isolation } = choices;
  if (exposure.kind !== 'Ingress') {
    return [];
  }
  const passthrough = l10n.t(
    'The Ingress controller must pass TLS through to the API (ssl-passthrough of ingress-nginx).',
  );
  const policy = l10n.t(
    'The network policy can keep the Ingress controller away from the control plane. Allow it if the address does not answer.',
  );
  return [
    ...checkIngressHost(exposure.host),
    finding('info', 'ingressPassthrough', passthrough),
    ...(isolation.networkPolicy ? [finding('warning', 'policyBlocksIngress', policy)] : []),
  ];
}

/** The quota of isolation has no node ports, and a LoadBalancer takes some as well. */
function quotaFindings({ exposure, isolation }: CreateChoices): readonly Finding[] {
  const ports = exposure.kind === 'LoadBalancer' || exposure.kind === 'NodePort';
  const allowed = isolation.nodePorts ?? 0;
  if (!ports || !isolation.quota) {
    return [];
  }
  const balancer = l10n.t(
    'The quota allows one LoadBalancer, and this takes it: Services inside the vcluster get none.',
  );
  const message = l10n.t(
    'The quota of the isolation allows {0} node ports, and a Service of type {1} takes {2}.',
    allowed,
    exposure.kind,
    nodePortsOfService,
  );
  return [
    ...(allowed < nodePortsOfService
      ? [
          finding('error', 'quotaBlocksExposure', message, {
            kind: 'change',
            title: l10n.t('Allow {0} Node Ports', nodePortsOfService),
            change: { isolation: { ...isolation, nodePorts: nodePortsOfService } },
          }),
        ]
      : []),
    ...(exposure.kind === 'LoadBalancer' ? [finding('info', 'quotaBalancer', balancer)] : []),
  ];
}

/** What is to be said about how it is reached, and about what stands in the way of it. */
export function checkExposure(choices: CreateChoices): readonly Finding[] {
  return [...ingressFindings(choices), ...quotaFindings(choices)];
}
