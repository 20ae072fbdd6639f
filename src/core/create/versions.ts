import { parseVersion } from '../base/version.ts';
import type { Generation } from '../vcluster/model.ts';

/** Chart versions to offer, the newest first. Any other published version may be typed. */
export const suggestedChartVersions: Readonly<Record<Generation, readonly [string, ...string[]]>> = {
  current: [
    '0.36.1',
    '0.35.0',
    '0.34.0',
    '0.32.0',
    '0.31.3',
    '0.30.0',
    '0.28.0',
    '0.26.0',
    '0.24.0',
    '0.22.0',
    '0.20.0',
  ],
  legacy: ['0.19.10', '0.16.4', '0.14.2'],
};

/** The newest version that is known of a generation. */
export function newestChartVersion(generation: Generation): string {
  return suggestedChartVersions[generation][0];
}

/** The minors of Kubernetes 1 from the oldest to the newest. */
export interface KubernetesRange {
  readonly from: number;
  readonly to: number;
}

/** By minor of chart 0: the Kubernetes that it has images and tests for. Not known for every chart. */
const kubernetesRanges: ReadonlyMap<number, KubernetesRange> = new Map([
  [14, { from: 16, to: 26 }],
  [18, { from: 25, to: 29 }],
  [19, { from: 25, to: 29 }],
  [36, { from: 30, to: 36 }],
]);

/** The Kubernetes versions that a chart was made for; undefined where that is not known. */
export function kubernetesRange(chartVersion: string): KubernetesRange | undefined {
  const version = parseVersion(chartVersion);
  return version?.major === 0 ? kubernetesRanges.get(version.minor) : undefined;
}
