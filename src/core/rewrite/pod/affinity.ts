import * as l10n from '@vscode/l10n';
import { marks } from '../../vcluster/marks.ts';
import type { RewriteConfig } from '../config.ts';
import { child, type Node, nodes } from '../draft.ts';
import { narrow, renameSelectorKeys } from '../labels.ts';
import { pages, type Rule, type Work } from '../rule.ts';

/** The terms of affinity and anti-affinity between pods, required and preferred. */
function terms(pod: Node): readonly Node[] {
  const affinity = child(child(pod, 'spec'), 'affinity');
  return ['podAffinity', 'podAntiAffinity'].flatMap((kind) => {
    const rules = child(affinity, kind);
    const preferred = nodes(rules?.['preferredDuringSchedulingIgnoredDuringExecution']);
    return [
      ...nodes(rules?.['requiredDuringSchedulingIgnoredDuringExecution']),
      ...nodes(preferred.map((one) => one['podAffinityTerm'])),
    ];
  });
}

function isEmpty(selector: Node): boolean {
  const expressions = selector['matchExpressions'];
  const labels = Object.keys(child(selector, 'matchLabels') ?? {});
  return labels.length === 0 && !(Array.isArray(expressions) && expressions.length > 0);
}

/** Moves what selects namespaces into a selector of pods, which carry the labels of their namespace. */
export function mergeNamespaceSelector(work: Work, selector: Node, namespaces: Node): void {
  const { draft, naming } = work;
  for (const [key, value] of Object.entries(child(namespaces, 'matchLabels') ?? {})) {
    draft.set(draft.within(selector, 'matchLabels'), naming.namespaceLabelKey(key), value);
  }
  const expressions = nodes(namespaces['matchExpressions']).map((one) => ({
    ...one,
    key: naming.namespaceLabelKey(String(one['key'])),
  }));
  if (expressions.length > 0) {
    draft.add(selector, 'matchExpressions', expressions);
  }
}

/** Whether a selector of namespaces comes beside that of pods. Up to v0.19.4 it replaced it. */
function mergesSelectors({ minor, patch }: RewriteConfig): boolean {
  return minor > 19 || (minor === 19 && patch >= 5);
}

function rewriteTerm(work: Work, term: Node): void {
  const { draft, config, naming } = work;
  const selector = child(term, 'labelSelector');
  const namespaceSelector = child(term, 'namespaceSelector');
  const names = Array.isArray(term['namespaces']) ? term['namespaces'] : [];
  if (selector !== undefined) {
    const replaced = !mergesSelectors(config) && names.length === 0 && namespaceSelector !== undefined;
    if (replaced) {
      for (const key of Object.keys(selector)) {
        draft.remove(selector, key);
      }
    }
    renameSelectorKeys(draft, selector, (key) => naming.labelKey(key));
    if (names.length > 0) {
      if (namespaceSelector === undefined || !isEmpty(namespaceSelector)) {
        draft.add(selector, 'matchExpressions', [{ key: marks.virtualNamespace, operator: 'In', values: [...names] }]);
      }
      narrow(work, selector);
    } else if (namespaceSelector === undefined) {
      narrow(work, selector, work.namespace);
    } else {
      mergeNamespaceSelector(work, selector, namespaceSelector);
      narrow(work, selector);
    }
  }
  for (const key of Object.keys(term)) {
    if (key !== 'labelSelector' && key !== 'topologyKey') {
      draft.remove(term, key);
    }
  }
}

/** Affinity between pods. */
export const affinity: Rule = {
  id: 'pod.affinity',
  reason: () => l10n.t('All pods share one namespace on the host, so namespaces become labels in the selector.'),
  link: pages.pods,
  holds: ({ namespaces }) => namespaces === 'single',
  apply: (work) => {
    for (const term of terms(work.object)) {
      rewriteTerm(work, term);
    }
  },
};
