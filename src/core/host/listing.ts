import * as l10n from '@vscode/l10n';
import { KubeError } from '../kube/error.ts';
import type { VCluster } from '../vcluster/model.ts';
import type { Hosts } from './hosts.ts';

/**
 * The vclusters of one host cluster, once all of them are known.
 * @throws KubeError when they cannot be known: an unreachable cluster is an error, not an empty list
 */
export async function listVClusters(hosts: Hosts, context: string): Promise<readonly VCluster[]> {
  const host = hosts.open(context);
  if (host === undefined) {
    throw new KubeError('kubeconfig', l10n.t('The kubeconfig has no usable context “{0}”.', context));
  }
  const { promise, resolve, reject } = Promise.withResolvers<readonly VCluster[]>();
  const settle = (): void => {
    const { complete, freshness, vclusters } = host.view;
    if (complete) {
      resolve([...vclusters.values()]);
    } else if (freshness.state === 'stale') {
      reject(freshness.why);
    }
  };
  const subscription = host.onDidChange(settle);
  const hold = host.hold();
  try {
    settle();
    return await promise;
  } finally {
    subscription.dispose();
    hold.dispose();
  }
}
