import * as vscode from 'vscode';
import type { CreateChoices } from '../../core/create/choices.ts';
import type { Generation } from '../../core/vcluster/model.ts';
import { plainLabel } from '../label.ts';
import type { Question } from './asking.ts';
import { askChoice, askText, type Choice, taken } from './flow.ts';

/** On which host cluster. */
export const askContext: Question = async ({ engine }, choices, place) => {
  const { currentHost } = engine;
  const contexts = engine.hostContexts.map((name) => ({
    label: plainLabel(name),
    description: name === currentHost ? vscode.l10n.t('current') : '',
    value: name,
  }));
  const answer = await askChoice(
    place,
    vscode.l10n.t('The host cluster to make it on'),
    contexts,
    (name) => name === choices.context,
  );
  return taken(choices, answer, (context) => ({ context }));
};

/** Under which name; the namespace follows while it is the default. */
export const askName: Question = async (asking, choices, place) => {
  const { creation } = asking.engine;
  asking.lookUp(choices.context);
  const answer = await askText(place, vscode.l10n.t('Name of the vcluster'), choices.name, (text) =>
    asking.about(creation.renamed(choices, text.trim()), 'name'),
  );
  return taken(choices, answer, (name) => creation.renamed(choices, name));
};

/** In which namespace of the host. */
export const askNamespace: Question = async (asking, choices, place) => {
  const prompt = vscode.l10n.t('Namespace on the host cluster; it is made when it is not there');
  const answer = await askText(place, prompt, choices.namespace, (text) =>
    asking.about({ ...choices, namespace: text.trim() }, 'namespace'),
  );
  return taken(choices, answer, (namespace) => ({ namespace }));
};

interface ChartChoice {
  readonly generation: Generation;
  /** Undefined to have it typed. */
  readonly version?: string;
}

function versionItems(generation: Generation, versions: readonly string[]): readonly Choice<ChartChoice>[] {
  const legacy = generation === 'legacy';
  const header = legacy ? vscode.l10n.t('old generation, values.yaml') : vscode.l10n.t('current, vcluster.yaml');
  return [
    { label: header, kind: vscode.QuickPickItemKind.Separator, value: { generation } },
    ...versions.map((version) => ({ label: version, value: { generation, version } })),
    {
      label: legacy ? vscode.l10n.t('Another old version…') : vscode.l10n.t('Another current version…'),
      value: { generation },
    },
  ];
}

/** Which generation and version of the chart. */
export const askVersion: Question = async (asking, choices, place) => {
  const { creation } = asking.engine;
  const items = (['current', 'legacy'] as const).flatMap((generation) =>
    versionItems(generation, creation.chartVersions(generation)),
  );
  const chosen = await askChoice(
    place,
    vscode.l10n.t('Version of the chart'),
    items,
    ({ version }) => version === choices.chartVersion,
  );
  const adopt = ({ generation, version }: ChartChoice): CreateChoices => {
    const other = creation.withGeneration(choices, generation);
    return version === undefined ? other : { ...other, chartVersion: version };
  };
  if (typeof chosen === 'symbol' || chosen.version !== undefined) {
    return taken(choices, chosen, adopt);
  }
  const base = adopt(chosen);
  const typed = await askText(place, vscode.l10n.t('Version of the chart'), base.chartVersion, (text) =>
    asking.about({ ...base, chartVersion: text.trim() }, 'chartVersion'),
  );
  return taken(base, typed, (chartVersion) => ({ chartVersion }));
};
