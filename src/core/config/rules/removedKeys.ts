import * as l10n from '@vscode/l10n';
import { shown, toRemove } from './answer.ts';
import type { Report, Rule } from './rule.ts';
import { pathOf, type Settings } from './settings.ts';

/** A key that was there before and has no successor of the same meaning. */
interface Removed {
  readonly place: string;
  /** The first minor without it. */
  readonly gone: number;
  /** The first minor that has it again. */
  readonly back?: number;
  /** What to do in its place. */
  readonly advice?: () => string;
  /** Whether taking it away changes what the vcluster is. */
  readonly cautious?: boolean;
}

const snapshots = (): string => l10n.t('Snapshots are taken inside: install a snapshot controller there.');
const generic = (): string =>
  l10n.t('Write sync.toHost.customResources and sync.fromHost.customResources in its place.');
const distro = (): string => l10n.t('Switch to k8s with an older version first: that goes in place, and one way only.');
const standalone = (): string => l10n.t('Use a vcluster that is standalone, or one with private nodes.');

const removed: readonly Removed[] = [
  { place: 'sync.toHost.volumeSnapshots', gone: 36, back: 37, advice: snapshots },
  { place: 'sync.toHost.volumeSnapshotContents', gone: 36, back: 37, advice: snapshots },
  { place: 'sync.fromHost.volumeSnapshotClasses', gone: 36, back: 37, advice: snapshots },
  { place: 'deploy.volumeSnapshotController', gone: 36, advice: snapshots },
  { place: 'rbac.enableVolumeSnapshotRules', gone: 36, back: 37, advice: snapshots },
  { place: 'snapshots.auto.volumes', gone: 36 },
  { place: 'controlPlane.distro.k3s', gone: 33, advice: distro, cautious: true },
  { place: 'controlPlane.distro.k0s', gone: 26, advice: distro, cautious: true },
  { place: 'experimental.genericSync', gone: 28, advice: generic, cautious: true },
  { place: 'experimental.isolatedControlPlane', gone: 28, advice: standalone, cautious: true },
  { place: 'experimental.reuseNamespace', gone: 25 },
  { place: 'experimental.syncSettings.disableSync', gone: 26, advice: standalone, cautious: true },
  { place: 'experimental.syncSettings.rewriteKubernetesService', gone: 26 },
  { place: 'experimental.syncSettings.targetNamespace', gone: 29, cautious: true },
  { place: 'experimental.syncSettings.syncLabels', gone: 21 },
  { place: 'controlPlane.backingStore.etcd.deploy.headlessService.enabled', gone: 21 },
  { place: 'controlPlane.distro.k8s.controllerManager.image', gone: 25 },
  { place: 'controlPlane.distro.k8s.controllerManager.imagePullPolicy', gone: 25 },
  { place: 'controlPlane.distro.k8s.scheduler.image', gone: 25 },
  { place: 'controlPlane.distro.k8s.scheduler.imagePullPolicy', gone: 25 },
  { place: 'controlPlane.standalone.bundleRepository', gone: 28 },
  { place: 'controlPlane.standalone.bundle', gone: 28 },
  { place: 'controlPlane.standalone.syncConfig', gone: 28 },
  { place: 'privateNodes.importNodeBinaries', gone: 27 },
  { place: 'privateNodes.kubelet.cgroupDriver', gone: 27 },
  { place: 'privateNodes.autoUpgrade.bundleRepository', gone: 27 },
  { place: 'policies.networkPolicy.outgoingConnections.platform', gone: 31 },
];

function checkRemoved(settings: Settings): readonly Report[] {
  return removed
    .filter(({ place, gone, back = Number.POSITIVE_INFINITY }) => {
      return settings.minor >= gone && settings.minor < back && settings.has(place);
    })
    .map(({ place, gone, advice, cautious }) => ({
      path: pathOf(place),
      at: 'key',
      message: [
        l10n.t('{0} was removed in {1}, and is refused.', shown(place), `0.${gone}`),
        ...(advice ? [advice()] : []),
      ].join(' '),
      answers: [{ ...toRemove(place), ...(cautious === true ? { cautious } : {}) }],
    }));
}

/** Rules about keys that are gone. */
export const removedKeyRules: readonly Rule[] = [
  {
    code: 'key-removed',
    severity: 'error',
    explanation: () =>
      l10n.t(
        'The key was part of an older vcluster.yaml. The schema of this version does not have it any more, or the chart stops where it finds it, even with enabled: false. Remove it, and what it did has to be done in another way.',
      ),
    check: checkRemoved,
  },
];
