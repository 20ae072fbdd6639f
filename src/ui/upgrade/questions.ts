import * as vscode from 'vscode';
import type { WantedExposure } from '../../core/deploy/upgrade.ts';
import type { Engine } from '../../core/engine.ts';
import type { Change } from '../../core/operations/changes.ts';
import { askChoice, askText, back, type Choice, type Detour, finish } from '../create/flow.ts';
import { plainLabel } from '../label.ts';

/** A way out of the only question is a way out of all. */
function chosen<T>(answer: T | Detour): T {
  if (answer === back || answer === finish) {
    throw new vscode.CancellationError();
  }
  return answer as T;
}

/** What is to change. */
export async function askHow({ vcluster }: Change): Promise<'edit' | 'file' | 'chart'> {
  const title = vscode.l10n.t('Upgrade {0}', plainLabel(vcluster.name));
  const items: readonly Choice<'edit' | 'file' | 'chart'>[] = [
    { label: `$(edit) ${vscode.l10n.t('Edit the deployed values')}`, value: 'edit' },
    { label: `$(file) ${vscode.l10n.t('Use the values of a file…')}`, value: 'file' },
    { label: `$(versions) ${vscode.l10n.t('Another version of the chart, the same values…')}`, value: 'chart' },
  ];
  return chosen(await askChoice({ title, first: true }, vscode.l10n.t('What changes'), items));
}

/** The version of the chart to go to, without a leading `v`. */
export async function askVersion({ creation }: Engine, { vcluster, chart }: Change): Promise<string> {
  const title = vscode.l10n.t('Upgrade {0}', plainLabel(vcluster.name));
  const deployed = vscode.l10n.t('deployed');
  const items: readonly Choice<string>[] = [
    ...creation.chartVersions(vcluster.generation).map((version) => ({
      label: version,
      description: version === chart.version ? deployed : '',
      value: version,
    })),
    { label: vscode.l10n.t('Another version…'), value: '' },
  ];
  const version = chosen(await askChoice({ title, first: true }, vscode.l10n.t('Version of the chart'), items));
  if (version !== '') {
    return version;
  }
  const check = (text: string) =>
    /^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/u.test(text.trim())
      ? []
      : [{ severity: 'error', message: vscode.l10n.t('A version such as {0}', chart.version) } as const];
  const typed = await askText({ title, first: true }, vscode.l10n.t('Version of the chart'), chart.version, check);
  return chosen(typed).replace(/^v/u, '');
}

/** How it is to be reached. */
export async function askExposure({ vcluster }: Change): Promise<WantedExposure> {
  const title = vscode.l10n.t('Change Exposure of {0}', plainLabel(vcluster.name));
  const kinds = ['ClusterIP', 'LoadBalancer', 'NodePort', 'Ingress'] as const;
  const items = kinds.map((kind) => ({
    label: kind,
    description: kind === vcluster.exposure.kind ? vscode.l10n.t('now') : '',
    value: kind,
  }));
  const placeholder = vscode.l10n.t('How its API is reached from outside the host cluster');
  const kind = chosen(await askChoice({ title, first: true }, placeholder, items));
  if (kind !== 'Ingress') {
    return { kind };
  }
  const check = (text: string) =>
    /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/u.test(text.trim())
      ? []
      : [{ severity: 'error', message: vscode.l10n.t('A host name, such as {0}', 'team-a.example.com') } as const];
  const prompt = vscode.l10n.t('Host name of the Ingress; its controller has to pass TLS through');
  return { kind, host: chosen(await askText({ title, first: true }, prompt, '', check)) };
}
