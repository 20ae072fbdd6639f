import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { placesOf } from './formats.ts';
import type { Report, Rule } from './rule.ts';
import { certain, type Settings } from './settings.ts';

const namePart = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/u;
const prefix = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/u;
const longestPrefix = 253;

/** Whether Kubernetes takes it as the key of a label: a name, with a DNS name and a slash in front if need be. */
export function isLabelKey(text: string): boolean {
  const [first = '', name, ...more] = text.split('/');
  return (
    more.length === 0 &&
    (name === undefined
      ? namePart.test(first)
      : first.length <= longestPrefix && prefix.test(first) && namePart.test(name))
  );
}

/** Whether Kubernetes takes it as the value of a label: at most 63 characters, and the empty text. */
export function isLabelValue(text: string): boolean {
  return text === '' || namePart.test(text);
}

const etcd = 'controlPlane.backingStore.etcd.deploy';
const maps: readonly string[] = [
  'controlPlane.statefulSet.labels',
  'controlPlane.statefulSet.pods.labels',
  'controlPlane.service.labels',
  'controlPlane.ingress.labels',
  'controlPlane.tlsRoute.labels',
  'controlPlane.serviceMonitor.labels',
  'controlPlane.coredns.service.labels',
  'controlPlane.coredns.deployment.labels',
  'controlPlane.coredns.deployment.pods.labels',
  'controlPlane.advanced.serviceAccount.labels',
  'controlPlane.advanced.workloadServiceAccount.labels',
  'controlPlane.advanced.headlessService.labels',
  `${etcd}.statefulSet.labels`,
  `${etcd}.statefulSet.pods.labels`,
  'policies.networkPolicy.labels',
  'policies.resourceQuota.labels',
  'policies.limitRange.labels',
  'sync.toHost.namespaces.extraLabels',
  'sync.fromHost.nodes.selector.labels',
  'sleep.auto.exclude.selector.labels',
  'privateNodes.autoNodes.#.static.#.nodeLabels',
  'privateNodes.autoNodes.#.dynamic.#.nodeLabels',
  'experimental.nodeMonitors.#.labels',
];

function checkLabels(settings: Settings): readonly Report[] {
  return maps
    .flatMap((pattern) => placesOf(settings, pattern))
    .flatMap((place) =>
      settings.entries(place).flatMap(([key, value]): readonly Report[] => {
        const isKey = certain(key) === undefined ? key !== '' : isLabelKey(key);
        return isKey && isLabelValue(certain(value) ?? '')
          ? []
          : [
              {
                path: [...place, key],
                at: isKey ? 'value' : 'key',
                message: l10n.t('“{0}” cannot be a label.', printable(isKey ? String(value) : key)),
              },
            ];
      }),
    );
}

/** Rules about labels of objects. */
export const labelRules: readonly Rule[] = [
  {
    code: 'label-form',
    severity: 'warning',
    explanation: () =>
      l10n.t(
        'The key of a label is a name of at most 63 letters, digits, dashes, dots and underscores, with a DNS name and a slash in front if need be; its value is such a name or empty. Neither the schema nor vcluster looks at them, but the host cluster refuses others.',
      ),
    check: checkLabels,
  },
];
