import * as vscode from 'vscode';
import type { BackingStore, CreateChoices, LegacyDistro, Part } from '../../core/create/choices.ts';
import type { Asking, Question } from './asking.ts';
import { storeTitle } from './describe.ts';
import { askChoice, askText, type Choice, type Detour, type Finding, type Place, taken } from './flow.ts';

const distros: readonly LegacyDistro[] = ['k3s', 'k0s', 'k8s', 'eks'];

function distroItems(): readonly Choice<LegacyDistro>[] {
  const details: Readonly<Record<LegacyDistro, string>> = {
    k3s: vscode.l10n.t('small, one pod'),
    k0s: vscode.l10n.t('small, one pod'),
    k8s: vscode.l10n.t('plain Kubernetes, with an etcd of its own'),
    eks: vscode.l10n.t('EKS Distro, with an etcd of its own'),
  };
  return distros.map((distro) => ({ label: distro, description: details[distro], value: distro }));
}

async function askKubernetes(
  { engine }: Asking,
  choices: CreateChoices,
  place: Place,
): Promise<CreateChoices | Detour> {
  const own: Choice<string> = { label: vscode.l10n.t('That of the chart'), value: '' };
  const versions = engine.creation.kubernetesVersions(choices.chartVersion).map((value) => ({ label: value, value }));
  const chosen = await askChoice(
    place,
    vscode.l10n.t('Version of Kubernetes inside'),
    [own, ...versions],
    (version) => version === (choices.kubernetesVersion ?? ''),
  );
  const { kubernetesVersion: _, ...rest } = choices;
  return taken<CreateChoices, string>(rest, chosen, (version) =>
    version === '' ? {} : { kubernetesVersion: version },
  );
}

const stores: readonly BackingStore['kind'][] = [
  'sqlite',
  'deployed-etcd',
  'embedded-etcd',
  'external-etcd',
  'external-database',
];

function emptyStore(kind: BackingStore['kind']): BackingStore {
  switch (kind) {
    case 'external-etcd':
      return { kind, endpoint: '' };
    case 'external-database':
      return { kind, dataSource: '' };
    default:
      return { kind };
  }
}

async function askStore(asking: Asking, choices: CreateChoices, place: Place): Promise<CreateChoices | Detour> {
  const items = stores.map((kind) => ({ label: storeTitle(emptyStore(kind)), value: emptyStore(kind) }));
  const chosen = await askChoice(
    place,
    vscode.l10n.t('Where it keeps its state'),
    items,
    ({ kind }) => kind === choices.store.kind,
  );
  if (typeof chosen === 'symbol' || (chosen.kind !== 'external-etcd' && chosen.kind !== 'external-database')) {
    return taken(choices, chosen, (store) => ({ store }));
  }
  const withAddress = (text: string): BackingStore =>
    chosen.kind === 'external-etcd' ? { ...chosen, endpoint: text } : { ...chosen, dataSource: text };
  const prompt = chosen.kind === 'external-etcd' ? vscode.l10n.t('Endpoint of etcd') : vscode.l10n.t('Data source');
  const address = await askText(place, prompt, '', (text) =>
    asking.about({ ...choices, store: withAddress(text.trim()) }, 'store'),
  );
  return taken(choices, address, (text) => ({ store: withAddress(text) }));
}

/** Which Kubernetes, and where it keeps its state: the distro of the old generation, version and store of the current. */
export const askPlatform: Question = async (asking, choices, place) => {
  if (choices.generation === 'legacy') {
    const chosen = await askChoice(
      place,
      vscode.l10n.t('Distro'),
      distroItems(),
      (distro) => distro === (choices.distro ?? 'k3s'),
    );
    return taken(choices, chosen, (distro) => ({ distro }));
  }
  const versioned = await askKubernetes(asking, choices, place);
  return typeof versioned === 'symbol' ? versioned : askStore(asking, versioned, { ...place, first: false });
};

/** `3` for all parts, or `syncer=3, etcd=5`. */
function parseReplicas(text: string, parts: readonly Part[]): Partial<Record<Part, number>> | undefined {
  const words = text.split(',').map((word) => word.trim());
  if (words.length === 1 && /^\d+$/u.test(words[0] ?? '')) {
    return Object.fromEntries(parts.map((part) => [part, Number(words[0])]));
  }
  const pairs = words.map((word) => /^([a-z]+)\s*=\s*(\d+)$/u.exec(word));
  const known = pairs.every((pair) => pair !== null && parts.includes(pair[1] as Part));
  return known ? Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', Number(pair?.[2])])) : undefined;
}

/** How many replicas each part has, where it can have more than one. */
export const askAvailability: Question = async (asking, choices, place) => {
  const parts = asking.engine.creation.replicatedParts(choices);
  const { replicas } = choices.availability;
  const on = (more: Partial<Record<Part, number>>): CreateChoices => ({
    ...choices,
    availability: { enabled: true, replicas: { ...replicas, ...more } },
  });
  const why = asking.about(on({}), 'availability').find(({ severity }) => severity === 'error')?.message;
  const chosen = await askChoice<boolean>(
    place,
    vscode.l10n.t('Whether it goes on when one of its pods does not'),
    [
      { label: vscode.l10n.t('One replica of each part'), value: false },
      parts.length > 0
        ? { label: vscode.l10n.t('Highly available…'), description: parts.join(', '), value: true }
        : { label: vscode.l10n.t('Highly available'), detail: `$(circle-slash) ${why ?? ''}`, value: false },
    ],
    (enabled) => enabled === choices.availability.enabled,
  );
  if (typeof chosen === 'symbol' || !chosen) {
    return taken(choices, chosen, () => ({ availability: { enabled: false, replicas } }));
  }
  const check = (text: string): readonly Finding[] => {
    const parsed = parseReplicas(text, parts);
    return parsed === undefined
      ? [
          {
            severity: 'error',
            message: vscode.l10n.t('A number for all, or PART=NUMBER for each of: {0}', parts.join(', ')),
          },
        ]
      : asking.about(on(parsed), 'availability');
  };
  const initial = parts.map((part) => `${part}=${replicas[part]}`).join(', ');
  const typed = await askText(place, vscode.l10n.t('Replicas of each part'), initial, check);
  return taken(choices, typed, (text) => ({ availability: on(parseReplicas(text, parts) ?? {}).availability }));
};
