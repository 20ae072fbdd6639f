import * as l10n from '@vscode/l10n';
import { distroChanges } from './distroChanges.ts';
import { sleepChanges } from './sleepChanges.ts';
import { removed, renamed, reworked, type VersionChange } from './versionChange.ts';
import { apiImage, autoNodes, externalSecrets, hostsImage, namespaces, secretList, stores } from './versionReworks.ts';

const k8s = 'controlPlane.distro.k8s';
const secrets = 'integrations.externalSecrets.sync';
const network = 'policies.networkPolicy';
const block = `${network}.outgoingConnections.ipBlock`;

const snapshots = (): string =>
  l10n.t('Volume snapshots are not synced from 0.36 on. Install a snapshot controller inside of the vcluster.');
const generic = (): string =>
  l10n.t(
    'Generic sync is gone from 0.28 on: list the resources under sync.toHost.customResources and sync.fromHost.customResources.',
  );
const apart = (): string =>
  l10n.t('A control plane apart from its workloads is not possible any more; see private nodes.');
const nodes = (): string => l10n.t('Private nodes need this no more.');
const oneImage = (): string => l10n.t('One image has all parts of Kubernetes from 0.25 on; this is left out.');

/** Everything that got another name or place, or went away, from 0.20 to 0.36, by the tables of the chart's own schemas. */
export const versionChanges: readonly VersionChange[] = [
  removed(
    21,
    'controlPlane.backingStore.etcd.deploy.headlessService.enabled',
    () => l10n.t('The chart always makes this Service now.'),
    'dropped',
  ),
  removed(21, 'experimental.syncSettings.syncLabels', () => l10n.t('All labels are synced now.')),
  reworked(24, 'exportKubeConfig.secret', secretList),
  reworked(25, `${k8s}.apiServer.image`, apiImage),
  renamed(25, `${k8s}.apiServer.imagePullPolicy`, `${k8s}.imagePullPolicy`),
  ...['controllerManager', 'scheduler'].flatMap((part) => [
    removed(25, `${k8s}.${part}.image`, oneImage),
    removed(25, `${k8s}.${part}.imagePullPolicy`, oneImage, 'dropped'),
  ]),
  removed(25, 'experimental.reuseNamespace', () => l10n.t('Only one vcluster can be in a namespace from 0.25 on.')),
  reworked(26, 'experimental.multiNamespaceMode', namespaces),
  removed(26, 'experimental.syncSettings.disableSync', apart),
  removed(26, 'experimental.syncSettings.rewriteKubernetesService', apart),
  renamed(26, 'serviceCIDR', 'networking.serviceCIDR'),
  removed(27, 'privateNodes.importNodeBinaries', nodes),
  removed(27, 'privateNodes.kubelet.cgroupDriver', () => l10n.t('Write it in privateNodes.kubelet.config.')),
  removed(27, 'privateNodes.autoUpgrade.bundleRepository', nodes),
  removed(27, 'privateNodes.joinNode.containerd.importImages', nodes),
  removed(27, 'controlPlane.standalone.joinNode.containerd.importImages', nodes),
  removed(27, 'controlPlane.standalone.joinNode.name', nodes),
  reworked(27, 'sync.toHost.pods.rewriteHosts.initContainer.image', hostsImage),
  removed(28, 'experimental.genericSync', generic),
  removed(28, 'experimental.isolatedControlPlane', apart),
  removed(28, 'controlPlane.standalone.bundleRepository', nodes),
  removed(28, 'controlPlane.standalone.bundle', nodes),
  removed(28, 'controlPlane.standalone.syncConfig', nodes),
  reworked(29, `${secrets}.clusterStores`, stores),
  renamed(29, `${secrets}.stores`, `${secrets}.toHost.stores`),
  reworked(29, `${secrets}.externalSecrets`, externalSecrets),
  removed(29, 'experimental.syncSettings.targetNamespace', () =>
    l10n.t('Workloads run in the namespace of the vcluster now. sync.toHost.namespaces can map namespaces to others.'),
  ),
  renamed(30, 'controlPlane.standalone.autoNodes.requirements', 'controlPlane.standalone.autoNodes.nodeTypeSelector'),
  reworked(30, 'privateNodes.autoNodes', autoNodes),
  renamed(31, `${block}.cidr`, `${network}.workload.publicEgress.cidr`),
  renamed(31, `${block}.except`, `${network}.workload.publicEgress.except`),
  removed(31, `${network}.outgoingConnections.platform`, () =>
    l10n.t('Allow the platform under policies.networkPolicy.controlPlane.egress.'),
  ),
  removed(31, `${network}.outgoingConnections`, () => l10n.t('Nothing was set here.'), 'dropped'),
  renamed(31, `${network}.extraControlPlaneRules`, `${network}.controlPlane.egress`),
  renamed(31, `${network}.extraWorkloadRules`, `${network}.workload.egress`),
  ...sleepChanges,
  ...distroChanges,
  removed(36, 'sync.toHost.volumeSnapshots', snapshots),
  removed(36, 'sync.toHost.volumeSnapshotContents', snapshots),
  removed(36, 'sync.fromHost.volumeSnapshotClasses', snapshots),
  removed(36, 'deploy.volumeSnapshotController', snapshots),
  removed(36, 'rbac.enableVolumeSnapshotRules', snapshots),
  removed(36, 'snapshots.auto.volumes', () => l10n.t('Snapshots always say by themselves what they hold.')),
];
