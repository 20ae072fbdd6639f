import * as l10n from '@vscode/l10n';
import { isPlaceholder } from '../template.ts';
import type { Conversion } from './legacyConversion.ts';
import { gone, type LegacyRule, type LegacyRules, moved, under } from './legacyRule.ts';
import type { OldKey } from './oldKeys.ts';
import { isOn } from './words.ts';

const standards = ['privileged', 'baseline', 'restricted'];

/** A standard of pod security, if it is one; `Baseline` is refused as it is written. */
export function podSecurity(old: OldKey, to: Conversion, value: unknown): void {
  const standard = String(value).toLowerCase();
  if (standards.includes(standard) || isPlaceholder(value)) {
    to.set(old, 'policies.podSecurityStandard', isPlaceholder(value) ? value : standard);
  } else if (value !== '' && value !== null) {
    const message = l10n.t('There is no such standard; it is left out. Choose privileged, baseline or restricted.');
    to.note(old, 'unsupported', message);
  } else {
    to.note(old, 'dropped', l10n.t('This was what the old chart did anyway.'));
  }
}

/** A part that isolation switches on unless it is switched off. */
function part(target: string): LegacyRule {
  return (old, to) => {
    if (target === 'policies.networkPolicy' && (old.value === false || old.value === 'false')) {
      to.note(old, 'dropped', l10n.t('This is what the chart does anyway.'));
    } else {
      to.carry(old, `${target}.enabled`, target === 'policies.networkPolicy' ? 'boolean' : 'switch', { always: true });
    }
  };
}

const quota = 'policies.resourceQuota';
const range = 'policies.limitRange';
const block = 'policies.networkPolicy.outgoingConnections.ipBlock';

/** What becomes of the keys below `isolation`, while it is on. */
export const isolationRules: LegacyRules = under('isolation', {
  podsecuritystandard: (old, to) => podSecurity(old, to, old.value),
  'resourcequota.enabled': part(quota),
  'resourcequota.quota': moved(`${quota}.quota`, 'map'),
  'resourcequota.scopes': moved(`${quota}.scopes`, 'texts'),
  'resourcequota.scopeselector.matchexpressions': moved(`${quota}.scopeSelector.matchExpressions`, 'maps'),
  'resourcequota.annotations': moved(`${quota}.annotations`, 'textMap'),
  'resourcequota.labels': moved(`${quota}.labels`, 'textMap'),
  'limitrange.enabled': part(range),
  'limitrange.default': moved(`${range}.default`, 'map'),
  'limitrange.defaultrequest': moved(`${range}.defaultRequest`, 'map'),
  'limitrange.max': moved(`${range}.max`, 'map', { since: 22 }),
  'limitrange.min': moved(`${range}.min`, 'map', { since: 22 }),
  'networkpolicy.enabled': part('policies.networkPolicy'),
  'networkpolicy.outgoingconnections.ipblock.cidr': moved(`${block}.cidr`, 'text'),
  'networkpolicy.outgoingconnections.ipblock.except': moved(`${block}.except`, 'texts'),
  'networkpolicy.outgoingconnections.platform': moved('policies.networkPolicy.outgoingConnections.platform', 'boolean'),
  namespace: gone('unsupported', () =>
    l10n.t('The objects of isolation are always in the namespace of the vcluster now.'),
  ),
  nodeproxypermission: gone('unsupported', () =>
    l10n.t(
      'The right to proxy nodes cannot be switched any more. Write all rights in rbac.clusterRole.overwriteRules.',
    ),
  ),
});

/** What isolation switches on by itself. */
export function isolate(to: Conversion, isolation: OldKey): void {
  const enabled =
    to.keys.children(isolation).find(({ path }) => String(path.at(-1)).toLowerCase() === 'enabled') ?? isolation;
  const off = (name: string): boolean => {
    const value = to.keys.read('isolation', name, 'enabled');
    return value === false || value === 'false';
  };
  const switched: readonly (readonly [string, string])[] = [
    ['networkPolicy', 'policies.networkPolicy'],
    ['resourceQuota', quota],
    ['limitRange', range],
  ];
  for (const [name, target] of switched) {
    if (!off(name) && to.draft.value(`${target}.enabled`) === undefined) {
      to.set(enabled, `${target}.enabled`, true);
    }
  }
  const standard = to.keys.read('isolation', 'podSecurityStandard');
  if (standard === undefined || standard === null || standard === '') {
    to.set(enabled, 'policies.podSecurityStandard', 'baseline', { weak: true });
  }
}

/** Whether the old file switches isolation on, or leaves that to a template. */
export function isIsolated(to: Conversion): boolean {
  const value = to.keys.read('isolation', 'enabled');
  return isOn(value) || isPlaceholder(value);
}
