import type { VClusterRecipe } from './recipe.ts';
import type { VClusterSeeder } from './vclusterSeeder.ts';

/** A fleet of that many alike vclusters, for measuring. */
export interface BulkFleet {
  readonly vclusters: number;
  /** Synced pods in each. */
  readonly podsEach: number;
}

function recipe(number: number, podsEach: number): VClusterRecipe {
  const name = `vc-${String(number).padStart(4, '0')}`;
  return {
    name,
    namespace: `vcluster-${name}`,
    version: '0.36.1',
    distro: 'k8s',
    kubernetes: 'v1.36.0',
    state: 'running',
    ageDays: 10,
    apps: [{ kind: 'Deployment', name: 'app', namespace: 'default', image: 'nginx:1.27', replicas: podsEach }],
  };
}

/** Puts the fleet into a store. */
export function seedBulk(vclusters: VClusterSeeder, { vclusters: count, podsEach }: BulkFleet): void {
  for (let number = 1; number <= count; number += 1) {
    vclusters.seedLean(recipe(number, podsEach));
  }
}
