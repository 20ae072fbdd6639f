import * as l10n from '@vscode/l10n';
import { parseImage } from '../../vcluster/image.ts';
import { runsInOneContainer } from './containers.ts';
import { distroArguments, distroEnv } from './distroRules.ts';
import { gone, type LegacyRule, type LegacyRules, moved, under } from './legacyRule.ts';
import { isOfficial, partRules } from './partRules.ts';
import { image, podRules, storageRules } from './podRules.ts';

const set = 'controlPlane.statefulSet';
const k8s = 'controlPlane.distro.k8s';
const etcd = 'controlPlane.backingStore.etcd.deploy';

const job = (): string => l10n.t('There is no such job any more: the chart makes the certificates itself.');

const etcdImage: LegacyRule = (old, to) => {
  const { registry, repository } = parseImage(String(old.value ?? ''));
  const own = /^(?:etcd|eks-distro\/etcd-io\/etcd)$/u.test(repository);
  if (own && (registry === 'registry.k8s.io' || registry === 'public.ecr.aws')) {
    const message = l10n.t(
      'The chart has the image of etcd that fits its Kubernetes. Upgrade etcd one minor at a time.',
    );
    to.note(old, 'dropped', message);
    return;
  }
  image(to, old, `${etcd}.statefulSet.image`);
};

/** The kubelet-less k3s or k0s of the old charts, as far as it says something about what takes its place. */
const vclusterImage: LegacyRule = (old, to) => {
  if (to.target === 'k8s') {
    const { tag } = parseImage(String(old.value ?? ''));
    const message = l10n.t(
      'An image of k3s or k0s cannot be used: the vcluster becomes k8s. This was Kubernetes {0}; choose a version that the chart has by controlPlane.distro.k8s.version.',
      /^v?\d+\.\d+\.\d+/u.exec(tag ?? '')?.[0] ?? '?',
    );
    const official = isOfficial(String(old.value));
    to.note(old, old.value === '' || old.value === null ? 'dropped' : official ? 'changed' : 'unsupported', message);
  } else {
    image(to, old, `controlPlane.distro.${to.target}.image`);
  }
};

function vclusterResources(part: string): LegacyRule {
  return (old, to) => {
    const change = l10n.t('One container runs the syncer and the API server now: see that this is enough for both.');
    if (to.target !== 'k8s') {
      to.carry(old, `controlPlane.distro.${to.target}.resources.${part}`, 'map');
    } else if (to.isOldDefault(old)) {
      to.note(
        old,
        'dropped',
        l10n.t('One container runs the syncer and the API server now, and the chart gives it more.'),
      );
    } else if (runsInOneContainer(to)) {
      to.carry(old, `${k8s}.resources.${part}`, 'map');
    } else {
      to.carry(old, `${set}.resources.${part}`, 'map', { change });
    }
  };
}

function token(): LegacyRule {
  return (old, to) => {
    if (to.target === 'k3s') {
      to.carry(old, 'controlPlane.distro.k3s.token', 'text');
    } else {
      gone('dropped', () => l10n.t('Only k3s has such a token; k8s needs none.'))(old, to);
    }
  };
}

const command = (): string =>
  l10n.t('The chart knows how to start the distro; what was changed about that is left out.');

/** What becomes of the parts of the control plane. */
export const componentRules: LegacyRules = {
  'vcluster.image': vclusterImage,
  'vcluster.command': gone('unsupported', command),
  'vcluster.baseargs': (old, to) => {
    const values = Array.isArray(old.value) ? old.value.map(String) : [];
    const own = values.every((value) =>
      /^(?:server|controller|--(?:write-kubeconfig|data-dir|config|disable[\w-]*|flannel-backend|egress-selector-mode)(?:=.*)?|--kube-(?:apiserver-arg=(?:bind-address|endpoint-reconciler-type)|controller-manager-arg=controllers)=.*)$/u.test(
        value,
      ),
    );
    to.note(old, own ? 'dropped' : 'unsupported', command());
  },
  'vcluster.extraargs': distroArguments,
  'vcluster.env': distroEnv,
  'vcluster.resources.limits': vclusterResources('limits'),
  'vcluster.resources.requests': vclusterResources('requests'),
  'vcluster.imagepullpolicy': (old, to) => {
    const since = to.target === 'k8s' ? 25 : 20;
    to.carry(old, `controlPlane.distro.${to.target}.imagePullPolicy`, 'text', { since });
  },
  'vcluster.volumemounts': podRules(set)['volumemounts'] ?? gone('unsupported', command),
  'vcluster.extravolumemounts': podRules(set)['extravolumemounts'] ?? gone('unsupported', command),
  'vcluster.priorityclassname': moved(`${set}.scheduling.priorityClassName`, 'text', { weak: true }),
  'vcluster.clusterdomain': moved('networking.advanced.clusterDomain', 'text'),
  'vcluster.disabled': gone('unsupported', () => l10n.t('A vcluster always has an API server of its own now.')),
  config: (old, to) => {
    if (to.target === 'k0s') {
      to.carry(old, 'controlPlane.distro.k0s.config', 'text');
    } else {
      gone('unsupported', () =>
        l10n.t(
          'A configuration of k0s means nothing to k8s. Set controlPlane.distro.k8s.apiServer.extraArgs and its siblings.',
        ),
      )(old, to);
    }
  },
  k3stoken: token(),
  'servertoken.value': token(),
  'servertoken.secretkeyref': gone('dropped', () => l10n.t('Only k3s has such a token; k8s needs none.')),
  ...under('etcd', podRules(`${etcd}.statefulSet`)),
  ...under('etcd.storage', storageRules(`${etcd}.statefulSet`, false)),
  'etcd.image': etcdImage,
  'etcd.replicas': moved(`${etcd}.statefulSet.highAvailability.replicas`, 'integer'),
  'etcd.extraargs': moved(`${etcd}.statefulSet.extraArgs`, 'texts'),
  'etcd.resources.limits': moved(`${etcd}.statefulSet.resources.limits`, 'map'),
  'etcd.resources.requests': moved(`${etcd}.statefulSet.resources.requests`, 'map'),
  'etcd.serviceannotations': moved(`${etcd}.service.annotations`, 'textMap'),
  'etcd.disabled': (old, to) => {
    if (to.isOldDefault(old)) {
      to.note(old, 'dropped', l10n.t('This is what the chart does anyway.'));
      return;
    }
    const change = l10n.t(
      'Say where the state is kept: set controlPlane.backingStore.etcd.external, which is there from 0.25 on.',
    );
    to.set(old, `${etcd}.statefulSet.enabled`, false, { change });
    to.set(old, `${etcd}.service.enabled`, false, { change });
  },
  'embeddedetcd.enabled': moved('controlPlane.backingStore.etcd.embedded.enabled', 'boolean'),
  'embeddedetcd.migratefrometcd': moved('controlPlane.backingStore.etcd.embedded.migrateFromDeployedEtcd', 'boolean'),
  ...partRules,
  job: gone('dropped', job),
};
