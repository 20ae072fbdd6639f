import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { abortable } from '../kube/deadline.ts';
import { KubeError } from '../kube/error.ts';
import type { Freshness } from '../kube/freshness.ts';
import type { VCluster } from '../vcluster/model.ts';
import type { Host } from './host.ts';
import type { Hosts } from './hosts.ts';

/** The kubeconfig does not lead to a host any more, or never did. */
export function unusableContext(context: string): KubeError {
  return new KubeError('kubeconfig', l10n.t('The kubeconfig has no usable context “{0}”.', printable(context)));
}

/**
 * What the host says by itself at the moment; undefined while it is on its way. What is left from before does not count, nor
 * does the failure that was `known` already.
 */
function outcome({ view }: Host, known: Freshness): readonly VCluster[] | KubeError | undefined {
  const { complete, freshness, vclusters } = view;
  if (freshness.state === 'stale') {
    return freshness === known ? undefined : freshness.why;
  }
  const fresh = freshness.state === 'live' || freshness.state === 'polling';
  return fresh && complete ? [...vclusters.values()] : undefined;
}

/**
 * The vclusters of one host cluster, once all of them are known. A host whose data is stale is asked again first.
 * @throws KubeError when they cannot be known: an unreachable cluster is an error, not an empty list; or `cancelled`
 */
export async function listVClusters(hosts: Hosts, context: string, signal?: AbortSignal): Promise<readonly VCluster[]> {
  const host = hosts.open(context);
  if (host === undefined) {
    throw unusableContext(context);
  }
  const { promise, resolve, reject } = Promise.withResolvers<readonly VCluster[]>();
  const known = host.view.freshness;
  const settle = (): void => {
    const result = outcome(host, known);
    if (KubeError.is(result)) {
      reject(result);
    } else if (result !== undefined) {
      resolve(result);
    }
  };
  const subscriptions = [
    host.onDidChange(settle),
    host.onDidDispose(() => reject(unusableContext(context))),
    host.hold(),
  ];
  try {
    if (known.state === 'stale') {
      host.refresh();
    }
    settle();
    return await (signal === undefined ? promise : abortable(promise, signal));
  } catch (error) {
    throw signal?.aborted ? new KubeError('cancelled', l10n.t('Cancelled.')) : error;
  } finally {
    for (const subscription of subscriptions) {
      subscription.dispose();
    }
  }
}
