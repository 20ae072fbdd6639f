import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { toSet } from './answer.ts';
import { isShared } from './privateNodes.ts';
import type { Report, Rule } from './rule.ts';
import { isFields, pathOf, type Settings } from './settings.ts';

const pod = 'controlPlane.statefulSet';
const logs = 'vcluster-logs';

interface Reserved {
  readonly list: string;
  readonly names: readonly string[];
  readonly since: number;
  /** Where it depends on a switch. */
  readonly when?: string;
}

/** Lists of the pod with the names that the chart keeps for itself; up to 0.36 Kubernetes refuses the second container of a name. */
const reserved: readonly Reserved[] = [
  { list: `${pod}.persistence.addVolumes`, names: [logs], since: 37, when: 'logging.file.enabled' },
  { list: `${pod}.persistence.addVolumeMounts`, names: [logs], since: 37, when: 'logging.file.enabled' },
  { list: `${pod}.env`, names: ['LOFT_LOG_FILE'], since: 37 },
  { list: `${pod}.sidecarContainers`, names: ['syncer', 'kubernetes'], since: 30 },
  { list: `${pod}.initContainers`, names: ['syncer', 'kubernetes'], since: 30 },
];

function checkNames(settings: Settings): readonly Report[] {
  return reserved
    .filter(({ since, when }) => settings.minor >= since && (when === undefined || settings.on(when)))
    .flatMap(({ list, names }) =>
      settings.items(list).flatMap((item, index): readonly Report[] => {
        const name = isFields(item) ? item['name'] : undefined;
        return typeof name === 'string' && names.includes(name)
          ? [
              {
                path: pathOf(list, index, 'name'),
                message: l10n.t('The chart keeps the name {0} for itself. Choose another one.', printable(name)),
              },
            ]
          : [];
      }),
    );
}

const csi = 'deploy.csi.kubeVirt';

function checkCsi(settings: Settings): readonly Report[] {
  if (!settings.on(`${csi}.enabled`)) {
    return [];
  }
  const byDefault = `${csi}.storageClass.default`;
  const twoDefaults =
    settings.on(`${csi}.storageClass.enabled`, true) &&
    settings.on(byDefault, true) &&
    settings.on('deploy.localPathProvisioner.enabled', true);
  const alone = settings.on('controlPlane.standalone.enabled');
  if (alone || isShared(settings)) {
    const message = alone
      ? l10n.t('This driver makes volumes on a host cluster, which a standalone vcluster does not have. Remove it.')
      : l10n.t('This driver needs private nodes. Turn on privateNodes, or remove it.');
    return [{ path: pathOf(`${csi}.enabled`), message }];
  }
  return [
    ...(twoDefaults
      ? [
          {
            path: pathOf(settings.has(byDefault) ? byDefault : `${csi}.enabled`),
            message: l10n.t('The local path provisioner has a default storage class as well. Turn one of them off.'),
            answers: [toSet(byDefault, false), toSet('deploy.localPathProvisioner.enabled', false)],
          },
        ]
      : []),
  ];
}

/** Rules about what the chart makes itself. */
export const reservedRules: readonly Rule[] = [
  {
    code: 'name-reserved',
    severity: 'error',
    since: 30,
    explanation: () =>
      l10n.t(
        'The pod of the control plane has containers called syncer and kubernetes. From 0.37 on it sets LOFT_LOG_FILE as well, and has a volume vcluster-logs while logging.file is enabled. Your own ones of the same names are refused.',
      ),
    check: checkNames,
  },
  {
    code: 'kubevirt-csi',
    severity: 'error',
    since: 37,
    explanation: () =>
      l10n.t(
        'The KubeVirt CSI driver attaches volumes to the virtual machines that private nodes run on, so that the chart refuses it without private nodes, and vcluster where it is standalone. The chart also refuses two default storage classes, the driver’s and the one of the local path provisioner.',
      ),
    check: checkCsi,
  },
];
