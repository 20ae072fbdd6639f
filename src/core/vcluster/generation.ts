import { parseImage } from './image.ts';
import type { Generation } from './model.ts';
import { isSyncerImage } from './template.ts';
import type { WorkloadRecord } from './workload.ts';

/** What tells the generation of a vcluster. */
export interface GenerationEvidence {
  readonly main: WorkloadRecord;
  readonly components: readonly WorkloadRecord[];
  /** Whether the Secret `vc-config-NAME` is there; false also where Secrets cannot be read. */
  readonly configSecret: boolean;
}

/** The generation that a chart, CLI or syncer of this version belongs to; undefined for no version, and for 0.0.x, which builds from source call themselves. */
export function generationOfVersion(version: string | undefined): Generation | undefined {
  const [, major, minor] = /^v?(\d+)\.(\d+)(?:\.|$)/u.exec(version ?? '') ?? [];
  if (major === undefined || minor === undefined || (Number(major) === 0 && Number(minor) === 0)) {
    return undefined;
  }
  return Number(major) > 0 || Number(minor) >= 20 ? 'current' : 'legacy';
}

function byImage(image: string | undefined): Generation | undefined {
  const reference = parseImage(image ?? '');
  return isSyncerImage(reference) ? generationOfVersion(reference.tag) : undefined;
}

/** A distro's own container beside the syncer, or components of their own, exist in charts up to 0.19 only. */
function byStructure({ main, components }: GenerationEvidence): Generation {
  return main.besideDistro || components.some(({ role }) => role === 'api' || role === 'controller')
    ? 'legacy'
    : 'current';
}

/**
 * The one place that tells the generations apart. The evidence, from the strongest: the version of vcluster's own chart in
 * the label `chart`; the tag of the syncer's image, if it is vcluster's; the Secret `vc-config-NAME`, which charts from 0.20
 * on make; the shape of the workloads. Versions 0.0.x prove nothing.
 */
export function generationOf(evidence: GenerationEvidence): Generation {
  const { main, configSecret } = evidence;
  return (
    generationOfVersion(main.chart?.version) ??
    byImage(main.image) ??
    (configSecret ? 'current' : byStructure(evidence))
  );
}

/** The tag of the syncer's image, without a leading `v`; else the version of vcluster's own chart. */
export function versionOf({ image, chart }: WorkloadRecord): string | undefined {
  return (parseImage(image ?? '').tag ?? chart?.version)?.replace(/^v(?=\d)/u, '');
}
