import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import type { Generation } from '../../vcluster/model.ts';

/** The newest version that is known, and the last of the old generation. */
export const newestVersion = '0.36.1';
export const newestLegacyVersion = '0.19.10';

/** Where a version was found. */
export type VersionSource = 'chosen' | 'modeline' | 'deployed' | 'chart' | 'setting' | 'newest';

/** The version of vcluster that a document is for. */
export interface DocumentVersion {
  readonly version: string;
  readonly source: VersionSource;
}

/** What may say the version, the strongest first. */
export interface VersionEvidence {
  readonly text: string;
  readonly generation: Generation;
  /** What the user has chosen for this document; whoever asks for another version gets it. */
  readonly chosen?: string | undefined;
  /** Of the vcluster that the document is deployed as. */
  readonly deployed?: string | undefined;
  /** Of the chart beside the values. */
  readonly chart?: string | undefined;
  readonly setting?: string | undefined;
}

const versionPattern = /^v?(\d+\.\d+(?:\.\d+)?(?:-[\w.]+)?)$/u;
/** A range that leaves the minor version no choice, such as `0.30.x`, `~0.30.1` or, as it is below 1, `^0.30.1`. */
const minorRange = /^(?:[~^=]\s*)?v?(0\.\d+(?:\.\d+)?)(?:\.[xX*])?$/u;
/** Only before the content, as other modelines. */
const modelinePattern = /^#\s*vcluster[-_. ]?version\s*[:=]\s*(\S+)\s*$/iu;
/** The modeline of YAML servers, where it names a schema of vcluster's. */
const schemaPattern =
  /^#\s*yaml-language-server\s*:\s*\$schema=\S*vcluster\S*?[/@]v?(0\.\d+(?:\.\d+)?(?:-[\w.]+)?)(?:[/?#]\S*)?$/u;

function versionIn(text: string | undefined): string | undefined {
  return versionPattern.exec(text?.trim() ?? '')?.[1];
}

/** The version that the version of a chart names; undefined for a template, and for a range over several minor versions. */
export function chartVersion(text: string | undefined): string | undefined {
  return versionIn(text) ?? minorRange.exec(text?.trim() ?? '')?.[1];
}

/**
 * The version that a comment at the top of a document names: `# vcluster-version: 0.30.1`, or the modeline of YAML servers with the schema of a
 * version in it.
 */
export function modelineVersion(text: string): string | undefined {
  for (const line of text.replace(/^\ufeff/u, '').split('\n', 50)) {
    const trimmed = line.trim();
    if (trimmed !== '' && !trimmed.startsWith('#') && trimmed !== '---') {
      return undefined;
    }
    const found = versionIn((modelinePattern.exec(trimmed) ?? schemaPattern.exec(trimmed))?.[1]);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** The version that a document is for. */
export function documentVersion({
  text,
  generation,
  chosen,
  deployed,
  chart,
  setting,
}: VersionEvidence): DocumentVersion {
  const found = (
    [
      ['chosen', versionIn(chosen)],
      ['modeline', modelineVersion(text)],
      ['deployed', versionIn(deployed)],
      ['chart', chartVersion(chart)],
      ['setting', versionIn(setting)],
    ] as const
  ).find(([, version]) => version !== undefined);
  if (found?.[1] !== undefined) {
    return { source: found[0], version: found[1] };
  }
  return { source: 'newest', version: generation === 'legacy' ? newestLegacyVersion : newestVersion };
}

/** Why a document is taken to be for a version, in a few words. */
export function versionReason({ source, version }: DocumentVersion): string {
  switch (source) {
    case 'chosen':
      return l10n.t('You have chosen it for this file, until it is closed.');
    case 'modeline':
      return l10n.t('A comment at the top of the file says so.');
    case 'deployed':
      return l10n.t('The vCluster that it is deployed as has this version.');
    case 'chart':
      return l10n.t('The chart beside the values has this version.');
    case 'setting':
      return l10n.t('The setting “vcluster.config.version” says so.');
    case 'newest':
      return l10n.t('Nothing names a version, so {0} is taken: the newest that is known.', printable(version));
  }
}
