import * as l10n from '@vscode/l10n';
import type { ConfigPath } from '../finding.ts';
import { isPlaceholder } from '../template.ts';
import type { Report, Rule } from './rule.ts';
import { isFields, pathOf, type Settings } from './settings.ts';

/** Lists of rules, and whether they become a Role, which is of one namespace. */
interface Rules {
  readonly path: ConfigPath;
  readonly namespaced: boolean;
}

function lists(settings: Settings): readonly Rules[] {
  const pluginKeys = ['plugins', 'plugin'].flatMap((base) =>
    settings.entries(base).map(([key]) => [base, key, 'rbac']),
  );
  return ['role', 'clusterRole'].flatMap((kind) => {
    const namespaced = kind === 'role';
    const own = settings.refused(`rbac.${kind}.enabled`)
      ? []
      : ['extraRules', 'overwriteRules'].map((key) => pathOf('rbac', kind, key));
    return [...own, ...pluginKeys.map((path) => [...path, kind, 'extraRules'])].map((path) => ({ path, namespaced }));
  });
}

/** Whether nothing is there for certain. */
function lacks(fields: Readonly<Record<string, unknown>>, key: string): boolean {
  const value = fields[key];
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

/** What Kubernetes refuses about one rule, as its validation of RBAC has it. */
function fault(rule: Readonly<Record<string, unknown>>, namespaced: boolean): string | undefined {
  if (lacks(rule, 'verbs')) {
    return l10n.t('Say what is allowed: verbs.');
  }
  if (!lacks(rule, 'nonResourceURLs')) {
    if (namespaced) {
      return l10n.t('A role of one namespace has no nonResourceURLs. Write them under rbac.clusterRole.');
    }
    return ['apiGroups', 'resources', 'resourceNames'].every((key) => lacks(rule, key))
      ? undefined
      : l10n.t('A rule is about resources or about nonResourceURLs. Make two rules of it.');
  }
  if (lacks(rule, 'apiGroups')) {
    return l10n.t('Say of which API groups: apiGroups, with "" for the core of Kubernetes.');
  }
  return lacks(rule, 'resources') ? l10n.t('Say about what: resources.') : undefined;
}

function checkRules(settings: Settings): readonly Report[] {
  return lists(settings).flatMap(({ path, namespaced }) =>
    settings.items(path).flatMap((item, index): readonly Report[] => {
      const open = !isFields(item) || JSON.stringify(item).includes('{{') || Object.values(item).some(isPlaceholder);
      const message = open ? undefined : fault(item, namespaced);
      return message === undefined ? [] : [{ path: [...path, index], at: 'key', message }];
    }),
  );
}

/** Rules about the permissions of the control plane. */
export const roleRules: readonly Rule[] = [
  {
    code: 'role-rule',
    severity: 'warning',
    explanation: () =>
      l10n.t(
        'Each item of extraRules and overwriteRules is a rule of Kubernetes: verbs, with apiGroups and resources, or with nonResourceURLs where it is for the whole cluster. Neither the schema nor vcluster looks at them, but the host cluster refuses the role otherwise.',
      ),
    check: checkRules,
  },
];
