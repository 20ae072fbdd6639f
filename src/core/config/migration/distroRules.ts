import * as l10n from '@vscode/l10n';
import { argumentAt, argumentOutcome, type Outcome, variableOutcome } from './distroOutcomes.ts';
import type { Conversion } from './legacyConversion.ts';
import { gone, type LegacyRule } from './legacyRule.ts';
import type { OldKey } from './oldKeys.ts';
import { append } from './podRules.ts';

function settle(to: Conversion, old: OldKey, outcome: Outcome): void {
  if (outcome.kind === 'set') {
    const { change } = outcome;
    for (const [target, value] of outcome.values) {
      to.set(old, target, value, change === undefined ? {} : { change });
    }
  } else {
    to.note(old, outcome.kind, outcome.message);
  }
}

function variable(to: Conversion, old: OldKey): void {
  const { name, value } = (old.value ?? {}) as { readonly name?: unknown; readonly value?: unknown };
  const outcome = variableOutcome(String(name), value);
  if (outcome === undefined) {
    append(to, old, 'controlPlane.distro.k8s.env', to.copier.copy(old.node));
  } else {
    settle(to, old, outcome);
  }
}

/** The environment of k3s or k0s. */
export const distroEnv: LegacyRule = (old, to) => {
  if (to.target !== 'k8s') {
    to.carry(old, `controlPlane.distro.${to.target}.env`, 'maps');
  } else if (to.isOldDefault(old)) {
    to.note(old, 'dropped', l10n.t('This was what the old chart did anyway.'));
  } else {
    const items = to.keys.items(old);
    const maps = items.filter(({ value }) => typeof value === 'object' && value !== null && !Array.isArray(value));
    for (const item of maps) {
      variable(to, item);
    }
    if (items.length === 0 || maps.length < items.length) {
      to.note(old, 'unsupported', l10n.t('It must be a list of mappings, and is left out.'));
    }
  }
};

/** The arguments of k3s, of which those for the parts of Kubernetes stay. */
export const distroArguments: LegacyRule = (old, to) => {
  if (to.target !== 'k8s') {
    to.carry(old, `controlPlane.distro.${to.target}.extraArgs`, 'texts');
    return;
  }
  const items = to.keys.items(old);
  if (items.length === 0) {
    gone('unsupported', () => l10n.t('It must be a list of texts, and is left out.'))(old, to);
  }
  for (let i = 0; i < items.length; i += 1) {
    const item = items[i];
    if (item !== undefined) {
      const { name, value, length } = argumentAt(item.value, items[i + 1]?.value);
      settle(to, item, argumentOutcome(name, value, to.minor));
      i += length - 1;
    }
  }
};
