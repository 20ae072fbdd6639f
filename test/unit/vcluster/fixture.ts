import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeObject } from '../../../src/core/kube/resource.ts';
import { foldVCluster, type VClusterParts } from '../../../src/core/vcluster/fold.ts';
import type { VCluster } from '../../../src/core/vcluster/model.ts';
import { projectIngress, projectSecret, projectService } from '../../../src/core/vcluster/objects.ts';
import { projectPod } from '../../../src/core/vcluster/pod.ts';
import { workloadProjection } from '../../../src/core/vcluster/workload.ts';

/** All objects of one control plane, as an API server lists them. */
export interface Fixture {
  readonly release: string;
  readonly namespace: string;
  readonly statefulsets: readonly KubeObject[];
  readonly deployments: readonly KubeObject[];
  readonly pods: readonly KubeObject[];
  readonly services: readonly KubeObject[];
  readonly secrets: readonly KubeObject[];
  readonly ingresses: readonly KubeObject[];
}

const folder = join(import.meta.dirname, '../../fixtures/vcluster');

export function fixture(name: string): Fixture {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
}

/** Synced host objects by `set/resource/name`. */
export function syncedFixtures(): Readonly<Record<string, KubeObject>> {
  return JSON.parse(readFileSync(join(folder, 'synced.json'), 'utf8'));
}

export function partsOf(objects: Fixture, more: Partial<VClusterParts> = {}): VClusterParts {
  return {
    context: 'host',
    namespace: objects.namespace,
    release: objects.release,
    workloads: [
      ...objects.statefulsets.map(workloadProjection('StatefulSet')),
      ...objects.deployments.map(workloadProjection('Deployment')),
    ],
    pods: objects.pods.map(projectPod),
    podAccess: { state: 'known' },
    secrets: objects.secrets.map(projectSecret),
    services: objects.services.map(projectService),
    ingresses: objects.ingresses.map(projectIngress),
    connected: false,
    ...more,
  };
}

export function foldFixture(objects: Fixture, more: Partial<VClusterParts> = {}): VCluster {
  const vcluster = foldVCluster(partsOf(objects, more));
  if (vcluster === undefined) {
    throw new Error('no vcluster');
  }
  return vcluster;
}

/** A deep copy with the values at dotted paths replaced; `undefined` removes one. */
export function changed<T>(value: T, changes: Readonly<Record<string, unknown>>): T {
  const copy = structuredClone(value);
  for (const [path, replacement] of Object.entries(changes)) {
    const keys = path.split('|');
    const last = keys.pop() ?? '';
    let at = copy as Record<string, unknown>;
    for (const key of keys) {
      at[key] ??= {};
      at = at[key] as Record<string, unknown>;
    }
    if (replacement === undefined) {
      delete at[last];
    } else {
      at[last] = replacement;
    }
  }
  return copy;
}
