import type { KubeObject } from '../../kube/resource.ts';
import { currentControlPlane } from '../fleet/currentGeneration.ts';
import { legacyControlPlane, legacyLeftovers } from '../fleet/legacy.ts';
import { generationOf, type VClusterRecipe } from '../fleet/recipe.ts';
import { chartDefaults, recipeValues } from './chartValues.ts';
import type { HelmRelease } from './helmRelease.ts';
import { merged } from './merge.ts';

/** A chart with its values filled in. */
export interface RenderedChart {
  readonly workloads: readonly KubeObject[];
  /** What belongs to the workloads and is made before them. */
  readonly others: readonly KubeObject[];
  /** What the CLI and hooks make beside it, which the release does not know. */
  readonly leftovers: readonly KubeObject[];
}

/** What the chart of a vcluster's generation makes of it. */
export function renderChart(recipe: VClusterRecipe, now: number): RenderedChart {
  if (generationOf(recipe.version) === 'legacy') {
    return { ...legacyControlPlane(recipe, now), leftovers: legacyLeftovers(recipe) };
  }
  const config = merged(chartDefaults(false), recipeValues(recipe, false));
  return { ...currentControlPlane(recipe, config, now), leftovers: [] };
}

/** The release that has deployed a chart. */
export function releaseOf(
  recipe: VClusterRecipe,
  { workloads, others }: RenderedChart,
  revision: Pick<HelmRelease, 'revision' | 'firstDeployedAt' | 'deployedAt'>,
): HelmRelease {
  const { name, namespace, version, distro } = recipe;
  const legacy = generationOf(version) === 'legacy';
  return {
    name,
    namespace,
    status: 'deployed',
    chart: { name: legacy && distro !== 'k3s' ? `vcluster-${distro}` : 'vcluster', version },
    config: recipeValues(recipe, legacy),
    defaults: chartDefaults(legacy),
    objects: [...others, ...workloads],
    ...revision,
  };
}
