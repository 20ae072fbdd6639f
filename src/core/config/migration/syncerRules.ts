import * as l10n from '@vscode/l10n';
import { isAtLeast } from '../../base/version.ts';
import { parseImage } from '../../vcluster/image.ts';
import { gone, type LegacyRule, type LegacyRules, moved, under } from './legacyRule.ts';
import { image, podRules, storageRules } from './podRules.ts';
import { syncerFlags } from './syncerFlags.ts';

const set = 'controlPlane.statefulSet';
const replicas = `${set}.highAvailability.replicas`;

const container = (): string =>
  l10n.t('One container runs the syncer and the API server now: see that this is enough for both.');

/** The resources of the syncer's container: what the old chart gave it is too little for the control plane. */
function resources(part: string): LegacyRule {
  return (old, to) => {
    if (to.isOldDefault(old)) {
      to.note(
        old,
        'dropped',
        l10n.t('One container runs the syncer and the API server now, and the chart gives it more.'),
      );
    } else {
      to.carry(old, `${set}.resources.${part}`, 'map', { weak: true, change: container() });
    }
  };
}

/** The image of the old syncer does not run a new chart; one from elsewhere may have a newer tag. */
const syncerImage: LegacyRule = (old, to) => {
  const { repository, tag } = parseImage(String(old.value ?? ''));
  const official = /^(?:loftsh|loft-sh)\/vcluster(?:-pro|-oss)?$/u.test(repository);
  if (official && (tag === undefined || !isAtLeast(tag, 0, 20))) {
    const message = l10n.t(
      'The image of the old syncer cannot run a vcluster.yaml. The chart has the one for its version.',
    );
    to.note(old, 'dropped', message);
    return;
  }
  const change = l10n.t(
    'See that this image is for the version of the chart: one of a chart up to 0.19 does not start.',
  );
  image(to, old, `${set}.image`, change);
};

const probe =
  (name: string, ...more: readonly string[]): LegacyRule =>
  (old, to) => {
    if (to.carry(old, `${set}.probes.${name}.enabled`, 'boolean')) {
      for (const one of more) {
        to.set(old, `${set}.probes.${one}.enabled`, to.draft.value(`${set}.probes.${name}.enabled`));
      }
    }
  };

const contextName: LegacyRule = (old, to) => {
  if (to.isOldDefault(old)) {
    to.note(old, 'dropped', l10n.t('This is what the syncer does anyway.'));
  } else {
    to.carry(old, 'exportKubeConfig.context', 'text');
  }
};

/** What becomes of the keys below `syncer`. */
export const syncerRules: LegacyRules = {
  ...under('syncer', podRules(set)),
  ...under('syncer.storage', storageRules(set, false)),
  'syncer.replicas': moved(replicas, 'integer'),
  'syncer.image': syncerImage,
  'syncer.extraargs': syncerFlags,
  'syncer.resources.limits': resources('limits'),
  'syncer.resources.requests': resources('requests'),
  'syncer.livenessprobe.enabled': probe('livenessProbe'),
  'syncer.readinessprobe.enabled': probe('readinessProbe', 'startupProbe'),
  'syncer.kubeconfigcontextname': contextName,
  'syncer.serviceannotations': moved('controlPlane.service.annotations', 'textMap'),
  'syncer.command': gone('unsupported', () => l10n.t('The command of the syncer is the one of its image now.')),
  'syncer.workingdir': moved(`${set}.workingDir`, 'text'),
  'syncer.noargs': gone('unsupported', () => l10n.t('The syncer reads its settings from the chart now.')),
  'syncer.disabled': gone('unsupported', () => l10n.t('A vcluster always has a syncer now.')),
  'syncer.hostaliases': moved(`${set}.hostAliases`, 'maps', { since: 32 }),
  'syncer.dnspolicy': moved(`${set}.dnsPolicy`, 'text', { since: 21 }),
  'syncer.podmanagementpolicy': moved(`${set}.scheduling.podManagementPolicy`, 'text'),
  ...podRules(set),
  ...under('storage', storageRules(set, true)),
  replicas: moved(replicas, 'integer', { weak: true }),
  enableha: (old, to) => {
    if (to.isOldDefault(old)) {
      to.note(old, 'dropped', l10n.t('This was what the old chart did anyway.'));
    } else {
      to.note(old, 'dropped', l10n.t('The number of replicas alone decides about high availability now.'));
    }
  },
  'poddisruptionbudget.enabled': moved('controlPlane.advanced.podDisruptionBudget.enabled', 'boolean', { since: 31 }),
  'poddisruptionbudget.minavailable': (old, to) => {
    if (to.keys.read('podDisruptionBudget', 'enabled') !== true && to.isOldDefault(old)) {
      to.note(old, 'dropped', l10n.t('This was what the old chart did anyway.'));
    } else {
      const target = 'controlPlane.advanced.podDisruptionBudget.minAvailable';
      to.place(old, target, to.copier.copy(old.node), { since: 31 });
    }
  },
  'poddisruptionbudget.maxunavailable': (old, to) => {
    const min = to.keys.read('podDisruptionBudget', 'minAvailable');
    if (min === undefined || min === null || to.isOldDefault(old)) {
      const target = 'controlPlane.advanced.podDisruptionBudget.maxUnavailable';
      to.place(old, target, to.copier.copy(old.node), { since: 31 });
    } else {
      to.note(old, 'dropped', l10n.t('Another key of this file sets {0} already.', 'podDisruptionBudget.minAvailable'));
    }
  },
  autodeletepersistentvolumeclaims: retention(set),
  'etcd.autodeletepersistentvolumeclaims': retention('controlPlane.backingStore.etcd.deploy.statefulSet'),
  servicecidr: moved('serviceCIDR', 'text'),
};

function retention(target: string): LegacyRule {
  return (old, to) => {
    if (old.value === true) {
      to.set(old, `${target}.persistence.volumeClaim.retentionPolicy`, 'Delete');
    } else {
      to.note(old, 'dropped', l10n.t('This is what the chart does anyway.'));
    }
  };
}
