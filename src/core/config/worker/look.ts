import { generationOfVersion } from '../../vcluster/generation.ts';
import type { Generation } from '../../vcluster/model.ts';
import { parseConfig } from '../document.ts';
import type { Finding } from '../finding.ts';
import { generationOf, recogniseDocument } from '../recognition/recognition.ts';
import { inFile, type ValuesBlock } from '../recognition/valuesBlock.ts';
import { type DocumentVersion, documentVersion, versionReason } from '../recognition/version.ts';
import type { RuleOptions } from '../rules/rules.ts';
import type { LegacyDistro } from '../schema/target.ts';
import { validateConfig, validateDocument } from '../validate.ts';
import { distroOf } from './distro.ts';

/** A file that may hold values, and what is known of it beside its text. */
export interface LookRequest {
  /** Of the file, or its name. */
  readonly path: string;
  readonly text: string;
  /** The Chart.yaml beside it. */
  readonly chartYaml?: string;
  /** Of the vcluster that it is deployed as: its version, and the distro of an old one. */
  readonly deployed?: string | undefined;
  readonly distro?: LegacyDistro | undefined;
  readonly setting?: string | undefined;
  /** What the user has chosen for this file. */
  readonly chosen?: string | undefined;
  /** Whether somebody has said that it holds values, whatever its name and content. */
  readonly certain?: boolean;
}

/** What is to be said of a file with values. */
export interface Look {
  readonly form: 'values' | 'carrier';
  readonly generation: Generation;
  readonly version: DocumentVersion;
  /** Why that version, in the user's language. */
  readonly reason: string;
  readonly distro?: LegacyDistro;
  /** In the file's own places. */
  readonly findings: readonly Finding[];
  /** Where the values stand in the file. */
  readonly blocks: readonly ValuesBlock[];
}

/** What values are checked for. */
export interface BlockTarget {
  readonly generation: Generation;
  readonly version: DocumentVersion;
  readonly distro?: LegacyDistro;
}

/** What the values in a part of a file are checked for; each part may have a chart of its own beside it. */
export function blockTarget(
  request: LookRequest,
  block: ValuesBlock,
  byKeys: Generation = generationOf(block),
): BlockTarget {
  const { text, chosen, deployed, setting } = request;
  const generation = generationOfVersion(deployed) ?? byKeys;
  const version = documentVersion({ text, generation, chosen, deployed, chart: block.chart?.version, setting });
  return { generation, version, ...(generation === 'legacy' ? { distro: request.distro ?? distroOf(block) } : {}) };
}

/** The same for the checks. */
export function optionsOf({ version: { version }, distro }: Pick<BlockTarget, 'version' | 'distro'>): RuleOptions {
  return { version, ...(distro === undefined ? {} : { distro }) };
}

/** What a file is, and what is to be said of it; undefined for a file that has nothing to do with vclusters. Pure. */
export function look(request: LookRequest): Look | undefined {
  const document = parseConfig(request.text);
  const recognised = recogniseDocument(
    request.certain === true ? 'vcluster.yaml' : request.path,
    document,
    request.chartYaml,
  );
  const [first] = recognised?.blocks ?? [];
  if (recognised === undefined || first === undefined) {
    return undefined;
  }
  const { form, generation, blocks } = recognised;
  const target = blockTarget(request, first, generation);
  const findings =
    form === 'values'
      ? validateDocument(document, optionsOf(target))
      : blocks.flatMap((block) =>
          validateConfig(block.text, optionsOf(blockTarget(request, block))).map((finding) => ({
            ...finding,
            ...inFile(block, finding),
          })),
        );
  return { form, ...target, reason: versionReason(target.version), findings, blocks };
}
