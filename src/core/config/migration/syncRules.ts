import * as l10n from '@vscode/l10n';
import { parseYaml } from '../yamlParser.ts';
import type { Conversion } from './legacyConversion.ts';
import { gone, type LegacyRule, type LegacyRules, moved } from './legacyRule.ts';
import type { OldKey } from './oldKeys.ts';
import { assignments, isOn } from './words.ts';

/** The words below `sync` that go to the host, and what they are called now. */
export const toHost: Readonly<Record<string, string>> = {
  services: 'services',
  configmaps: 'configMaps',
  secrets: 'secrets',
  endpoints: 'endpoints',
  pods: 'pods',
  persistentvolumeclaims: 'persistentVolumeClaims',
  persistentvolumes: 'persistentVolumes',
  storageclasses: 'storageClasses',
  priorityclasses: 'priorityClasses',
  networkpolicies: 'networkPolicies',
  poddisruptionbudgets: 'podDisruptionBudgets',
  serviceaccounts: 'serviceAccounts',
};

/** Those that come from the host. */
export const fromHost: Readonly<Record<string, string>> = {
  events: 'events',
  ingressclasses: 'ingressClasses',
  hoststorageclasses: 'storageClasses',
  csinodes: 'csiNodes',
  csidrivers: 'csiDrivers',
  csistoragecapacities: 'csiStorageCapacities',
  nodes: 'nodes',
};

const automatic = ['hoststorageclasses', 'csinodes', 'csidrivers', 'csistoragecapacities'];

const snapshots = (): string =>
  l10n.t('Volume snapshots are not synced from 0.36 on. Install a snapshot controller inside of the vcluster.');
const fake = (): string => l10n.t('Fake nodes and volumes are there whenever the real ones are not synced.');

/** Turns one word on or off, as `sync.<word>.enabled` and the flag `--sync` do. */
export function syncWord(to: Conversion, old: OldKey, word: string): void {
  if (word === 'ingresses') {
    const on = isOn(old.value);
    to.carry(old, 'sync.toHost.ingresses.enabled', 'boolean');
    if (on && to.keys.read('sync', 'ingressclasses', 'enabled') === undefined) {
      to.set(old, 'sync.fromHost.ingressClasses.enabled', true, { weak: true });
    }
  } else if (word === 'volumesnapshots') {
    if (to.minor < 36) {
      const kept = to.carry(old, 'sync.toHost.volumeSnapshots.enabled', 'boolean');
      // One word stood for snapshots, their contents and their classes.
      if (kept && to.minor >= 21) {
        to.set(old, 'sync.toHost.volumeSnapshotContents.enabled', true);
        to.set(old, 'sync.fromHost.volumeSnapshotClasses.enabled', true);
      }
    } else {
      gone('unsupported', snapshots)(old, to);
    }
  } else if (toHost[word] !== undefined) {
    to.carry(old, `sync.toHost.${toHost[word]}.enabled`, 'boolean');
  } else if (fromHost[word] !== undefined) {
    const shape = automatic.includes(word) ? 'switch' : 'boolean';
    // Left out, these follow the scheduler.
    const always = /^csi/u.test(word) || (word === 'hoststorageclasses' && schedules(to));
    to.carry(old, `sync.fromHost.${fromHost[word]}.enabled`, shape, { always });
  } else if (word === 'fake-nodes' || word === 'fake-persistentvolumes') {
    to.note(old, 'dropped', fake());
  } else {
    to.note(old, 'unsupported', l10n.t('The syncer does not know this kind of resource any more.'));
  }
}

function schedules(to: Conversion): boolean {
  return isOn(to.keys.read('sync', 'nodes', 'enableScheduler'));
}

/** Where the control plane's own scheduler is switched on. */
export function schedulerTarget(to: Conversion): string {
  const part = to.target === 'k8s' && to.minor >= 26;
  return part ? 'controlPlane.distro.k8s.scheduler.enabled' : 'controlPlane.advanced.virtualScheduler.enabled';
}

/** The labels of a node selector, and a note for what cannot be written as such. */
export function nodeSelector(to: Conversion, old: OldKey, text: string): void {
  const { pairs, others } = assignments(text);
  if (others.length > 0) {
    const message = l10n.t('Only conditions such as label=value can be written from 0.20 on; the others are left out.');
    to.note(old, 'unsupported', message);
  }
  for (const [label, value] of pairs) {
    to.set(old, ['sync', 'fromHost', 'nodes', 'selector', 'labels', label], value);
  }
}

const selector: LegacyRule = (old, to) => {
  if (typeof old.value === 'string' && !to.isOldDefault(old)) {
    nodeSelector(to, old, old.value);
  } else {
    gone('unsupported', () => l10n.t('It must be a text such as label=value, and is left out.'))(old, to);
  }
};

const generic: LegacyRule = (old, to) => {
  const empty = typeof old.value === 'string' && /^\s*(?:---)?\s*$/u.test(old.value);
  const document = typeof old.value === 'string' ? parseYaml(old.value).documents[0] : undefined;
  if (empty || to.isOldDefault(old)) {
    to.note(old, 'dropped', l10n.t('Nothing was configured here.'));
  } else if (to.minor < 28 && document !== undefined && document.errors.length === 0) {
    to.set(old, 'experimental.genericSync', document.toJS({ maxAliasCount: 100 }));
  } else {
    const message = l10n.t(
      'Generic sync is gone from 0.28 on. List the resources under sync.toHost.customResources (for export) and sync.fromHost.customResources (for import), with patches where fields have to be translated.',
    );
    to.note(old, 'unsupported', message);
  }
};

const genericRules = (part: string): LegacyRule => {
  const advice = (): string =>
    l10n.t('The rights follow from sync.toHost.customResources and sync.fromHost.customResources.');
  return (old, to) => {
    if (to.minor < 28) {
      to.carry(old, `experimental.genericSync.${part}.extraRules`, 'list');
    } else {
      gone('dropped', advice)(old, to);
    }
  };
};

function word(name: string): LegacyRule {
  return (old, to) => syncWord(to, old, name === 'legacy-storageclasses' ? 'hoststorageclasses' : name);
}

const enabled = [
  ...Object.keys(toHost),
  ...Object.keys(fromHost),
  'ingresses',
  'volumesnapshots',
  'namespaces',
  'fake-nodes',
  'fake-persistentvolumes',
  'legacy-storageclasses',
];

/** What becomes of the keys below `sync`. */
export const syncRules: LegacyRules = {
  ...Object.fromEntries(enabled.map((name) => [`sync.${name}.enabled`, word(name)])),
  'sync.configmaps.all': moved('sync.toHost.configMaps.all', 'boolean'),
  'sync.secrets.all': moved('sync.toHost.secrets.all', 'boolean'),
  'sync.pods.ephemeralcontainers': gone('dropped', () => l10n.t('Ephemeral containers are always synced now.')),
  'sync.pods.status': gone('dropped', () => l10n.t('The status of pods is always synced now.')),
  'sync.nodes.syncallnodes': moved('sync.fromHost.nodes.selector.all', 'boolean'),
  'sync.nodes.nodeselector': selector,
  'sync.nodes.syncnodechanges': moved('sync.fromHost.nodes.syncBackChanges', 'boolean'),
  'sync.nodes.enablescheduler': (old, to) => {
    to.carry(old, schedulerTarget(to), 'boolean');
  },
  'sync.nodes.fakekubeletips': moved('networking.advanced.proxyKubelets.byIP', 'boolean'),
  'sync.nodes.reservedresources': gone('unsupported', () =>
    l10n.t('Resources of synced nodes can no longer be reserved. Limit the vcluster by policies.resourceQuota.'),
  ),
  'sync.generic.config': generic,
  'sync.generic.role.extrarules': genericRules('role'),
  'sync.generic.clusterrole.extrarules': genericRules('clusterRole'),
  'multinamespacemode.enabled': moved('experimental.multiNamespaceMode.enabled', 'boolean'),
  'multinamespacemode.namespacelabels': moved('experimental.multiNamespaceMode.namespaceLabels', 'textMap'),
};
