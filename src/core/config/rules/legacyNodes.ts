import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { parseSelector } from '../../create/labelSelector.ts';
import type { ConfigPath } from '../finding.ts';
import { toRemove, toSet } from './answer.ts';
import { flagOn, flagsOf, syncs, syncWords } from './legacyFlags.ts';
import type { Report, Rule } from './rule.ts';
import { pathOf, type Settings } from './settings.ts';

const nodes = 'sync.nodes.enabled';
const scheduler = 'sync.nodes.enableScheduler';
const allNodes = 'sync.nodes.syncAllNodes';

function schedules(settings: Settings): boolean {
  return settings.on(scheduler) || flagOn(settings, 'enable-scheduler');
}

/** Where a scheduler or all nodes are asked for: keys, and the flags that they become. */
function wishes(settings: Settings): readonly ConfigPath[] {
  const keys = [scheduler, allNodes].filter((place) => settings.on(place)).map((place) => pathOf(place));
  const flags = flagsOf(settings).filter(
    ({ name, value }) => (name === 'enable-scheduler' || name === 'sync-all-nodes') && value !== 'false',
  );
  return [...keys, ...flags.map(({ index }) => pathOf('syncer.extraArgs', index))];
}

function checkNodes(settings: Settings): readonly Report[] {
  return settings.off(nodes) && !syncs(settings, 'nodes')
    ? wishes(settings)
        .slice(0, 1)
        .map((path) => ({
          path: settings.has(nodes) ? pathOf(nodes) : path,
          message: l10n.t('The scheduler and syncing all nodes need the sync of nodes. Turn on sync.nodes.enabled.'),
          answers: [toSet(nodes, true)],
        }))
    : [];
}

/** Whether a scheduler inside places pods that have claims. */
function placesClaims(settings: Settings): boolean {
  return schedules(settings) && !settings.refused('sync.persistentvolumeclaims.enabled');
}

function checkStorage(settings: Settings): readonly Report[] {
  const refused = syncWords(settings);
  return placesClaims(settings) && refused.includes('-storageclasses') && refused.includes('-hoststorageclasses')
    ? [
        {
          path: pathOf('syncer.extraArgs'),
          at: 'key',
          message: l10n.t('With a scheduler inside, claims need storage classes: sync those of the host or your own.'),
        },
      ]
    : [];
}

function checkCsi(settings: Settings): readonly Report[] {
  const kinds = ['csinodes', 'csidrivers', 'csistoragecapacities'];
  return kinds
    .filter((word) => placesClaims(settings) && settings.refused(`sync.${word}.enabled`))
    .map((word) => ({
      path: pathOf(`sync.${word}.enabled`),
      message: l10n.t('The scheduler inside needs this to place pods with volumes: some may be placed wrongly.'),
      answers: [toRemove(`sync.${word}`)],
    }));
}

function checkAllNodes(settings: Settings): readonly Report[] {
  const selected = Boolean(settings.value('sync.nodes.nodeSelector'));
  return settings.on(scheduler) && settings.on(nodes) && !selected && !settings.on(allNodes)
    ? [
        {
          path: pathOf(scheduler),
          message: l10n.t('With a scheduler inside and no nodeSelector, all nodes of the host are synced.'),
        },
      ]
    : [];
}

/** Longer ones are not looked at. */
const longestSelector = 2000;

function checkSelector(settings: Settings): readonly Report[] {
  const place = 'sync.nodes.nodeSelector';
  const selector = settings.text(place);
  return selector === undefined ||
    selector.length > longestSelector ||
    selector.includes('{{') ||
    parseSelector(selector) !== undefined
    ? []
    : [
        {
          path: pathOf(place),
          message: l10n.t('“{0}” is no label selector: write one such as pool=a,zone!=b.', printable(selector)),
        },
      ];
}

function checkUnused(settings: Settings): readonly Report[] {
  const changes = 'sync.nodes.syncNodeChanges';
  const eks = settings.distro === 'eks' && settings.on(scheduler);
  return [
    ...(settings.on(changes) && settings.off(nodes) && !syncs(settings, 'nodes')
      ? [
          {
            path: pathOf(changes),
            message: l10n.t('Without sync.nodes.enabled there are no nodes whose changes go back.'),
          },
        ]
      : []),
    ...(eks
      ? [
          {
            path: pathOf(scheduler),
            message: l10n.t(
              'The chart of eks has no scheduler, so that nobody places the pods. Leave that to the host.',
            ),
            answers: [toRemove(scheduler)],
          },
        ]
      : []),
  ];
}

const legacy = { since: 0, until: 19 } as const;

/** Rules about nodes and schedulers in charts up to 0.19. */
export const legacyNodeRules: readonly Rule[] = [
  {
    ...legacy,
    code: 'old-scheduler-without-nodes',
    severity: 'error',
    explanation: () =>
      l10n.t(
        'In charts up to 0.19, sync.nodes.enableScheduler and sync.nodes.syncAllNodes need sync.nodes.enabled. The syncer stops without it.',
      ),
    check: checkNodes,
  },
  {
    ...legacy,
    code: 'old-scheduler-storage',
    severity: 'error',
    explanation: () =>
      l10n.t(
        'In charts up to 0.19, a scheduler inside needs some storage classes as long as claims are synced, and turns those of the host on by itself. The syncer stops where its flags turn off both kinds.',
      ),
    check: checkStorage,
  },
  {
    ...legacy,
    code: 'old-scheduler-csi',
    severity: 'warning',
    explanation: () =>
      l10n.t(
        'In charts up to 0.19, a scheduler inside needs the CSI nodes, drivers and capacities of the host as long as claims are synced. They are on by themselves; turned off, the syncer warns that pods may be placed wrongly.',
      ),
    check: checkCsi,
  },
  {
    ...legacy,
    code: 'old-scheduler-all-nodes',
    severity: 'information',
    explanation: () =>
      l10n.t(
        'In charts up to 0.19, a scheduler inside without syncAllNodes and nodeSelector syncs all nodes of the host.',
      ),
    check: checkAllNodes,
  },
  {
    ...legacy,
    code: 'old-node-selector',
    severity: 'error',
    explanation: () =>
      l10n.t(
        'sync.nodes.nodeSelector is a label selector in one text, such as pool=a,zone!=b. The syncer stops where it cannot read it.',
      ),
    check: checkSelector,
  },
  {
    ...legacy,
    code: 'old-nodes-unused',
    severity: 'warning',
    explanation: () =>
      l10n.t(
        'sync.nodes.syncNodeChanges has an effect with sync.nodes.enabled only, and sync.nodes.enableScheduler none in the chart of eks, which has no scheduler.',
      ),
    check: checkUnused,
  },
];
