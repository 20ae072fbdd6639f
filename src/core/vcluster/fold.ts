import { kubernetesOf } from './distro.ts';
import { exposureOf } from './exposure.ts';
import { generationOf, versionOf } from './generation.ts';
import { vclusterId } from './id.ts';
import type { VCluster } from './model.ts';
import type { IngressRecord, NamespaceRecord, SecretRecord, ServiceRecord } from './objects.ts';
import type { PodRecord } from './pod.ts';
import { defined } from './raw.ts';
import { roleOrder } from './role.ts';
import { type PodAccess, statusOf } from './status.ts';
import type { WorkloadRecord } from './workload.ts';

/** Every record of one release in one host namespace. */
export interface VClusterParts {
  readonly context: string;
  readonly namespace: string;
  readonly release: string;
  readonly workloads: readonly WorkloadRecord[];
  readonly pods: readonly PodRecord[];
  readonly podAccess: PodAccess;
  readonly secrets: readonly SecretRecord[];
  readonly services: readonly ServiceRecord[];
  readonly ingresses: readonly IngressRecord[];
  readonly hostNamespace?: NamespaceRecord;
  readonly connected: boolean;
}

/** A StatefulSet before a Deployment, then the one named like the release, then the first by name. */
function mainWorkload({ workloads, release }: VClusterParts): WorkloadRecord | undefined {
  const order = (one: WorkloadRecord) => (one.kind === 'StatefulSet' ? 0 : 2) + (one.name === release ? 0 : 1);
  return workloads
    .filter(({ role }) => role === 'syncer')
    .toSorted((a, b) => order(a) - order(b) || (a.name < b.name ? -1 : 1))[0];
}

function inOrder(pods: readonly PodRecord[]): readonly PodRecord[] {
  const byName = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true });
  return pods.toSorted(
    (a, b) => roleOrder.indexOf(a.pod.role) - roleOrder.indexOf(b.pod.role) || byName(a.name, b.name),
  );
}

function replicasOf(main: WorkloadRecord, pods: readonly PodRecord[], access: PodAccess): VCluster['replicas'] {
  const ready = pods.filter(({ pod, ended }) => pod.role === 'syncer' && pod.phase === 'running' && !ended).length;
  return { wanted: main.replicas ?? 1, ready: access.state === 'known' ? ready : main.readyReplicas };
}

/**
 * One vcluster from its records; undefined where no workload of a syncer is among them. Pure and total: the records were
 * narrowed when they were read. Of two workloads of one release the StatefulSet counts, else the one with its name.
 */
export function foldVCluster(parts: VClusterParts): VCluster | undefined {
  const { context, namespace, release, podAccess, services, ingresses, hostNamespace, connected } = parts;
  const main = mainWorkload(parts);
  if (!main) {
    return undefined;
  }
  const components = parts.workloads.filter(({ role }) => role !== 'syncer' && role !== 'other');
  const pods = inOrder(parts.pods);
  const config = parts.secrets.find(({ name }) => name === `vc-config-${release}`);
  const generation = generationOf({ main, components, configSecret: config !== undefined });
  const kubernetes = kubernetesOf(main, components, generation);
  return defined<VCluster>({
    id: vclusterId({ context, namespace, name: release }),
    context,
    namespace,
    name: release,
    uid: main.uid,
    generation,
    chart: main.chart,
    version: versionOf(main),
    image: main.image,
    distro: kubernetes.distro,
    kubernetesVersion: kubernetes.version,
    workload: { kind: main.kind, name: main.name },
    replicas: replicasOf(main, pods, podAccess),
    highlyAvailable: ((main.replicas === 0 ? main.pausedReplicas : main.replicas) ?? 1) > 1,
    exposure: exposureOf({ name: release, services, ingresses, pods }),
    createdAt: main.createdAt,
    status: statusOf({
      main,
      components,
      pods,
      podAccess,
      ...(config && { config }),
      ...(hostNamespace && { namespace: hostNamespace }),
    }),
    connected,
    pods: pods.map(({ pod }) => pod),
  });
}
