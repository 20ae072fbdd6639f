import * as l10n from '@vscode/l10n';
import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { argumentAt, argumentOutcome, type Outcome, variableOutcome } from './distroOutcomes.ts';
import type { Draft } from './draft.ts';
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

/** Carries out what becomes of an item of a list. */
function settle(draft: Draft, item: Node, outcome: Outcome): void {
  for (const origin of draft.origins.within(item)) {
    if (outcome.kind === 'set') {
      origin.change ??= outcome.change;
    } else {
      origin.end ??= outcome;
    }
  }
  const [origin] = draft.origins.within(item);
  for (const [target, value] of outcome.kind === 'set' ? outcome.values : []) {
    draft.put(target, draft.node(value), origin === undefined ? {} : { origin });
  }
}

/** Takes the variables out that only k3s and k0s know, and says by others where the state is. */
function variables(draft: Draft, place: string): void {
  const list = draft.at(place);
  const all = isSeq(list) ? [...list.items] : [];
  for (const item of all) {
    const outcome = isMap(item) ? variableOutcome(String(item.get('name')), item.get('value')) : undefined;
    if (isSeq(list) && outcome !== undefined) {
      list.items = list.items.filter((one) => one !== item);
      settle(draft, item as Node, outcome);
    }
  }
  if (all.length > 0 && isSeq(list) && list.items.length === 0) {
    draft.take(place);
  }
}

/** Gives the arguments for the parts of Kubernetes to those. */
function argumentsOf(draft: Draft, place: string, minor: number): void {
  const list = draft.take(place);
  const items = isSeq(list) ? list.items.filter((item) => isScalar(item)) : [];
  for (let i = 0; i < items.length; i += 1) {
    const item = items[i];
    if (item !== undefined) {
      const { name, value, length } = argumentAt(item.value, items[i + 1]?.value);
      settle(draft, item, argumentOutcome(name, value, minor));
      i += length - 1;
    }
  }
}

function switched(distro: 'k3s' | 'k0s', minor: number): VersionChange['apply'] {
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
    variables(draft, `${old}.env`);
    for (const key of ['env', 'resources', 'securityContext', 'imagePullPolicy']) {
      draft.move(`${old}.${key}`, `${k8s}.${key}`);
    }
    argumentsOf(draft, `${old}.extraArgs`, minor);
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
  reworked(26, 'controlPlane.distro.k0s', switched('k0s', 26)),
  reworked(33, 'controlPlane.distro.k3s', switched('k3s', 33)),
  renamed(33, 'controlPlane.advanced.virtualScheduler.enabled', `${k8s}.scheduler.enabled`),
];
