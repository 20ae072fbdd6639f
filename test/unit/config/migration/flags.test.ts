import assert from 'node:assert/strict';
import { stringify } from 'yaml';
import { convertConfig, convertDocument } from '../../../../src/core/config/migration/conversion.ts';
import { syncerFlag, syncerFlagNames } from '../../../../src/core/config/schema/syncerFlags.ts';
import { dataOf, leavesOf, problemsOf } from './checks.ts';

const begun = [
  'controlPlane.distro.k8s.enabled',
  'controlPlane.backingStore.etcd.deploy.enabled',
  'controlPlane.statefulSet.scheduling.podManagementPolicy',
];

/** What a list of flags becomes for 0.36.1, without what every file has, and the kinds of its notes. */
function converted(...flags: readonly string[]): {
  readonly leaves: Record<string, unknown>;
  readonly kinds: readonly string[];
} {
  const { text, notes } = convertConfig(stringify({ syncer: { extraArgs: flags } }), { distro: 'k8s' });
  assert.deepEqual(problemsOf(text, '0.36.1'), [], text);
  const leaves = [...leavesOf(dataOf(text))].filter(([path]) => !begun.includes(path));
  return { leaves: Object.fromEntries(leaves), kinds: notes.map(({ kind }) => kind) };
}

const pods = 'sync.toHost.pods';
const nodes = 'sync.fromHost.nodes';
const kubelets = 'networking.advanced.proxyKubelets';
const availability = 'controlPlane.statefulSet.highAvailability';
const kubeConfig = 'experimental.virtualClusterKubeConfig';
const scheduler = { 'controlPlane.distro.k8s.scheduler.enabled': true, [`${nodes}.enabled`]: true };

/** Each flag with the keys that it becomes; none where only a note is left. */
const flags: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  '--tls-san=a,b': { 'controlPlane.proxy.extraSANs': ['a', 'b'] },
  '--cluster-domain=x.y': { 'networking.advanced.clusterDomain': 'x.y' },
  '--bind-address=::': { 'controlPlane.proxy.bindAddress': '::' },
  '--port=9443': {},
  '--node-selector=a=b': { [`${nodes}.enabled`]: true, [`${nodes}.selector.labels.a`]: 'b' },
  '--sync-all-nodes': { [`${nodes}.selector.all`]: true },
  '--sync-all-nodes=false': {},
  '--enable-scheduler': scheduler,
  '--sync-node-changes': { [`${nodes}.syncBackChanges`]: true },
  '--node-clear-image-status': { [`${nodes}.clearImageStatus`]: true },
  '--fake-kubelet-ips': {},
  '--fake-kubelet-ips=false': { [`${kubelets}.byIP`]: false },
  '--disable-fake-kubelets': { [`${kubelets}.byIP`]: false, [`${kubelets}.byHostname`]: false },
  '--translate-image=a=b,c/d:1=e:2': { [`${pods}.translateImage.a`]: 'b', [`${pods}.translateImage.c/d:1`]: 'e:2' },
  '--enforce-toleration=a=b:NoSchedule,*,a b': { [`${pods}.enforceTolerations`]: ['a=b:NoSchedule', '*'] },
  '--override-hosts=false': { [`${pods}.rewriteHosts.enabled`]: false },
  '--override-hosts-container-image=reg.io:5000/a:1': {
    [`${pods}.rewriteHosts.initContainer.image.registry`]: 'reg.io:5000',
    [`${pods}.rewriteHosts.initContainer.image.repository`]: 'a',
    [`${pods}.rewriteHosts.initContainer.image.tag`]: '1',
  },
  '--service-account-token-secrets': { [`${pods}.useSecretsForSATokens`]: true },
  '--service-account=sa': {
    'controlPlane.advanced.workloadServiceAccount.enabled': false,
    'controlPlane.advanced.workloadServiceAccount.name': 'sa',
  },
  '--lease-duration=30': { [`${availability}.leaseDuration`]: 30 },
  '--renew-deadline=20': { [`${availability}.renewDeadline`]: 20 },
  '--retry-period=5s': {},
  '--set-owner=false': { 'experimental.syncSettings.setOwner': false },
  '--multi-namespace-mode': {
    'sync.toHost.namespaces.enabled': true,
    'sync.toHost.namespaces.mappings.byName.*': `\${name}-*`,
  },
  '--namespace-labels=a=b': {},
  '--sync-all-configmaps': { 'sync.toHost.configMaps.all': true },
  '--sync-all-secrets=true': { 'sync.toHost.secrets.all': true },
  '--proxy-metrics-server': { 'integrations.metricsServer.enabled': true },
  '--mount-physical-host-paths': { 'controlPlane.hostPathMapper.enabled': true },
  '--rewrite-host-paths': { 'controlPlane.hostPathMapper.enabled': true },
  '--host-metrics-bind-address=0': { 'experimental.syncSettings.hostMetricsBindAddress': '0' },
  '--virtual-metrics-bind-address=:8081': { 'experimental.syncSettings.virtualMetricsBindAddress': ':8081' },
  '--kube-config=/a': { [`${kubeConfig}.kubeConfig`]: '/a' },
  '--client-ca-cert=/a': { [`${kubeConfig}.clientCACert`]: '/a' },
  '--server-ca-cert=/a': { [`${kubeConfig}.serverCACert`]: '/a' },
  '--server-ca-key=/a': { [`${kubeConfig}.serverCAKey`]: '/a' },
  '--request-header-ca-cert=/a': { [`${kubeConfig}.requestHeaderCACert`]: '/a' },
  '--kube-config-context-name=x': { 'exportKubeConfig.context': 'x' },
  '--out-kube-config-server=x.y': { 'exportKubeConfig.server': 'https://x.y' },
  '--out-kube-config-secret=s': { 'exportKubeConfig.additionalSecrets': [{ name: 's' }] },
  '--out-kube-config-secret-namespace=n': { 'exportKubeConfig.additionalSecrets': [{ namespace: 'n' }] },
  '--default-image-registry=reg.io/': { 'controlPlane.advanced.defaultImageRegistry': 'reg.io' },
  '--enforce-pod-security-standard=Restricted': { 'policies.podSecurityStandard': 'restricted' },
  '--enforce-pod-security-standard=strict': {},
  '--map-virtual-service=a/b=c': { 'networking.replicateServices.toHost': [{ from: 'a/b', to: 'c' }] },
  '--map-host-service=b=c/d': { 'networking.replicateServices.fromHost': [{ from: 'b', to: 'c/d' }] },
  '--map-host-service=b=c': {},
  '--sync=ingresses,-services,nonsense': {
    'sync.toHost.ingresses.enabled': true,
    'sync.fromHost.ingressClasses.enabled': true,
    'sync.toHost.services.enabled': false,
  },
  '--disable-sync-resources=ingresses': {},
  '--disable-sync-resources=configmaps': { 'sync.toHost.configMaps.enabled': false },
  '--fake-kubelets=0': { [`${kubelets}.byIP`]: false, [`${kubelets}.byHostname`]: false },
  '--fake-nodes=false': { [`${nodes}.enabled`]: true },
  '--fake-nodes': {},
  '--fake-persistent-volumes=false': { 'sync.toHost.persistentVolumes.enabled': true },
  '--enable-storage-classes': { 'sync.toHost.storageClasses.enabled': true },
  '--enable-priority-classes=T': { 'sync.toHost.priorityClasses.enabled': true },
  '--enable-priority-classes=false': {},
  '--owning-statefulset=a': {},
  '--sync-all-secrets=1': { 'sync.toHost.secrets.all': true },
  '--integrated-coredns': { 'controlPlane.coredns.embedded': true },
  '--leader-elect': {},
  '--enforce-node-selector=false': {},
};

const refused = [
  'name=a',
  'suffix=a',
  'service-name=a',
  'target-namespace=a',
  'remote-kube-config=a',
  'remote-namespace=a',
  'remote-service-name=a',
  'noop-syncer',
  'sync-k8s-service',
  'pro-license-secret=a',
  'plugins=a',
  'disable-plugins',
  'plugin-listen-address=a',
  'enforce-validating-hook=a',
  'enforce-mutating-hook=a',
  'use-coredns-plugin',
  'sync-labels=a',
  'etcd-replicas=3',
  'migrate-from=a',
  'no-such-flag',
  'tls-san',
  'tls-san=',
  'lease-duration=abc',
  'lease-duration',
  'sync-all-nodes=maybe',
];

describe('flags of the syncer', () => {
  for (const [flag, leaves] of Object.entries(flags)) {
    it(`have a key of their own, or a note: ${flag}`, () => {
      const made = converted(flag);
      assert.deepEqual(made.leaves, leaves);
      assert.ok(made.kinds.length > 0, 'nothing is said about it');
    });
  }

  for (const flag of refused) {
    it(`are said to be left out: --${flag}`, () => {
      const made = converted(`--${flag}`);
      assert.deepEqual(made.leaves, {});
      assert.deepEqual(made.kinds, ['unsupported']);
    });
  }

  it('are all known that the syncer takes', () => {
    for (const name of syncerFlagNames(19)) {
      const value = syncerFlag(name, 19)?.type === 'number' ? '3' : 'a';
      const { notes } = convertConfig(stringify({ syncer: { extraArgs: [`--${name}=${value}`] } }), { distro: 'k8s' });
      assert.ok(notes.length > 0, name);
      assert.deepEqual(
        notes.filter(({ message }) => message.includes('has no flag')),
        [],
        name,
      );
    }
  });

  it('may have their value behind them', () => {
    assert.deepEqual(converted('--tls-san', 'a', '--sync-all-nodes', '--cluster-domain', 'x').leaves, {
      'controlPlane.proxy.extraSANs': ['a'],
      [`${nodes}.selector.all`]: true,
      'networking.advanced.clusterDomain': 'x',
    });
  });

  it('add up where they are lists, and make one Secret of four', () => {
    assert.deepEqual(
      converted(
        '--tls-san=a',
        '--tls-san=b',
        '--kube-config-context-name=x',
        '--out-kube-config-server=https://y',
        '--out-kube-config-secret=s',
        '--out-kube-config-secret-namespace=n',
      ).leaves,
      {
        'controlPlane.proxy.extraSANs': ['a', 'b'],
        'exportKubeConfig.context': 'x',
        'exportKubeConfig.server': 'https://y',
        'exportKubeConfig.additionalSecrets': [{ name: 's', namespace: 'n', context: 'x', server: 'https://y' }],
      },
    );
  });

  it('each have a note at their own place', () => {
    const text = 'syncer:\n  extraArgs:\n    - --tls-san=a\n    - --name=b\n    - oops\n';
    const { notes } = convertDocument(text, { distro: 'k8s' });
    assert.deepEqual(
      notes.map(({ path, kind, range }) => [path, kind, range.line, range.character, range.endCharacter]),
      [
        ['syncer.extraArgs[0]', 'moved', 2, 6, 17],
        ['syncer.extraArgs[1]', 'unsupported', 3, 6, 14],
        ['syncer.extraArgs[2]', 'unsupported', 4, 6, 10],
      ],
    );
  });
});
