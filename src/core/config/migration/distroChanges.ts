import * as l10n from '@vscode/l10n';
import { isMap } from 'yaml';
import { giveComment, takeComment } from './keyComments.ts';
import { renamed, reworked, type VersionChange } from './versionChange.ts';

const k8s = 'controlPlane.distro.k8s';

const only = (): string => l10n.t('Only k3s and k0s have this; k8s has nothing like it.');

/** What the control plane of a vcluster becomes whose distro is gone. */
export function distroMessage(distro: 'k3s' | 'k0s'): string {
  return distro === 'k3s'
    ? l10n.t(
        'k3s is gone from 0.33 on: this becomes k8s, which keeps its state in the embedded database as well. The state of a running vcluster is only taken over by a version from 0.25 to 0.32: upgrade to one of those with k8s first, then further. That goes one way only. Otherwise make a new vcluster.',
      )
    : l10n.t(
        'k0s is gone from 0.26 on: this becomes k8s, which keeps its state in the embedded database as well. The state of a running vcluster is not taken over: make a new one beside it, and move the workloads.',
      );
}

function switched(distro: 'k3s' | 'k0s'): VersionChange['apply'] {
  const old = `controlPlane.distro.${distro}`;
  return (draft) => {
    if (!isMap(draft.at(old)) || draft.value(`${old}.enabled`) === false) {
      draft.end(old, { kind: 'dropped', message: l10n.t('It was off, and is not there any more.') });
      return true;
    }
    for (const origin of draft.origins.within(draft.at(`${old}.enabled`))) {
      origin.change ??= distroMessage(distro);
    }
    const comment = takeComment(draft, old);
    draft.move(`${old}.enabled`, `${k8s}.enabled`);
    for (const key of ['env', 'resources', 'securityContext', 'imagePullPolicy']) {
      draft.move(`${old}.${key}`, `${k8s}.${key}`);
    }
    draft.end(`${old}.image`, {
      kind: 'unsupported',
      message: l10n.t('An image of k3s or k0s cannot be used. Choose a version by controlPlane.distro.k8s.version.'),
    });
    giveComment(draft, comment, k8s);
    draft.end(old, { kind: 'unsupported', message: only() });
    if (!draft.has(`${k8s}.enabled`)) {
      draft.put(`${k8s}.enabled`, draft.node(true));
    }
    return true;
  };
}

/** What went with k3s and k0s. */
export const distroChanges: readonly VersionChange[] = [
  reworked(26, 'controlPlane.distro.k0s', switched('k0s')),
  reworked(33, 'controlPlane.distro.k3s', switched('k3s')),
  renamed(33, 'controlPlane.advanced.virtualScheduler.enabled', `${k8s}.scheduler.enabled`),
];
