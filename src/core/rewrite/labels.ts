import { marks } from '../vcluster/marks.ts';
import { child, type Draft, type Node, nodes } from './draft.ts';
import type { Work } from './rule.ts';

/** Gives the keys of a map their names on the host. */
export function renameKeys(draft: Draft, map: Node | undefined, rename: (key: string) => string): void {
  for (const key of Object.keys(map ?? {})) {
    const renamed = rename(key);
    if (map !== undefined && renamed !== key) {
      draft.rename(map, key, renamed);
    }
  }
}

/** Gives the label keys in a label selector their names on the host. */
export function renameSelectorKeys(draft: Draft, selector: Node | undefined, rename: (key: string) => string): void {
  renameKeys(draft, child(selector, 'matchLabels'), rename);
  for (const expression of nodes(selector?.['matchExpressions'])) {
    if (typeof expression['key'] === 'string') {
      draft.set(expression, 'key', rename(expression['key']));
    }
  }
}

/** Makes a label selector match objects of one virtual namespace only; of the whole vcluster where none is named. */
export function narrow({ draft, naming }: Work, selector: Node, namespace?: string): void {
  const labels = draft.within(selector, 'matchLabels');
  draft.set(labels, marks.managedBy, naming.vcluster);
  if (namespace !== undefined) {
    draft.set(labels, marks.virtualNamespace, namespace);
  }
}

/** Rewrites the label selector under a key, if there is one, to the same objects on the host. */
export function rewriteSelector(work: Work, node: Node, key: string): void {
  const selector = child(node, key);
  if (selector === undefined || work.config.namespaces === 'multi') {
    return;
  }
  renameSelectorKeys(work.draft, selector, (label) => work.naming.labelKey(label));
  narrow(work, selector, work.namespace);
}
