import * as l10n from '@vscode/l10n';
import { isSeq } from 'yaml';
import { helm } from './helmRule.ts';
import type { Conversion } from './legacyConversion.ts';
import { changed, gone, type LegacyRule, type LegacyRules, moved, under } from './legacyRule.ts';
import type { OldKey } from './oldKeys.ts';
import { checkedMappings } from './serviceMappings.ts';
import { isOn } from './words.ts';

const registry: LegacyRule = (old, to) => {
  const change = l10n.t(
    'It was put in front of the names of images; now it takes the place of the registry in them. See that the images of the new version are there under these names.',
  );
  if (typeof old.value === 'string' && old.value.length > 1 && old.value.endsWith('/')) {
    to.set(old, 'controlPlane.advanced.defaultImageRegistry', old.value.replace(/\/+$/u, ''), { change });
  } else {
    to.carry(old, 'controlPlane.advanced.defaultImageRegistry', 'text', { change });
  }
};

/** The secret with the key of the platform, as `name` or `namespace/name`. */
const licenceSecret: LegacyRule = (old, to) => {
  const [, namespace, name] = /^(?:([^/]+)\/)?([^/]+)$/u.exec(String(old.value ?? '')) ?? [];
  if (name === undefined || typeof old.value !== 'string') {
    gone('unsupported', () => l10n.t('It must be a name or namespace/name, and is left out.'))(old, to);
    return;
  }
  const base = 'external.platform.apiKey';
  to.set(old, `${base}.secretName`, name);
  if (namespace !== undefined) {
    to.set(old, `${base}.namespace`, namespace);
  }
};

/** Metrics of the host's nodes and pods: what is not switched on is off, while the new integration has both. */
function metrics(part: 'nodes' | 'pods'): LegacyRule {
  return (old, to) => {
    const other = part === 'nodes' ? 'pods' : 'nodes';
    if (!isOn(old.value)) {
      to.note(old, 'dropped', l10n.t('This is what the chart does anyway.'));
      return;
    }
    if (to.draft.has('integrations.metricsServer.enabled')) {
      to.note(old, 'moved', l10n.t('Now {0}.', 'integrations.metricsServer'));
      return;
    }
    to.set(old, 'integrations.metricsServer.enabled', true);
    if (!isOn(to.keys.read('proxy', 'metricsServer', other, 'enabled'))) {
      to.set(old, `integrations.metricsServer.${other}`, false);
    }
  };
}

/** What CoreDNS asks the host; it says nothing where there is no CoreDNS. */
const fallback: LegacyRule = (old, to) => {
  const enabled = to.keys.read('coredns', 'enabled');
  if ((enabled === false || enabled === 'false') && !isOn(to.keys.read('coredns', 'integrated'))) {
    to.note(old, 'dropped', l10n.t('Without CoreDNS inside there is nothing that falls back to the host.'));
  } else {
    to.carry(old, 'networking.advanced.fallbackHostCluster', 'boolean');
  }
};

function telemetry(old: OldKey, to: Conversion): void {
  if (isOn(old.value)) {
    to.set(old, 'telemetry.enabled', false);
  } else {
    to.note(old, 'dropped', l10n.t('This is what the chart does anyway.'));
  }
}

const openshift: LegacyRule = (old, to) => {
  if (isOn(old.value)) {
    const rule = { apiGroups: [''], resources: ['endpoints/restricted'], verbs: ['create'] };
    to.set(old, 'rbac.role.extraRules', [rule]);
  } else {
    to.note(old, 'dropped', l10n.t('This was what the old chart did anyway.'));
  }
};

const plugins: LegacyRule = (old, to) => {
  if (to.isOldDefault(old)) {
    to.note(old, 'dropped', l10n.t('This was what the old chart did anyway.'));
    return;
  }
  if (!to.keys.isMap(old)) {
    to.note(old, 'unsupported', l10n.t('It must be a mapping, and is left out.'));
    return;
  }
  const change = l10n.t('A plugin has to be built for the version of vcluster: get the one for the new version.');
  to.within(old, (all) => {
    for (const one of all) {
      to.carry(one, ['plugin', String(one.path.at(-1))], 'map', { change, always: true });
    }
  });
};

function rules(target: string): LegacyRule {
  return (old, to) => {
    const node = to.copier.copy(old.node);
    if (isSeq(node)) {
      if (node.items.length > 0) {
        to.place(old, target, node);
      } else {
        to.note(old, 'dropped', l10n.t('This was what the old chart did anyway.'));
      }
    } else {
      gone('unsupported', () => l10n.t('It must be a list, and is left out.'))(old, to);
    }
  };
}

/** What becomes of the keys that all charts had. */
export const baseRules: LegacyRules = {
  global: (old, to) => {
    to.place(old, 'global', to.copier.copy(old.node));
  },
  globalannotations: moved('controlPlane.advanced.globalMetadata.annotations', 'textMap'),
  defaultimageregistry: registry,
  prolicensesecret: licenceSecret,
  pro: changed('pro', 'boolean', () => l10n.t('This says nothing any more: the image decides. It can be removed.')),
  headless: moved('experimental.isolatedControlPlane.headless', 'boolean'),
  'noopsyncer.enabled': moved('experimental.syncSettings.disableSync', 'boolean'),
  'noopsyncer.synck8sservice': moved('experimental.syncSettings.rewriteKubernetesService', 'boolean'),
  'noopsyncer.secret': gone('unsupported', () =>
    l10n.t(
      'The chart mounts no such Secret any more. Mount it by controlPlane.statefulSet.persistence.addVolumes, and name its files in experimental.virtualClusterKubeConfig.',
    ),
  ),
  noopsyncer: gone('unsupported', () => l10n.t('There is no such setting any more.')),
  plugin: plugins,
  fallbackhostdns: fallback,
  'mapservices.fromvirtual': (old, to) => checkedMappings(to, old, 'toHost'),
  'mapservices.fromhost': (old, to) => checkedMappings(to, old, 'fromHost'),
  'proxy.metricsserver.nodes.enabled': metrics('nodes'),
  'proxy.metricsserver.pods.enabled': metrics('pods'),
  'hostpathmapper.enabled': changed('controlPlane.hostPathMapper.enabled', 'boolean', () =>
    l10n.t(
      'It needs vCluster Pro now, and the mapper itself is no part of this chart any more: install that by itself.',
    ),
  ),
  hostpathmapper: gone('dropped', () => l10n.t('There is no workload for this any more.')),
  'monitoring.servicemonitor.enabled': moved('controlPlane.serviceMonitor.enabled', 'boolean'),
  'monitoring.servicemonitor.labels': moved('controlPlane.serviceMonitor.labels', 'textMap'),
  'telemetry.disabled': telemetry,
  ...under('telemetry', {
    instancecreator: (old, to) => {
      if (to.isOldDefault(old)) {
        to.note(old, 'dropped', l10n.t('This was what the old chart did anyway.'));
      } else {
        to.carry(old, 'telemetry.instanceCreator', 'text');
      }
    },
    instancecreatoruid: gone('dropped', () => l10n.t('It has had no effect since 0.17.')),
    machineid: moved('telemetry.machineID', 'text'),
    platformuserid: moved('telemetry.platformUserID', 'text'),
    platforminstanceid: moved('telemetry.platformInstanceID', 'text'),
  }),
  'serviceaccount.create': moved('controlPlane.advanced.serviceAccount.enabled', 'boolean'),
  'serviceaccount.name': moved('controlPlane.advanced.serviceAccount.name', 'text'),
  'serviceaccount.imagepullsecrets': moved('controlPlane.advanced.serviceAccount.imagePullSecrets', 'maps'),
  'serviceaccount.annotations': moved('controlPlane.advanced.serviceAccount.annotations', 'textMap'),
  'workloadserviceaccount.annotations': moved('controlPlane.advanced.workloadServiceAccount.annotations', 'textMap'),
  'rbac.clusterrole.create': (old, to) => {
    if (isOn(old.value)) {
      to.set(old, 'rbac.clusterRole.enabled', true);
    } else {
      to.note(old, 'dropped', l10n.t('The chart makes a ClusterRole where one is needed.'));
    }
  },
  'rbac.role.create': moved('rbac.role.enabled', 'boolean'),
  'rbac.role.extended': gone('unsupported', () => l10n.t('Add the rights that are needed to rbac.role.extraRules.')),
  'rbac.role.excludedapiresources': gone('unsupported', () =>
    l10n.t('Write all rights of the role in rbac.role.overwriteRules.'),
  ),
  'rbac.role.extrarules': rules('rbac.role.extraRules'),
  'rbac.clusterrole.extrarules': rules('rbac.clusterRole.extraRules'),
  'openshift.enable': openshift,
  'centraladmission.validatingwebhooks': moved('policies.centralAdmission.validatingWebhooks', 'maps'),
  'centraladmission.mutatingwebhooks': moved('policies.centralAdmission.mutatingWebhooks', 'maps'),
  'admission.validatingwebhooks': moved('policies.centralAdmission.validatingWebhooks', 'maps'),
  'admission.mutatingwebhooks': moved('policies.centralAdmission.mutatingWebhooks', 'maps'),
  'init.manifests': (old, to) => {
    if (to.isOldDefault(old)) {
      to.note(old, 'dropped', l10n.t('Nothing was to be installed.'));
    } else {
      to.carry(old, 'experimental.deploy.vcluster.manifests', 'text');
    }
  },
  'init.manifeststemplate': (old, to) => {
    const reads = /\.Values\b/u.test(String(old.value));
    const change = l10n.t('The values that this template reads are those of the new chart now, under other names.');
    to.carry(old, 'experimental.deploy.vcluster.manifestsTemplate', 'text', reads ? { change } : {});
  },
  'init.helm': helm,
  nameoverride: gone('unsupported', () => l10n.t('The name of the release is the name of the vcluster now.')),
  fullnameoverride: gone('unsupported', () => l10n.t('The name of the release is the name of the vcluster now.')),
};
