import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { toSet } from './answer.ts';
import type { Report, Rule } from './rule.ts';
import { isFields, pathOf, type Settings } from './settings.ts';

const example = 'my-host.com';
const servicePath = 'controlPlane.service.spec.type';
const policyPath = 'policies.networkPolicy';
const quotaPath = 'policies.resourceQuota';
const portsKey = 'services.nodeports';
/** The Service has a port for the API and one for kubelets. */
const portsOfService = 2;

function serviceType(settings: Settings): string | undefined {
  const type = settings.text(servicePath);
  return type === 'LoadBalancer' || type === 'NodePort' ? type : undefined;
}

function checkHost(settings: Settings): readonly Report[] {
  return ['controlPlane.ingress', 'controlPlane.tlsRoute'].flatMap((place): readonly Report[] => {
    const host = settings.value(`${place}.host`) ?? example;
    const rules = settings.value(`${place}.spec.rules`) ?? settings.value(`${place}.spec.hostnames`);
    return settings.on(`${place}.enabled`) && host === example && rules === undefined
      ? [
          {
            path: pathOf(settings.has(`${place}.host`) ? `${place}.host` : `${place}.enabled`),
            message: l10n.t('It answers for {0}, the example of the chart. Name a host of your own.', example),
          },
        ]
      : [];
  });
}

/** By what the control plane is reached from outside of its namespace, and the place where it says so. */
function exposures(settings: Settings): readonly string[] {
  return [
    ...(serviceType(settings) === undefined ? [] : [servicePath]),
    ...['controlPlane.ingress.enabled', 'controlPlane.tlsRoute.enabled'].filter((place) => settings.on(place)),
  ];
}

/** The lists that add to a policy; they have other names up to 0.30. */
function additions(settings: Settings, part: 'controlPlane' | 'workload', direction: 'ingress' | 'egress'): number {
  const older = part === 'controlPlane' ? 'extraControlPlaneRules' : 'extraWorkloadRules';
  const lists = [`${policyPath}.${part}.${direction}`, `${policyPath}.${older}`];
  return lists.reduce((count, place) => count + (settings.isOpen(place) ? 1 : settings.items(place).length), 0);
}

function checkPolicyExposure(settings: Settings): readonly Report[] {
  return settings.on(`${policyPath}.enabled`) &&
    settings.minor >= 31 &&
    additions(settings, 'controlPlane', 'ingress') === 0
    ? exposures(settings).map((place) => ({
        path: pathOf(place),
        message: l10n.t(
          'The network policy lets nobody from outside in to the control plane. Allow it with policies.networkPolicy.controlPlane.ingress.',
        ),
      }))
    : [];
}

/** Whether pods may go to private addresses, which Services of the host have. */
function reachesHost(settings: Settings): boolean {
  const egress =
    settings.minor >= 31 ? `${policyPath}.workload.publicEgress` : `${policyPath}.outgoingConnections.ipBlock`;
  const except = settings.value(`${egress}.except`);
  return (
    additions(settings, 'workload', 'egress') > 0 ||
    (Array.isArray(except) && except.length === 0) ||
    settings.has(`${egress}.cidr`)
  );
}

function checkPolicyMapping(settings: Settings): readonly Report[] {
  if (!settings.on(`${policyPath}.enabled`)) {
    return [];
  }
  const [back, out] = ['networking.replicateServices.fromHost', 'networking.replicateServices.toHost'];
  return [
    ...(settings.items(back).length > 0 && !reachesHost(settings)
      ? [
          {
            path: pathOf(back),
            at: 'key' as const,
            message: l10n.t(
              'The network policy keeps pods from private addresses, so that mapped Services of the host do not answer. Allow it for workloads.',
            ),
          },
        ]
      : []),
    ...(settings.items(out).length > 0 && settings.minor >= 31 && additions(settings, 'workload', 'ingress') === 0
      ? [
          {
            path: pathOf(out),
            at: 'key' as const,
            message: l10n.t(
              'The network policy keeps pods of the host from the Services that are mapped to it. Allow it with policies.networkPolicy.workload.ingress.',
            ),
          },
        ]
      : []),
  ];
}

/** Node ports that the quota allows: none by default. */
function allowedPorts(settings: Settings): number | undefined {
  const quota = settings.value(`${quotaPath}.quota`);
  const value = isFields(quota) ? quota[portsKey] : undefined;
  if (value === null) {
    return undefined;
  }
  const count = value === undefined ? 0 : Number(value);
  return Number.isNaN(count) ? undefined : count;
}

function checkQuota(settings: Settings): readonly Report[] {
  const type = serviceType(settings);
  const allowed = allowedPorts(settings);
  const without =
    type === 'LoadBalancer' && settings.refused('controlPlane.service.spec.allocateLoadBalancerNodePorts');
  // A load balancer has no port for kubelets.
  const needed = type === 'LoadBalancer' ? 1 : portsOfService;
  const quotaOn =
    settings.on(`${quotaPath}.enabled`) ||
    (settings.on('policies.limitRange.enabled') && (settings.value(`${quotaPath}.enabled`) ?? 'auto') === 'auto');
  return type !== undefined && !without && quotaOn && allowed !== undefined && allowed < needed
    ? [
        {
          path: pathOf(servicePath),
          message: l10n.t(
            'The quota allows {0} node ports, and a Service of type {1} takes {2}.',
            allowed,
            printable(type),
            needed,
          ),
          answers: [toSet(pathOf(`${quotaPath}.quota`, portsKey), portsOfService)],
        },
      ]
    : [];
}

/** Rules about how it is reached, and about isolation that stands in the way. */
export const exposureRules: readonly Rule[] = [
  {
    code: 'host-example',
    severity: 'warning',
    explanation: () =>
      l10n.t(
        'The Ingress and the TLSRoute of the control plane have the host my-host.com until another one is set. It belongs to somebody else, so that the control plane is not reached.',
      ),
    check: checkHost,
  },
  {
    code: 'policy-blocks-exposure',
    severity: 'warning',
    since: 31,
    explanation: () =>
      l10n.t(
        'With policies.networkPolicy.enabled, the control plane takes connections from its own workloads and from the platform only. An Ingress controller, a load balancer or a node port needs an entry under policies.networkPolicy.controlPlane.ingress.',
      ),
    check: checkPolicyExposure,
  },
  {
    code: 'policy-blocks-mapping',
    severity: 'warning',
    explanation: () =>
      l10n.t(
        'With policies.networkPolicy.enabled, workloads reach one another and public addresses only, and are reached by one another only. Services that are replicated from or to the host need entries under policies.networkPolicy.workload.',
      ),
    check: checkPolicyMapping,
  },
  {
    code: 'quota-blocks-exposure',
    severity: 'error',
    explanation: () =>
      l10n.t(
        'The quota of policies.resourceQuota allows no node ports unless services.nodeports says otherwise, and it counts the Service of the control plane as well. A Service of type NodePort takes two of them and a LoadBalancer one, so that the host cluster refuses it.',
      ),
    check: checkQuota,
  },
];
