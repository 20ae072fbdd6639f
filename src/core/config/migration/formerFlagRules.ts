import * as l10n from '@vscode/l10n';
import { switchValue } from '../schema/syncerFlags.ts';
import { either, type FlagRule, lost } from './flagRule.ts';
import { syncWord } from './syncRules.ts';

const kubelets = 'networking.advanced.proxyKubelets';

/** Where the name of a vcluster comes from. */
export const releaseName = (): string =>
  l10n.t('The name of the release is the name of the vcluster and of its Service now.');

const passedOver = (): string => l10n.t('The syncer passed over this flag.');

function nothing(message: () => string): FlagRule {
  return (old, to) => to.note(old, 'dropped', message());
}

/** Turned one kind on where it was set to `meaning`. */
function turning(word: string, meaning: boolean): FlagRule {
  return (old, to, value) => {
    if (switchValue(value) === meaning) {
      syncWord(to, { ...old, value: true, node: to.draft.node(true) }, word);
    } else {
      to.note(old, 'dropped', l10n.t('This is what the chart does anyway.'));
    }
  };
}

/** What becomes of the flags that the syncer still took for the sake of older charts. */
export const formerFlagRules: ReadonlyMap<string, FlagRule> = new Map<string, FlagRule>([
  ['fake-kubelets', either([`${kubelets}.byIP`, `${kubelets}.byHostname`])],
  ['fake-nodes', turning('nodes', false)],
  ['fake-persistent-volumes', turning('persistentvolumes', false)],
  ['enable-storage-classes', turning('storageclasses', true)],
  ['enable-priority-classes', turning('priorityclasses', true)],
  ['suffix', lost(releaseName)],
  ['owning-statefulset', nothing(passedOver)],
  ['single-binary-distro', nothing(passedOver)],
]);
