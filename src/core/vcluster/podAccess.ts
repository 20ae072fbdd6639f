import * as l10n from '@vscode/l10n';
import { KubeError } from '../kube/error.ts';
import type { PodRecord } from './pod.ts';
import type { Source } from './source.ts';
import type { PodAccess } from './status.ts';

/** How much of the pods of one host namespace can be read now. */
export function podAccess(pods: Source<PodRecord>, namespace: string): PodAccess {
  const { error, narrowedTo } = pods;
  if (KubeError.is(error, 'forbidden')) {
    return { state: 'denied', message: error.message };
  }
  if (narrowedTo && !narrowedTo.includes(namespace)) {
    return { state: 'denied', message: l10n.t('Pods in the namespace {0} cannot be listed.', namespace) };
  }
  return { state: pods.synced ? 'known' : 'loading' };
}

/** A text that differs whenever `podAccess` differs for some namespace. */
export function podAccessMark(pods: Source<PodRecord>): string {
  const forbidden = KubeError.is(pods.error, 'forbidden') ? pods.error.message : '';
  return JSON.stringify([forbidden, pods.narrowedTo, pods.synced]);
}
