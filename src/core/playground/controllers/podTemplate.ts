import { createHash } from 'node:crypto';
import type { KubeObject } from '../../kube/resource.ts';
import { at, nameOf, namespaceOf, numberAt, textAt, textsAt, treeAt } from '../tree.ts';
import { controlledBy } from './controller.ts';

const hashLength = 10;

/** The hash of a workload's pod template, in the letters that Kubernetes uses for it. */
export function templateHash(workload: KubeObject): string {
  const digest = createHash('sha256')
    .update(JSON.stringify(at(workload, 'spec', 'template') ?? {}))
    .digest();
  const letters = 'bcdfghjklmnpqrstvwxz2456789';
  return Array.from(digest.subarray(0, hashLength), (byte) => letters[byte % letters.length]).join('');
}

/** The name of a StatefulSet's present revision. */
export function revisionOf(statefulSet: KubeObject): string {
  return `${nameOf(statefulSet)}-${templateHash(statefulSet)}`;
}

function podOf(workload: KubeObject, name: string, labels: Readonly<Record<string, string>>, spec: object): KubeObject {
  const annotations = textsAt(workload, 'spec', 'template', 'metadata', 'annotations');
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: namespaceOf(workload),
      generateName: `${nameOf(workload)}-`,
      labels: { ...textsAt(workload, 'spec', 'template', 'metadata', 'labels'), ...labels },
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
      ownerReferences: [controlledBy(workload)],
    },
    spec: { ...treeAt(workload, 'spec', 'template', 'spec'), ...spec },
  };
}

/** The pod of a StatefulSet with this ordinal, as its controller creates it. */
export function statefulSetPod(statefulSet: KubeObject, ordinal: number): KubeObject {
  const name = `${nameOf(statefulSet)}-${ordinal}`;
  const labels = {
    'apps.kubernetes.io/pod-index': String(ordinal),
    'controller-revision-hash': revisionOf(statefulSet),
    'statefulset.kubernetes.io/pod-name': name,
  };
  return podOf(statefulSet, name, labels, {
    hostname: name,
    subdomain: textAt(statefulSet, 'spec', 'serviceName') ?? '',
  });
}

/** The ReplicaSet that stands for a Deployment's present template. */
export function deploymentReplicaSet(deployment: KubeObject): KubeObject {
  const hash = templateHash(deployment);
  const labels = { ...textsAt(deployment, 'spec', 'template', 'metadata', 'labels'), 'pod-template-hash': hash };
  const template = treeAt(deployment, 'spec', 'template');
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${nameOf(deployment)}-${hash}`,
      namespace: namespaceOf(deployment),
      labels,
      annotations: { 'deployment.kubernetes.io/revision': '1' },
      ownerReferences: [controlledBy(deployment)],
    },
    spec: {
      replicas: numberAt(deployment, 'spec', 'replicas') ?? 1,
      selector: {
        matchLabels: { ...textsAt(deployment, 'spec', 'selector', 'matchLabels'), 'pod-template-hash': hash },
      },
      template: { ...template, metadata: { ...treeAt(template, 'metadata'), labels } },
    },
  };
}

/** A pod of a ReplicaSet; `suffix` is what its name ends with. */
export function replicaSetPod(replicaSet: KubeObject, suffix: string): KubeObject {
  return podOf(replicaSet, `${nameOf(replicaSet)}-${suffix}`, {}, {});
}
