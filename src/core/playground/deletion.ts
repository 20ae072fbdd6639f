import type { KubeObject } from '../kube/resource.ts';
import type { Served } from './catalogue.ts';
import { preconditionFailed } from './refusal.ts';
import { kubeTime, listAt, nameOf, numberAt, textAt, withAt } from './tree.ts';

/** The parts of `meta/v1.DeleteOptions` that are obeyed. */
export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: 'Orphan' | 'Background' | 'Foreground';
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly dryRun?: boolean;
}

/** What a deletion makes of an object: gone, marked as going away, or as it was since it is going away already. */
export type Deletion =
  | { readonly outcome: 'removed'; readonly object: KubeObject }
  | { readonly outcome: 'marked'; readonly object: KubeObject }
  | { readonly outcome: 'unchanged'; readonly object: KubeObject };

function check(type: Served, object: KubeObject, options: DeleteOptions): void {
  const { uid, resourceVersion } = options.preconditions ?? {};
  const { uid: actual, resourceVersion: version } = object.metadata ?? {};
  if (uid && uid !== actual) {
    throw preconditionFailed(type, nameOf(object), `UID in precondition: ${uid}, UID in object meta: ${actual}`);
  }
  if (resourceVersion && resourceVersion !== version) {
    const what = `ResourceVersion in precondition: ${resourceVersion}, ResourceVersion in object meta: ${version}`;
    throw preconditionFailed(type, nameOf(object), what);
  }
}

/** The seconds that an object is left to end by itself. Only pods that were given a node have any. */
function graceSeconds(type: Served, object: KubeObject, options: DeleteOptions): number {
  if (
    type.plural !== 'pods' ||
    !textAt(object, 'spec', 'nodeName') ||
    ['Succeeded', 'Failed'].includes(textAt(object, 'status', 'phase') ?? '')
  ) {
    return 0;
  }
  return options.gracePeriodSeconds ?? numberAt(object, 'spec', 'terminationGracePeriodSeconds') ?? 30;
}

function finalizersFor({ propagationPolicy }: DeleteOptions): readonly string[] {
  return propagationPolicy === 'Foreground' ? ['foregroundDeletion'] : propagationPolicy === 'Orphan' ? ['orphan'] : [];
}

/**
 * What becomes of an object on a DELETE, by the rules of kube-apiserver: preconditions, grace of pods, finalizers, and
 * namespaces that stay until they are empty. Throws a 409 when a precondition does not hold.
 */
export function deletion(type: Served, object: KubeObject, options: DeleteOptions, now: number): Deletion {
  check(type, object, options);
  const finalizers = [...new Set([...listAt(object, 'metadata', 'finalizers'), ...finalizersFor(options)])];
  const seconds = graceSeconds(type, object, options);
  const stays = finalizers.length > 0 || seconds > 0 || type.plural === 'namespaces';
  if (!stays) {
    return { outcome: 'removed', object };
  }
  if (object.metadata?.deletionTimestamp && seconds > 0) {
    return { outcome: 'unchanged', object };
  }
  const deletionTimestamp = object.metadata?.deletionTimestamp ?? kubeTime(now + seconds * 1000);
  const metadata = {
    ...object.metadata,
    deletionTimestamp,
    deletionGracePeriodSeconds: seconds,
    ...(finalizers.length > 0 ? { finalizers } : {}),
  };
  const marked: KubeObject = { ...object, metadata };
  return {
    outcome: 'marked',
    object: type.plural === 'namespaces' ? withAt(marked, ['status', 'phase'], 'Terminating') : marked,
  };
}
