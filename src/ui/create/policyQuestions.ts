import * as vscode from 'vscode';
import type { CreateChoices, ServiceMapping } from '../../core/create/choices.ts';
import type { Asking, Question } from './asking.ts';
import { nodesTitle } from './describe.ts';
import { askChoice, askChoices, askText, type Choice, type Detour, type Finding, type Place, taken } from './flow.ts';

/** How its API is reached from outside. */
export const askExposure: Question = async (asking, choices, place) => {
  const items: readonly Choice<CreateChoices['exposure']>[] = [
    {
      label: vscode.l10n.t('Not exposed'),
      description: vscode.l10n.t('this extension connects by a port-forward'),
      value: { kind: 'none' },
    },
    { label: 'LoadBalancer', value: { kind: 'LoadBalancer' } },
    { label: 'NodePort', value: { kind: 'NodePort' } },
    { label: 'Ingress…', value: { kind: 'Ingress', host: '' } },
  ];
  const chosen = await askChoice(
    place,
    vscode.l10n.t('How its API is reached from outside the host cluster'),
    items,
    ({ kind }) => kind === choices.exposure.kind,
  );
  if (typeof chosen === 'symbol' || chosen.kind !== 'Ingress') {
    return taken(choices, chosen, (exposure) => ({ exposure }));
  }
  const before = choices.exposure.kind === 'Ingress' ? choices.exposure : { kind: 'Ingress' as const, host: '' };
  const host = await askText(place, vscode.l10n.t('Host name of the Ingress'), before.host, (text) =>
    asking.about({ ...choices, exposure: { ...before, host: text.trim() } }, 'exposure'),
  );
  return taken(choices, host, (text) => ({ exposure: { ...before, host: text } }));
};

type Guard = 'quota' | 'limitRange' | 'networkPolicy';

/** What keeps it from harming others. */
export const askIsolation: Question = async (_asking, choices, place) => {
  const { isolation } = choices;
  const standard = await askChoice<CreateChoices['isolation']['podSecurityStandard']>(
    place,
    vscode.l10n.t('Pod Security Standard inside'),
    [
      { label: vscode.l10n.t('None'), value: 'none' },
      { label: 'privileged', description: vscode.l10n.t('allows everything'), value: 'privileged' },
      { label: 'baseline', description: vscode.l10n.t('keeps from known ways out of a pod'), value: 'baseline' },
      { label: 'restricted', description: vscode.l10n.t('only hardened pods'), value: 'restricted' },
    ],
    (value) => value === isolation.podSecurityStandard,
  );
  if (typeof standard === 'symbol') {
    return standard;
  }
  const guards: readonly Choice<Guard>[] = [
    { label: vscode.l10n.t('Resource quota'), value: 'quota', picked: isolation.quota },
    { label: vscode.l10n.t('Default limits of containers'), value: 'limitRange', picked: isolation.limitRange },
    { label: vscode.l10n.t('Network policy'), value: 'networkPolicy', picked: isolation.networkPolicy },
  ];
  const chosen = await askChoices(place, vscode.l10n.t('What else isolates it'), guards);
  return taken(choices, chosen, (picked) => ({
    isolation: {
      ...isolation,
      podSecurityStandard: standard,
      quota: picked.includes('quota'),
      limitRange: picked.includes('limitRange'),
      networkPolicy: picked.includes('networkPolicy'),
    },
  }));
};

type StorageSync = 'persistentVolumes' | 'toHost' | 'fromHost';

/** Which objects of storage are synced. */
export const askStorage: Question = async (_asking, choices, place) => {
  const { storage } = choices;
  const items: readonly Choice<StorageSync>[] = [
    { label: vscode.l10n.t('PersistentVolumes'), value: 'persistentVolumes', picked: storage.persistentVolumes },
    {
      label: vscode.l10n.t('StorageClasses to the host'),
      description: vscode.l10n.t('those made inside'),
      value: 'toHost',
      picked: storage.storageClasses === 'toHost',
    },
    {
      label: vscode.l10n.t('StorageClasses from the host'),
      description: vscode.l10n.t('those of the host, read-only'),
      value: 'fromHost',
      picked: storage.storageClasses === 'fromHost',
    },
  ];
  const chosen = await askChoices(place, vscode.l10n.t('What is synced besides volume claims'), items);
  return taken(
    choices,
    chosen,
    (picked): Pick<CreateChoices, 'storage'> => ({
      storage: {
        ...storage,
        persistentVolumes: picked.includes('persistentVolumes'),
        storageClasses: picked.includes('fromHost') ? 'fromHost' : picked.includes('toHost') ? 'toHost' : 'none',
      },
    }),
  );
};

/** Which nodes it shows, and who schedules. */
export const askNodes: Question = async (asking, choices, place) => {
  const kinds = ['fake', 'real', 'all', 'labels'] as const;
  const items = kinds.map((kind) => ({ label: nodesTitle(nodesOf(kind)), value: nodesOf(kind) }));
  const chosen = await askChoice(
    place,
    vscode.l10n.t('Which nodes it shows'),
    items,
    ({ kind }) => kind === choices.nodes.kind,
  );
  if (typeof chosen === 'symbol') {
    return chosen;
  }
  const nodes = chosen.kind === 'labels' ? await askSelector(asking, choices, place) : chosen;
  if (typeof nodes === 'symbol') {
    return nodes;
  }
  const withNodes = { ...choices, nodes };
  if (nodes.kind === 'fake') {
    return { ...withNodes, scheduler: false };
  }
  const scheduler = await askChoice<boolean>(
    place,
    vscode.l10n.t('Who schedules its pods'),
    [
      { label: vscode.l10n.t('The scheduler of the host'), value: false },
      { label: vscode.l10n.t('A scheduler inside'), value: true },
    ],
    (value) => value === choices.scheduler,
  );
  return taken(withNodes, scheduler, (value) => ({ scheduler: value }));
};

function nodesOf(kind: CreateChoices['nodes']['kind']): CreateChoices['nodes'] {
  return kind === 'labels' ? { kind, selector: '' } : { kind };
}

async function askSelector(
  asking: Asking,
  choices: CreateChoices,
  place: Place,
): Promise<CreateChoices['nodes'] | Detour> {
  const before = choices.nodes.kind === 'labels' ? choices.nodes.selector : '';
  const selector = await askText(place, vscode.l10n.t('Label selector, such as tier=ci'), before, (text) =>
    asking.about({ ...choices, nodes: { kind: 'labels', selector: text.trim() } }, 'nodes'),
  );
  return typeof selector === 'symbol' ? selector : { kind: 'labels', selector };
}

/** `from=to, from=to`; a word without `=` is kept whole, so that the rules can say what is wrong with it. */
function parseMappings(text: string): readonly ServiceMapping[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .map((word) => {
      const [from = '', ...to] = word.split('=').map((part) => part.trim());
      return { from, to: to.join('=') };
    });
}

function mappingText(mappings: readonly ServiceMapping[]): string {
  return mappings.map(({ from, to }) => `${from}=${to}`).join(', ');
}

async function askMappings(
  asking: Asking,
  choices: CreateChoices,
  place: Place,
  direction: 'fromHost' | 'fromVirtual',
  prompt: string,
): Promise<CreateChoices | Detour> {
  const check = (text: string): readonly Finding[] =>
    asking.about({ ...choices, [direction]: parseMappings(text) }, direction);
  const text = await askText(place, prompt, mappingText(choices[direction]), check);
  return taken(choices, text, (given) => ({ [direction]: parseMappings(given) }));
}

/** Which Services appear on the other side, first one way, then the other. */
export const askServices: Question = async (asking, choices, place) => {
  const fromHost = vscode.l10n.t('Services of the host inside: NAMESPACE/NAME=NAMESPACE/NAME, … or nothing');
  const inside = await askMappings(asking, choices, place, 'fromHost', fromHost);
  if (typeof inside === 'symbol') {
    return inside;
  }
  const fromVirtual = vscode.l10n.t('Its Services on the host: NAMESPACE/NAME=NAME, … or nothing');
  return askMappings(asking, inside, { ...place, first: false }, 'fromVirtual', fromVirtual);
};
