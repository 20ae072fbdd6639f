import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { shown, toRemove, toSet } from './answer.ts';
import type { Answer, Report, Rule } from './rule.ts';
import { isFields, pathOf, type Settings } from './settings.ts';

const switchPath = 'privateNodes.enabled';
const endpointPath = 'controlPlane.endpoint';
const poolsPath = 'privateNodes.autoNodes';

/** Whether the virtual cluster has nodes of its own: standalone turns them on by itself. */
export function isPrivate(settings: Settings): boolean {
  return settings.on(switchPath) || settings.on('controlPlane.standalone.enabled');
}

/** Whether it certainly has none; in Docker it has them without being told. */
export function isShared(settings: Settings): boolean {
  return (
    settings.off(switchPath) && settings.off('controlPlane.standalone.enabled') && !settings.has('experimental.docker')
  );
}

const unsupported: readonly string[] = [
  'integrations.metricsServer.enabled',
  'integrations.certManager.enabled',
  'integrations.externalSecrets.enabled',
  'integrations.istio.enabled',
  'integrations.kubeVirt.enabled',
  'controlPlane.coredns.embedded',
  'controlPlane.hostPathMapper.enabled',
  'sync.toHost.namespaces.enabled',
  'experimental.isolatedControlPlane.enabled',
  'controlPlane.distro.k3s.enabled',
];

function turnOn(): Answer {
  return {
    title: l10n.t('Turn On Private Nodes'),
    changes: [{ kind: 'set', path: pathOf(switchPath), value: true }],
    cautious: true,
  };
}

function checkUnsupported(settings: Settings): readonly Report[] {
  return isPrivate(settings)
    ? unsupported
        .filter((place) => settings.on(place))
        .map((place) => ({
          path: pathOf(place),
          message: l10n.t('{0} is not supported with private nodes. Turn it off.', shown(place)),
          answers: [toSet(place, false)],
        }))
    : [];
}

/** As Go's `net.SplitHostPort` takes it. */
function isHostPort(text: string): boolean {
  return /^(\[[^[\]]*\]|[^:[\]]*):[^:[\]]*$/u.test(text);
}

function checkEndpoint(settings: Settings): readonly Report[] {
  const endpoint = settings.text(endpointPath);
  if (endpoint === undefined) {
    return [];
  }
  if (isShared(settings)) {
    return [
      {
        path: pathOf(endpointPath),
        message: l10n.t('Only private nodes have an endpoint to join. Turn on privateNodes, or remove the endpoint.'),
        answers: [turnOn(), toRemove(endpointPath)],
      },
    ];
  }
  return isPrivate(settings) && !isHostPort(endpoint)
    ? [{ path: pathOf(endpointPath), message: l10n.t('“{0}” is no address: write HOST:PORT.', printable(endpoint)) }]
    : [];
}

const controllerPath = 'deploy.volumeSnapshotController.enabled';

function checkController(settings: Settings): readonly Report[] {
  return settings.on(controllerPath) && isShared(settings)
    ? [
        {
          path: pathOf(controllerPath),
          message: l10n.t('A snapshot controller inside needs private nodes. Turn on privateNodes, or turn this off.'),
          answers: [turnOn(), toSet(controllerPath, false)],
        },
      ]
    : [];
}

/** What only has an effect with private nodes. Left out where the file does not say that it has none. */
function checkUnused(settings: Settings): readonly Report[] {
  const components = ['metallb', 'ingressNginx'].filter((name) => settings.on(`deploy.${name}.enabled`));
  const places = [
    ...(settings.items(poolsPath).length > 0 ? [poolsPath] : []),
    ...components.map((name) => `deploy.${name}.enabled`),
    ...['privateNodes.vpn.enabled', 'privateNodes.daemon.enabled', 'controlPlane.advanced.kubeVip.enabled'].filter(
      (place) => settings.on(place),
    ),
  ];
  const said = settings.refused(switchPath);
  return isShared(settings)
    ? places.map((place) => ({
        path: pathOf(place),
        at: isFields(settings.value(place)) || place === poolsPath ? 'key' : 'value',
        severity: said ? 'warning' : 'information',
        message: l10n.t('{0} has no effect without private nodes. Turn on privateNodes.', shown(place)),
        answers: [turnOn(), toRemove(place)],
      }))
    : [];
}

/** Rules about nodes of the virtual cluster's own. */
export const privateNodeRules: readonly Rule[] = [
  {
    code: 'private-nodes-unsupported',
    severity: 'error',
    since: 26,
    explanation: () =>
      l10n.t(
        'With private nodes (and standalone, which has them always) nothing is synced to the host cluster. The integrations with metrics-server, cert-manager, External Secrets, Istio and KubeVirt, embedded CoreDNS, the host path mapper and syncing namespaces all live by that, and vcluster refuses to start with them.',
      ),
    check: checkUnsupported,
  },
  {
    code: 'endpoint-invalid',
    severity: 'error',
    since: 26,
    explanation: () =>
      l10n.t(
        'controlPlane.endpoint is the address at which private nodes reach the control plane, written as HOST:PORT. vcluster refuses one without a port, and refuses any while privateNodes is off.',
      ),
    check: checkEndpoint,
  },
  {
    code: 'snapshot-controller-shared',
    severity: 'error',
    since: 29,
    until: 35,
    explanation: () =>
      l10n.t(
        'From 0.29 to 0.35, deploy.volumeSnapshotController installs a controller for volume snapshots inside. It takes snapshots of volumes of the virtual cluster’s own, so that vcluster refuses it without private nodes. From 0.36 on the chart refuses it at all.',
      ),
    check: checkController,
  },
  {
    code: 'private-nodes-off',
    severity: 'warning',
    since: 26,
    explanation: () =>
      l10n.t(
        'Node pools of privateNodes.autoNodes, the VPN, kube-vip and the components under deploy are for virtual clusters with nodes of their own. While privateNodes.enabled is false they are accepted and passed over.',
      ),
    check: checkUnused,
  },
];
