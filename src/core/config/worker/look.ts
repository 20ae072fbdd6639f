import type { Generation } from '../../vcluster/model.ts';
import { parseConfig } from '../document.ts';
import type { Finding } from '../finding.ts';
import { recogniseDocument } from '../recognition/recognition.ts';
import { inFile, type ValuesBlock } from '../recognition/valuesBlock.ts';
import { type DocumentVersion, documentVersion, versionReason } from '../recognition/version.ts';
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
  /** Of the vcluster that it is deployed as. */
  readonly deployed?: string | undefined;
  readonly setting?: string | undefined;
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

/** What a file is, and what is to be said of it; undefined for a file that has nothing to do with vclusters. Pure. */
export function look({ path, text, chartYaml, deployed, setting, certain }: LookRequest): Look | undefined {
  const document = parseConfig(text);
  const recognised = recogniseDocument(certain === true ? 'vcluster.yaml' : path, document, chartYaml);
  const [first] = recognised?.blocks ?? [];
  if (recognised === undefined || first === undefined) {
    return undefined;
  }
  const { form, generation, blocks } = recognised;
  const version = documentVersion({ text, generation, deployed, chart: first.chart?.version, setting });
  const distro = generation === 'legacy' ? distroOf(first) : undefined;
  const options = { version: version.version, ...(distro === undefined ? {} : { distro }) };
  const findings =
    form === 'values'
      ? validateDocument(document, options)
      : blocks.flatMap((block) =>
          validateConfig(block.text, options).map((finding) => ({ ...finding, ...inFile(block, finding) })),
        );
  return {
    form,
    generation,
    version,
    reason: versionReason(version),
    ...(distro === undefined ? {} : { distro }),
    findings,
    blocks,
  };
}
