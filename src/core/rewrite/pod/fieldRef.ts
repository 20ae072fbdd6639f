import { child, type Node } from '../draft.ts';
import type { Work } from '../rule.ts';
import { addressMarks } from './marks.ts';

/** Fields whose value on the host would be the host's, with the annotation that holds the virtual one. */
const annotationOfField: Readonly<Record<string, string>> = {
  'metadata.labels': 'vcluster.loft.sh/labels',
  'metadata.name': 'vcluster.loft.sh/name',
  'metadata.namespace': 'vcluster.loft.sh/namespace',
  'metadata.uid': 'vcluster.loft.sh/uid',
  'spec.serviceAccountName': 'vcluster.loft.sh/service-account-name',
};

/** Lets the reference to a field of the pod below `fieldRef` give what it gives inside the vcluster. */
export function rewriteFieldRef({ draft, naming, config }: Work, holder: Node | undefined): void {
  const reference = child(holder, 'fieldRef');
  const path = reference?.['fieldPath'];
  if (reference === undefined || typeof path !== 'string') {
    return;
  }
  const key = /^metadata\.labels\['(.+)'\]$/su.exec(path)?.[1];
  if (key !== undefined) {
    draft.set(reference, 'fieldPath', `metadata.labels['${naming.labelKey(key)}']`);
    return;
  }
  const annotations = { ...annotationOfField, ...(config.nodeAddresses ? addressMarks : {}) };
  if (Object.hasOwn(annotations, path)) {
    draft.set(reference, 'fieldPath', `metadata.annotations['${annotations[path]}']`);
  }
}
