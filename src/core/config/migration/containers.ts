import type { Conversion } from './legacyConversion.ts';

/** Keys that only charts of 0.18 and 0.19 had. */
const later: readonly (readonly string[])[] = [
  ['admission'],
  ['centralAdmission'],
  ['proLicenseSecret'],
  ['syncer', 'storage'],
  ['coredns', 'fallback'],
  ['rbac', 'role', 'extraRules'],
  ['rbac', 'clusterRole', 'extraRules'],
  ['service', 'loadBalancerAnnotations'],
  ['sync', 'nodes', 'reservedResources'],
];

/**
 * Whether an old file is, by its keys, for a chart of 0.18 or 0.19, where the container of the syncer ran the API server as well, and the others
 * only copied programs. False where nothing tells.
 */
export function runsInOneContainer({ keys, distro }: Pick<Conversion, 'keys' | 'distro'>): boolean {
  const single = distro === 'k3s' || distro === 'k0s';
  const command = keys.read('vcluster', 'command');
  return (
    later.some((path) => keys.read(...path) !== undefined) ||
    (single && keys.read('syncer', 'replicas') !== undefined) ||
    (Array.isArray(command) && String(command[0]).startsWith('/binaries/'))
  );
}
