import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { parseVersion } from '../base/version.ts';
import { generationOfVersion } from '../vcluster/generation.ts';
import type { CreateChoices } from './choices.ts';
import { type Finding, findingsOf } from './finding.ts';
import { kubernetesRange, newestChartVersion } from './versions.ts';

function chartFindings({ chartVersion, generation }: CreateChoices): readonly Finding[] {
  const finding = findingsOf('chartVersion');
  const change = { chartVersion: newestChartVersion(generation) };
  const fix = { kind: 'change', title: l10n.t('Use {0}', change.chartVersion), change } as const;
  const found = parseVersion(chartVersion) && generationOfVersion(chartVersion);
  if (found === undefined) {
    return [
      finding(
        'error',
        'chartVersionInvalid',
        l10n.t('“{0}” is no version of the chart, such as {1}.', printable(chartVersion), change.chartVersion),
        fix,
      ),
    ];
  }
  if (found !== generation) {
    const message =
      generation === 'legacy'
        ? l10n.t('The old generation ends with chart 0.19; {0} belongs to the current one.', printable(chartVersion))
        : l10n.t('The current generation begins with chart 0.20; {0} belongs to the old one.', printable(chartVersion));
    return [finding('error', 'chartGeneration', message, fix)];
  }
  const pre = parseVersion(chartVersion)?.pre ?? '';
  return pre === ''
    ? []
    : [finding('warning', 'chartPreRelease', l10n.t('{0} is a pre-release.', printable(chartVersion)))];
}

function distroFindings({ distro, generation }: CreateChoices): readonly Finding[] {
  return distro !== undefined && generation === 'current'
    ? [
        findingsOf('distro')(
          'error',
          'distroGone',
          l10n.t('Charts from 0.20 on run plain Kubernetes; a distro is chosen in the old generation only.'),
        ),
      ]
    : [];
}

function kubernetesFindings({ kubernetesVersion, generation, chartVersion }: CreateChoices): readonly Finding[] {
  const finding = findingsOf('kubernetesVersion');
  if (!kubernetesVersion) {
    return [];
  }
  if (generation === 'legacy') {
    return [
      finding(
        'error',
        'kubernetesLegacy',
        l10n.t('Charts up to 0.19 take Kubernetes from the image of the distro: name it in a values file.'),
      ),
    ];
  }
  const version = parseVersion(kubernetesVersion);
  if (version === undefined) {
    return [finding('error', 'kubernetesInvalid', l10n.t('Write the whole version of Kubernetes, such as v1.33.4.'))];
  }
  const range = kubernetesRange(chartVersion);
  const inside =
    range === undefined || (version.major === 1 && version.minor >= range.from && version.minor <= range.to);
  return inside
    ? []
    : [
        finding(
          'error',
          'kubernetesUnsupported',
          l10n.t('Chart {0} has Kubernetes 1.{1} to 1.{2}.', printable(chartVersion), range.from, range.to),
        ),
      ];
}

/** What is to be said about versions, and about what only one generation has. */
export function checkVersions(choices: CreateChoices): readonly Finding[] {
  return [...chartFindings(choices), ...distroFindings(choices), ...kubernetesFindings(choices)];
}
