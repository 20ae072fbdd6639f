import * as l10n from '@vscode/l10n';
import { parseImage } from '../../vcluster/image.ts';
import { runsInOneContainer } from './containers.ts';
import { changed, gone, type LegacyRule, type LegacyRules, moved, under } from './legacyRule.ts';
import { image } from './podRules.ts';
import { schedulerTarget } from './syncRules.ts';

const set = 'controlPlane.statefulSet';
const k8s = 'controlPlane.distro.k8s';

const onePod = (): string =>
  l10n.t('The whole control plane runs in one pod now, which controlPlane.statefulSet describes; this is left out.');
const oneImage = (): string =>
  l10n.t('One image has all parts of Kubernetes now. Choose its version by controlPlane.distro.k8s.version.');

/** Whether an image is what the old charts took; which version of it depends on theirs. */
export function isOfficial(image: string): boolean {
  return /^(?:registry\.k8s\.io\/kube-|public\.ecr\.aws\/eks-distro\/|(?:docker\.io\/)?(?:rancher\/k3s|k0sproject\/k0s):)/u.test(
    image,
  );
}

/** The image of a part of Kubernetes cannot be the one for all of it; one of the user's own may be. */
const apiImage: LegacyRule = (old, to) => {
  const { repository, tag } = parseImage(String(old.value ?? ''));
  const official = isOfficial(String(old.value));
  if (to.minor < 25) {
    image(to, old, `${k8s}.apiServer.image`);
    return;
  }
  if (/(?:^|\/)kube-apiserver$/u.test(repository)) {
    const message = l10n.t(
      'An image of kube-apiserver alone cannot be used: one image has all parts of Kubernetes now. This was Kubernetes {0}; choose a version that the chart has by controlPlane.distro.k8s.version, and go up one minor at a time.',
      tag ?? '?',
    );
    to.note(old, official ? 'changed' : 'unsupported', message);
    return;
  }
  const change = l10n.t('One image has to have all parts of Kubernetes now: see that this one does.');
  image(to, old, `${k8s}.image`, change);
};

/** What the parts of the control plane have in common, which had a workload each. */
function rulesOf(name: string, part: string): LegacyRules {
  const inside = (): string =>
    l10n.t('The control plane has one container now, and gets this as a whole: see that the other parts do not mind.');
  const left = [
    'replicas',
    'nodeselector',
    'affinity',
    'tolerations',
    'topologyspreadconstraints',
    'labels',
    'annotations',
    'podlabels',
    'podannotations',
    'resources',
    'priorityclassname',
    'securitycontext',
    'podsecuritycontext',
    'serviceannotations',
  ];
  const args = `${k8s}.${part}.extraArgs`;
  return under(name, {
    ...Object.fromEntries(left.map((key) => [key, gone('unsupported', onePod)])),
    extraargs: moved(args, 'texts'),
    env: changed(`${k8s}.env`, 'maps', inside),
    volumes: changed(`${set}.persistence.addVolumes`, 'maps', inside),
    volumemounts: changed(`${set}.persistence.addVolumeMounts`, 'maps', inside),
    image: (old, to) =>
      to.minor < 25
        ? image(to, old, `${k8s}.${part}.image`)
        : gone(isOfficial(String(old.value)) ? 'dropped' : 'unsupported', oneImage)(old, to),
    imagepullpolicy: (old, to) =>
      to.minor < 25 ? void to.carry(old, `${k8s}.${part}.imagePullPolicy`, 'text') : gone('dropped', oneImage)(old, to),
    disabled: gone('unsupported', () => l10n.t('The parts of the control plane run together now; this is left out.')),
  });
}

/** The scheduler of 0.19 ran where it was not disabled; that of the charts before only where nodes were synced for it. */
const schedulerOff: LegacyRule = (old, to) => {
  if ((old.value === false || old.value === 'false') && runsInOneContainer(to)) {
    const change = l10n.t('This switched the scheduler of 0.19 on, as sync.nodes.enableScheduler did.');
    to.set(old, schedulerTarget(to), true, { change });
  } else {
    to.note(old, 'dropped', l10n.t('The scheduler runs where {0} is on.', schedulerTarget(to)));
  }
};

/** What becomes of the API server, the controller manager and the scheduler, which had a workload each. */
export const partRules: LegacyRules = {
  ...rulesOf('api', 'apiServer'),
  ...rulesOf('controller', 'controllerManager'),
  ...rulesOf('scheduler', 'scheduler'),
  'api.image': apiImage,
  'api.imagepullpolicy': (old, to) => {
    to.carry(old, to.minor < 25 ? `${k8s}.apiServer.imagePullPolicy` : `${k8s}.imagePullPolicy`, 'text');
  },
  'scheduler.disabled': schedulerOff,
};
