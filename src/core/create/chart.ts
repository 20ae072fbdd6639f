import type { CreateChoices } from './choices.ts';
import { legacyDistro } from './parts.ts';

/** Where vcluster's charts are published. */
export const chartRepository = 'https://charts.loft.sh';

export interface ChartReference {
  readonly name: string;
  readonly version: string;
  readonly repo: string;
}

/** The chart that makes it: `vcluster`; in the old generation that is k3s, and the other distros have their own. */
export function chartOf(choices: CreateChoices): ChartReference {
  const distro = legacyDistro(choices);
  const suffix = choices.generation === 'legacy' && distro !== 'k3s' ? `-${distro}` : '';
  return { name: `vcluster${suffix}`, version: choices.chartVersion.replace(/^v/u, ''), repo: chartRepository };
}
