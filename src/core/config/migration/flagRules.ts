import * as l10n from '@vscode/l10n';
import { parseImage } from '../../vcluster/image.ts';
import {
  certificates,
  either,
  type FlagRule,
  flag,
  lost,
  mapping,
  missing,
  number,
  pairs,
  text,
  texts,
} from './flagRule.ts';
import { formerFlagRules, releaseName } from './formerFlagRules.ts';
import { podSecurity } from './isolationRules.ts';
import { nodeSelector, schedulerTarget, syncWord } from './syncRules.ts';

const set = 'controlPlane.statefulSet';
const kubelets = 'networking.advanced.proxyKubelets';
const pods = 'sync.toHost.pods';

function words(on: boolean): FlagRule {
  return (old, to, value) => {
    for (const item of value.split(',').filter((one) => one !== '')) {
      const name = item.replace(/^[-+]/u, '');
      const enabled = on && !item.startsWith('-');
      syncWord(
        to,
        { ...old, value: enabled, node: to.draft.node(enabled) },
        name === 'legacy-storageclasses' ? 'hoststorageclasses' : name,
      );
    }
  };
}

const isolated = 'experimental.isolatedControlPlane';

/** The workloads' cluster, of a control plane apart from them. */
const remoteCluster: FlagRule = (old, to, value) => {
  if (value === '') {
    missing(old, to);
    return;
  }
  to.set(old, `${isolated}.enabled`, true);
  to.set(old, `${isolated}.kubeConfig`, value);
};

const server: FlagRule = (old, to, value) => {
  if (value === '') {
    missing(old, to);
  } else if (/^https?:\/\//u.test(value) || value.includes('{{')) {
    to.set(old, 'exportKubeConfig.server', value);
  } else {
    const change = l10n.t('The address has to begin with https:// now, which was added.');
    to.set(old, 'exportKubeConfig.server', `https://${value}`, { change });
  }
};

const tolerations: FlagRule = (old, to, value) => {
  const items = value.split(',').filter((one) => one !== '');
  const right = items.filter((one) => one === '*' || /^[\w./-]+(?:=[\w.-]*)?(?::\w*)?$/u.test(one));
  if (right.length > 0) {
    to.set(old, `${pods}.enforceTolerations`, right);
  }
  if (right.length < items.length || items.length === 0) {
    to.note(old, 'unsupported', l10n.t('What is no toleration is left out: write key=value:effect.'));
  }
};

const hostsImage: FlagRule = (old, to, value) => {
  const target = `${pods}.rewriteHosts.initContainer.image`;
  if (value === '') {
    missing(old, to);
  } else if (to.minor < 27) {
    to.set(old, target, value);
  } else {
    const { registry = '', repository, tag } = parseImage(value);
    to.set(old, target, { registry, repository, ...(tag !== undefined && { tag }) });
  }
};

const workloads: FlagRule = (old, to, value) => {
  if (value === '') {
    missing(old, to);
    return;
  }
  to.set(old, 'controlPlane.advanced.workloadServiceAccount.enabled', false);
  to.set(old, 'controlPlane.advanced.workloadServiceAccount.name', value);
};

const selected: FlagRule = (old, to, value) => {
  if (value === '') {
    missing(old, to);
    return;
  }
  to.set(old, 'sync.fromHost.nodes.enabled', true);
  nodeSelector(to, old, value);
};

const replicas = (): string => l10n.t('vcluster decides this by the number of replicas and by the backing store.');
const hooks = (): string => l10n.t('Write the webhooks under policies.centralAdmission.');
const plugins = (): string => l10n.t('Plugins are described under plugins only.');

/** What becomes of the flags of the syncer, by name. */
export const flagRules: ReadonlyMap<string, FlagRule> = new Map<string, FlagRule>([
  ...formerFlagRules,
  ['tls-san', texts('controlPlane.proxy.extraSANs')],
  ['cluster-domain', text('networking.advanced.clusterDomain')],
  ['bind-address', text('controlPlane.proxy.bindAddress')],
  ['port', lost(() => l10n.t('The port is always 8443 now.'))],
  ['node-selector', selected],
  ['sync-all-nodes', flag(['sync.fromHost.nodes.selector.all'])],
  ['enable-scheduler', (old, to, value) => flag([schedulerTarget(to)])(old, to, value)],
  ['sync-node-changes', flag(['sync.fromHost.nodes.syncBackChanges'])],
  ['node-clear-image-status', flag(['sync.fromHost.nodes.clearImageStatus'])],
  ['fake-kubelet-ips', either([`${kubelets}.byIP`])],
  ['disable-fake-kubelets', flag([`${kubelets}.byIP`, `${kubelets}.byHostname`], false)],
  ['translate-image', pairs(`${pods}.translateImage`)],
  ['enforce-toleration', tolerations],
  ['override-hosts', either([`${pods}.rewriteHosts.enabled`])],
  ['override-hosts-container-image', hostsImage],
  ['service-account-token-secrets', flag([`${pods}.useSecretsForSATokens`])],
  ['service-account', workloads],
  ['lease-duration', number(`${set}.highAvailability.leaseDuration`)],
  ['renew-deadline', number(`${set}.highAvailability.renewDeadline`)],
  ['retry-period', number(`${set}.highAvailability.retryPeriod`)],
  ['set-owner', either(['experimental.syncSettings.setOwner'])],
  ['multi-namespace-mode', flag(['experimental.multiNamespaceMode.enabled'])],
  ['namespace-labels', pairs('experimental.multiNamespaceMode.namespaceLabels')],
  ['sync-all-configmaps', flag(['sync.toHost.configMaps.all'])],
  ['sync-all-secrets', flag(['sync.toHost.secrets.all'])],
  ['proxy-metrics-server', flag(['integrations.metricsServer.enabled'])],
  ['mount-physical-host-paths', flag(['controlPlane.hostPathMapper.enabled'])],
  ['rewrite-host-paths', flag(['controlPlane.hostPathMapper.enabled'])],
  ['host-metrics-bind-address', text('experimental.syncSettings.hostMetricsBindAddress')],
  ['virtual-metrics-bind-address', text('experimental.syncSettings.virtualMetricsBindAddress')],
  ['kube-config', certificates('kubeConfig')],
  ['client-ca-cert', certificates('clientCACert')],
  ['server-ca-cert', certificates('serverCACert')],
  ['server-ca-key', certificates('serverCAKey')],
  ['request-header-ca-cert', certificates('requestHeaderCACert')],
  ['kube-config-context-name', text('exportKubeConfig.context')],
  ['out-kube-config-server', server],
  ['out-kube-config-secret', text('exportKubeConfig.secret.name')],
  ['out-kube-config-secret-namespace', text('exportKubeConfig.secret.namespace')],
  [
    'default-image-registry',
    (old, to, value) =>
      value === ''
        ? missing(old, to)
        : void to.set(old, 'controlPlane.advanced.defaultImageRegistry', value.replace(/\/+$/u, '')),
  ],
  ['enforce-pod-security-standard', (old, to, value) => podSecurity(old, to, value)],
  ['map-virtual-service', mapping('toHost')],
  ['map-host-service', mapping('fromHost')],
  ['sync', words(true)],
  ['disable-sync-resources', words(false)],
  ['integrated-coredns', flag(['controlPlane.coredns.embedded'])],
  ['etcd-embedded', flag(['controlPlane.backingStore.etcd.embedded.enabled'])],
  ['etcd-replicas', lost(replicas)],
  ['leader-elect', (old, to) => to.note(old, 'dropped', replicas())],
  [
    'migrate-from',
    lost(() =>
      l10n.t('Set controlPlane.backingStore.etcd.embedded.migrateFromDeployedEtcd where the state is to be moved.'),
    ),
  ],
  ['name', lost(releaseName)],
  ['service-name', lost(releaseName)],
  ['target-namespace', text('experimental.syncSettings.targetNamespace')],
  ['remote-kube-config', remoteCluster],
  ['remote-namespace', text(`${isolated}.namespace`)],
  ['remote-service-name', text(`${isolated}.service`)],
  ['noop-syncer', flag(['experimental.syncSettings.disableSync'])],
  ['sync-k8s-service', flag(['experimental.syncSettings.rewriteKubernetesService'])],
  ['pro-license-secret', lost(() => l10n.t('Name the Secret under platform.apiKey (from 0.32 on).'))],
  ['plugins', lost(plugins)],
  ['disable-plugins', lost(plugins)],
  ['plugin-listen-address', lost(plugins)],
  ['enforce-validating-hook', lost(hooks)],
  ['enforce-mutating-hook', lost(hooks)],
  ['use-coredns-plugin', lost(() => l10n.t('Write the records under networking.resolveDNS.'))],
  ['sync-labels', texts('experimental.syncSettings.syncLabels')],
  [
    'enforce-node-selector',
    (old, to, value) => {
      const message = l10n.t('The node selector is always enforced now.');
      to.note(old, value === 'false' ? 'unsupported' : 'dropped', message);
    },
  ],
]);
