import type { KubeObject } from '../../../src/core/kube/resource.ts';

const created = '2026-05-17T12:00:00Z';

/** The StatefulSet of a vcluster of the new generation. */
export function statefulSet(namespace: string, name: string, replicas = 1): KubeObject {
  return {
    metadata: {
      name,
      namespace,
      uid: `sts-${namespace}-${name}`,
      creationTimestamp: created,
      labels: { app: 'vcluster', release: name, chart: 'vcluster-0.28.0' },
    },
    spec: {
      replicas,
      template: { spec: { containers: [{ name: 'syncer', image: 'ghcr.io/loft-sh/vcluster-pro:0.28.0' }] } },
    },
    status: { readyReplicas: replicas },
  };
}

function podOf(metadata: KubeObject['metadata'], waiting: string | undefined): KubeObject {
  const ready = waiting === undefined;
  return {
    metadata: { creationTimestamp: created, ...metadata },
    spec: { nodeName: 'node-a', containers: [{ name: 'syncer' }] },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
      containerStatuses: [
        {
          name: 'syncer',
          ready,
          restartCount: ready ? 0 : 3,
          state: ready ? { running: {} } : { waiting: { reason: waiting } },
        },
      ],
    },
  };
}

/** Its pod, running, or waiting for a reason. */
export function syncerPod(namespace: string, name: string, waiting?: string): KubeObject {
  const labels = { app: 'vcluster', release: name };
  return podOf({ name: `${name}-0`, namespace, uid: `pod-${namespace}-${name}`, labels }, waiting);
}

/** Metadata of something that the vcluster `owner` in the host namespace `host` synced. */
export function syncedMetadata(host: string, owner: string, namespace: string, name: string): KubeObject['metadata'] {
  return {
    name: `${name}-x-${namespace}-x-${owner}`,
    namespace: host,
    uid: `synced-${namespace}-${name}`,
    labels: { 'vcluster.loft.sh/managed-by': owner, 'vcluster.loft.sh/namespace': namespace },
    annotations: {
      'vcluster.loft.sh/object-name': name,
      'vcluster.loft.sh/object-namespace': namespace,
      'vcluster.loft.sh/object-host-name': `${name}-x-${namespace}-x-${owner}`,
    },
  };
}

/** A synced pod, running, or waiting for a reason. */
export function syncedPod(host: string, owner: string, namespace: string, name: string, waiting?: string): KubeObject {
  return podOf(syncedMetadata(host, owner, namespace, name), waiting);
}

/** The CoreDNS pod of a vcluster, on its host. */
export function coreDnsPod(host: string, owner: string): KubeObject {
  const pod = syncedPod(host, owner, 'kube-system', 'coredns-1');
  const annotations = { ...pod.metadata?.annotations, 'vcluster.loft.sh/labels': 'k8s-app="vcluster-kube-dns"' };
  return { ...pod, metadata: { ...pod.metadata, annotations } };
}

export function namespaceObject(name: string): KubeObject {
  return { metadata: { name, uid: `ns-${name}` } };
}

/** A pod inside a vcluster, running, or waiting for a reason. */
export function innerPod(namespace: string, name: string, waiting?: string): KubeObject {
  return podOf({ name, namespace, uid: `inner-${namespace}-${name}` }, waiting);
}
