import type { KubeObject, ObjectMeta } from '../kube/resource.ts';
import { numberAt, textAt, treeAt, withAt } from './tree.ts';

/** The `autoscaling/v1` Scale of a workload. */
export function scaleOf(workload: KubeObject): KubeObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = workload.metadata ?? {};
  const labels = Object.entries(treeAt(workload, 'spec', 'selector', 'matchLabels'));
  const selector = labels.map(([key, value]) => `${key}=${String(value)}`).join(',');
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp } as ObjectMeta,
    spec: { replicas: numberAt(workload, 'spec', 'replicas') ?? 0 },
    status: { replicas: numberAt(workload, 'status', 'replicas') ?? 0, ...(selector ? { selector } : {}) },
  };
}

/** The workload with the replicas of a Scale, and its resourceVersion if it has one, so that conflicts are noticed. */
export function withScale(workload: KubeObject, scale: unknown): KubeObject {
  const given = textAt(scale, 'metadata', 'resourceVersion');
  const changed = withAt(workload, ['spec', 'replicas'], numberAt(scale, 'spec', 'replicas') ?? 0);
  return given ? withAt(changed, ['metadata', 'resourceVersion'], given) : changed;
}
