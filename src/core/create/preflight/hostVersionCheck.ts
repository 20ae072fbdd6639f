import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { parseVersion } from '../../base/version.ts';
import { dig, text } from '../../vcluster/raw.ts';
import type { Finding } from '../finding.ts';
import { kubernetesRange } from '../versions.ts';
import { attempt, type CheckContext } from './check.ts';

/** Looks whether the chart was made for the Kubernetes of the host, and whether the host knows all that the vcluster will. */
export function checkHostVersion({ client, choices, signal }: CheckContext): Promise<readonly Finding[]> {
  return attempt(
    'hostVersion',
    (reason) => l10n.t('The Kubernetes version of the host is not known: {0}', reason),
    async () => {
      const answer = await client.request('GET', '/version', undefined, { signal });
      const said = text(dig(answer, 'gitVersion'), 60) ?? '';
      const host = parseVersion(said);
      if (host === undefined) {
        const message = l10n.t('The host does not say which Kubernetes it runs.');
        return [{ severity: 'warning', code: 'hostVersion', message }];
      }
      return [
        judge(host.minor, printable(said), choices.chartVersion),
        ...newer(host.minor, choices.kubernetesVersion),
      ];
    },
  );
}

function judge(minor: number, said: string, chart: string): Finding {
  const range = kubernetesRange(chart);
  const shown = printable(chart);
  if (range !== undefined && minor > range.to) {
    const message = l10n.t(
      'The host runs Kubernetes {0}; chart {1} was made for up to 1.{2}, and passes over what is newer.',
      said,
      shown,
      range.to,
    );
    return { severity: 'warning', code: 'hostNewer', field: 'chartVersion', message };
  }
  if (range !== undefined && minor < range.from) {
    const message = l10n.t(
      'The host runs Kubernetes {0}; chart {1} was made for 1.{2} and later.',
      said,
      shown,
      range.from,
    );
    return { severity: 'warning', code: 'hostOlder', field: 'chartVersion', message };
  }
  return { severity: 'ok', code: 'hostVersion', message: l10n.t('The host runs Kubernetes {0}.', said) };
}

function newer(hostMinor: number, chosen: string | undefined): readonly Finding[] {
  const virtual = parseVersion(chosen);
  const message = l10n.t(
    'The vcluster will be newer than its host, which does not know all that pods may ask for in it.',
  );
  return virtual !== undefined && virtual.minor > hostMinor
    ? [{ severity: 'warning', code: 'virtualNewer', field: 'kubernetesVersion', message }]
    : [];
}
