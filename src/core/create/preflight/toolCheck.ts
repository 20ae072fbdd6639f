import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { isAtLeast } from '../../base/version.ts';
import { cliGeneration } from '../../deploy/toolVersion.ts';
import type { CreateChoices } from '../choices.ts';
import type { Finding, Fix } from '../finding.ts';

/** A command-line tool that was found, and the version that it says it is. */
export interface FoundTool {
  readonly path: string;
  readonly version?: string;
}

/** What there is to create a vcluster with. `embedded` is what the playground has in place of tools. */
export interface Tools {
  readonly vcluster?: FoundTool | undefined;
  readonly helm?: FoundTool | undefined;
  readonly embedded?: boolean;
  /** What is wrong with those that are there and cannot be used, as sentences for the user. */
  readonly unfit?: Readonly<Partial<Record<'vcluster' | 'helm', string>>>;
}

export type Driver = 'vcluster' | 'helm' | 'embedded';

/** Helm 3.10 is the oldest that the CLI of the current generation works with. */
function helmFits({ version }: FoundTool, { generation }: CreateChoices): boolean {
  return version === undefined || isAtLeast(version, 3, generation === 'current' ? 10 : 0);
}

/** A CLI adds values of its own to the release, in the keys of its own generation. */
function cliFits({ version }: FoundTool, { generation }: CreateChoices): boolean {
  return version !== undefined && cliGeneration({ version }) === generation;
}

/** What will make it: the vcluster CLI where its generation is that of the chart, else helm; undefined when neither fits. */
export function chooseDriver(choices: CreateChoices, tools: Tools): Driver | undefined {
  if (tools.embedded === true) {
    return 'embedded';
  }
  if (tools.vcluster !== undefined && cliFits(tools.vcluster, choices)) {
    return 'vcluster';
  }
  return tools.helm !== undefined && helmFits(tools.helm, choices) ? 'helm' : undefined;
}

function install(tool: 'vcluster' | 'helm'): Fix {
  return { kind: 'installTool', tool, title: tool === 'helm' ? l10n.t('Get helm') : l10n.t('Get the vcluster CLI') };
}

function version(tool: FoundTool | undefined): string {
  return printable(tool?.version ?? l10n.t('of an unknown version'), 60);
}

function missing({ vcluster, helm, unfit }: Tools): Finding {
  if (helm !== undefined) {
    const message = l10n.t('helm {0} is too old: 3.10 or later is needed.', version(helm));
    return { severity: 'error', code: 'helmOld', message, fix: install('helm') };
  }
  if (vcluster !== undefined) {
    const message = l10n.t(
      'The vcluster CLI {0} does not fit this chart: it belongs to the other generation. Get helm, or another CLI.',
      version(vcluster),
    );
    return { severity: 'error', code: 'cliGeneration', message, fix: install('helm') };
  }
  const [problem] = [unfit?.vcluster, unfit?.helm].flatMap((one) => one ?? []);
  if (problem !== undefined) {
    const message = l10n.t('This takes the vcluster CLI or helm. {0}', problem);
    return { severity: 'error', code: 'toolUnfit', message, fix: install('helm') };
  }
  const message = l10n.t('Neither the vcluster CLI nor helm was found. Get one of them.');
  return { severity: 'error', code: 'toolMissing', message, fix: install('helm') };
}

function cliFindings(choices: CreateChoices, { vcluster, helm, unfit }: Tools): readonly Finding[] {
  const ok: Finding = {
    severity: 'ok',
    code: 'tool',
    message: l10n.t('The vcluster CLI {0} will make it.', version(vcluster)),
  };
  const noHelm =
    unfit?.helm === undefined
      ? l10n.t('The vcluster CLI uses helm, which was not found: it may download it, or fail.')
      : l10n.t('The vcluster CLI uses helm: it may download another, or fail. {0}', unfit.helm);
  const oldHelm = l10n.t(
    'The vcluster CLI uses helm, and helm {0} is too old: 3.10 or later is needed.',
    version(helm),
  );
  if (helm === undefined) {
    return [ok, { severity: 'warning', code: 'cliWithoutHelm', message: noHelm, fix: install('helm') }];
  }
  return helmFits(helm, choices)
    ? [ok]
    : [ok, { severity: 'error', code: 'helmOld', message: oldHelm, fix: install('helm') }];
}

function helmFindings({ vcluster, helm, unfit }: Tools): readonly Finding[] {
  const why =
    vcluster === undefined
      ? l10n.t('helm {0} will make it.', version(helm))
      : l10n.t(
          'helm {0} will make it: the vcluster CLI {1} does not fit this chart.',
          version(helm),
          version(vcluster),
        );
  const unknown = l10n.t('helm does not say its version: 3.10 or later is needed.');
  return [
    { severity: 'ok', code: 'tool', message: why },
    ...(unfit?.vcluster === undefined
      ? []
      : ([{ severity: 'info', code: 'cliUnfit', message: unfit.vcluster }] as const)),
    ...(helm?.version === undefined ? ([{ severity: 'warning', code: 'helmUnknown', message: unknown }] as const) : []),
  ];
}

/** What is to be said about the tools. */
export function checkTools(choices: CreateChoices, tools: Tools): readonly Finding[] {
  switch (chooseDriver(choices, tools)) {
    case 'embedded':
      return [{ severity: 'ok', code: 'tool', message: l10n.t('The playground makes it by itself.') }];
    case 'vcluster':
      return cliFindings(choices, tools);
    case 'helm':
      return helmFindings(tools);
    case undefined:
      return [missing(tools)];
  }
}
