import { isDeepStrictEqual } from 'node:util';
import type { Generation } from '../vcluster/model.ts';
import { dig, type Raw } from '../vcluster/raw.ts';

/** Paths that must not change, with the charts' defaults, which are the same as saying nothing. */
export type Fixed = Readonly<Record<string, unknown>>;

const etcd = 'controlPlane.backingStore.etcd.deploy.statefulSet';
const main = 'controlPlane.statefulSet';

function claim(path: string): Fixed {
  return {
    [`${path}.enabled`]: true,
    [`${path}.size`]: '5Gi',
    [`${path}.storageClass`]: undefined,
    [`${path}.accessModes`]: ['ReadWriteOnce'],
  };
}

/** What StatefulSets cannot change: the templates of their volumes, and in which order their pods come. */
export const fixedOfSets: Readonly<Record<Generation, Fixed>> = {
  current: {
    [`${main}.persistence.volumeClaim.size`]: '5Gi',
    [`${main}.persistence.volumeClaim.storageClass`]: undefined,
    [`${main}.persistence.volumeClaim.accessModes`]: ['ReadWriteOnce'],
    [`${main}.persistence.volumeClaimTemplates`]: undefined,
    [`${main}.scheduling.podManagementPolicy`]: 'Parallel',
    ...claim(`${etcd}.persistence.volumeClaim`),
    [`${etcd}.scheduling.podManagementPolicy`]: 'Parallel',
  },
  legacy: {
    'storage.persistence': true,
    'storage.size': '5Gi',
    'storage.className': undefined,
    'syncer.storage.persistence': true,
    'syncer.storage.size': '5Gi',
    'syncer.storage.className': undefined,
    'etcd.storage.persistence': true,
    'etcd.storage.size': '5Gi',
    'etcd.storage.className': undefined,
    volumeClaimTemplates: undefined,
    podManagementPolicy: 'Parallel',
  },
};

/** Fixed once a vcluster exists (config/config.go of 0.36; multi-namespace mode before 0.26). */
export const immutable: Readonly<Record<Generation, readonly string[]>> = {
  current: [
    'sync.toHost.namespaces.enabled',
    'sync.toHost.namespaces.mappingsOnly',
    'sync.toHost.namespaces.mappings.byName',
    'sync.toHost.namespaces.patches',
    'experimental.multiNamespaceMode.enabled',
    'privateNodes.enabled',
    'privateNodes.vpn.enabled',
    'privateNodes.vpn.nodeToNode.enabled',
  ],
  legacy: ['multiNamespaceMode.enabled', 'embeddedEtcd.enabled', 'enableHA'],
};

/** Nothing, false, and empty maps and lists are the same to a chart. */
function normalized(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.length === 0 ? undefined : value.map(normalized);
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, one]) => [key, normalized(one)] as const);
    const kept = entries.filter(([, one]) => one !== undefined);
    return kept.length === 0 ? undefined : Object.fromEntries(kept);
  }
  return value === false || value === null || value === '' ? undefined : value;
}

/** Whether two sets of values mean something else at a path. */
export function differs(before: Raw, after: Raw, path: string, fallback?: unknown): boolean {
  const at = (values: Raw) => normalized(dig(values, ...path.split('.')) ?? fallback);
  return !isDeepStrictEqual(at(before), at(after));
}
