import type { KubeClient } from '../kube/client.ts';
import { KubeError } from '../kube/error.ts';
import { resources } from '../kube/resource.ts';
import { loadDocuments } from '../kubeconfig/document.ts';
import type { VClusterAddress } from '../vcluster/id.ts';
import type { ControlPlaneRole } from '../vcluster/model.ts';
import { dig } from '../vcluster/raw.ts';

/** How many replicas a part of a control plane is to have, and whether that was read or is the default. */
export interface ConfiguredReplicas {
  readonly of: (role: ControlPlaneRole) => number;
  readonly problem?: KubeError;
}

/** Where vcluster.yaml says it. Both are 1 when left out. */
const paths: Readonly<Partial<Record<ControlPlaneRole, readonly string[]>>> = {
  syncer: ['controlPlane', 'statefulSet', 'highAvailability', 'replicas'],
  etcd: ['controlPlane', 'backingStore', 'etcd', 'deploy', 'statefulSet', 'highAvailability', 'replicas'],
};

/** The configuration that a chart from 0.20 on keeps in the Secret `vc-config-NAME`; undefined where there is none. */
async function readConfig(client: KubeClient, { namespace, name }: VClusterAddress, signal: AbortSignal) {
  const secret = await client.get(resources.secrets, namespace, `vc-config-${name}`, { signal });
  const data = dig(secret, 'data', 'config.yaml');
  return typeof data === 'string' ? loadDocuments(Buffer.from(data, 'base64').toString(), 'config.yaml')[0] : undefined;
}

function replicasAt(config: unknown, path: readonly string[]): number | undefined {
  let at = config;
  for (const key of path) {
    at = at instanceof Map ? at.get(key) : undefined;
  }
  const replicas = typeof at === 'string' ? Number(at) : Number.NaN;
  return Number.isSafeInteger(replicas) && replicas > 0 && replicas < 1000 ? replicas : undefined;
}

/**
 * How many replicas the parts of a vcluster are to have by its configuration, as the CLI of the current generation reads it for one
 * that was scaled to zero by hand: 1 where nothing says more, which is always so up to 0.19.
 */
export async function configuredReplicas(
  client: KubeClient,
  address: VClusterAddress,
  signal: AbortSignal,
): Promise<ConfiguredReplicas> {
  try {
    const config = await readConfig(client, address, signal);
    return { of: (role) => replicasAt(config, paths[role] ?? []) ?? 1 };
  } catch (error) {
    if (KubeError.is(error, 'notFound')) {
      return { of: () => 1 };
    }
    if (KubeError.is(error, 'forbidden', 'kubeconfig')) {
      return { of: () => 1, problem: error };
    }
    throw error;
  }
}
