/** Keys at the root that only a vcluster.yaml has. */
export const currentKeys: readonly string[] = [
  'controlPlane',
  'exportKubeConfig',
  'networking',
  'policies',
  'integrations',
  'experimental',
  'external',
  'privateNodes',
  'plugins',
  'sleep',
  'sleepMode',
  'snapshots',
  'deletion',
  'platform',
  'deploy',
  'logging',
];

/** Keys at the root that only the values of the charts up to 0.19 have. */
const legacyKeys: readonly string[] = [
  'syncer',
  'vcluster',
  'storage',
  'mapServices',
  'isolation',
  'multiNamespaceMode',
  'enableHA',
  'api',
  'controller',
  'scheduler',
  'etcd',
  'embeddedEtcd',
  'coredns',
  'service',
  'ingress',
  'init',
  'hostpathMapper',
  'serviceAccount',
  'openshift',
  'fallbackHostDns',
  'defaultImageRegistry',
  'globalAnnotations',
  'proLicenseSecret',
  'headless',
  'replicas',
  'serverToken',
  'k3sToken',
  'podDisruptionBudget',
  'centralAdmission',
  'proxy',
  'monitoring',
  'job',
];

/** Which generation of values some data is by its keys; undefined for what neither or both of them have. */
export function generationOf(value: unknown): 'current' | 'legacy' | undefined {
  const keysOf = (inner: unknown): readonly string[] =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? Object.keys(inner) : [];
  const root = keysOf(value);
  const sync = keysOf((value as { readonly sync?: unknown } | null | undefined)?.sync);
  const current = root.some((key) => currentKeys.includes(key)) || sync.some((key) => /^(?:to|from)Host$/u.test(key));
  const legacy = root.some((key) => legacyKeys.includes(key)) || sync.some((key) => !/^(?:to|from)Host$/u.test(key));
  return current === legacy ? undefined : current ? 'current' : 'legacy';
}
