import * as l10n from '@vscode/l10n';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import type { Host } from '../host/host.ts';
import type { Hosts } from '../host/hosts.ts';
import { listVClusters, unusableContext } from '../host/listing.ts';
import { goneError } from '../vcluster/gone.ts';
import { parseVClusterId, type VClusterAddress } from '../vcluster/id.ts';
import type { VCluster } from '../vcluster/model.ts';

/** The host cluster of a context. @throws KubeError `kubeconfig` when the context cannot be used */
export function hostAt(hosts: Hosts, context: string): Host {
  const host = hosts.open(context);
  if (host === undefined) {
    throw unusableContext(context);
  }
  return host;
}

/**
 * The host of a vcluster that is named by its id.
 * @throws OperationError `invalid` for what is no id, KubeError `kubeconfig` when the context cannot be used
 */
export function hostOf(hosts: Hosts, id: string): { readonly host: Host; readonly address: VClusterAddress } {
  // Other extensions may pass anything.
  const address = typeof id === 'string' ? parseVClusterId(id) : undefined;
  if (address === undefined) {
    throw new OperationError('invalid', l10n.t('“{0}” is not the id of a vcluster.', printable(String(id))));
  }
  return { host: hostAt(hosts, address.context), address };
}

/**
 * A vcluster as its host shows it at the moment.
 * @throws OperationError `gone` when it is not there, and whatever keeps the host from being listed
 */
export async function findVCluster(hosts: Hosts, id: string, signal?: AbortSignal): Promise<VCluster> {
  const { host, address } = hostOf(hosts, id);
  const found = (await listVClusters(hosts, host.context, signal)).find((vcluster) => vcluster.id === id);
  if (found === undefined) {
    throw goneError(address);
  }
  return found;
}
