import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { parseConfig } from '../document.ts';
import { pathText } from '../finding.ts';
import { isPlaceholder } from '../template.ts';
import { toRemove, toSet } from './answer.ts';
import { genericFields } from './genericFields.ts';
import { genericReports, hookReports } from './genericSync.ts';
import { flagsOf, syncs } from './legacyFlags.ts';
import type { Report, Rule } from './rule.ts';
import { isFields, pathOf, type Settings } from './settings.ts';

/** What `--sync` knows, in 0.14 to 0.19. */
const words: readonly string[] = [
  'services',
  'configmaps',
  'secrets',
  'endpoints',
  'pods',
  'events',
  'fake-nodes',
  'fake-persistentvolumes',
  'persistentvolumeclaims',
  'ingresses',
  'ingressclasses',
  'nodes',
  'persistentvolumes',
  'storageclasses',
  'hoststorageclasses',
  'priorityclasses',
  'networkpolicies',
  'volumesnapshots',
  'poddisruptionbudgets',
  'serviceaccounts',
  'csinodes',
  'csidrivers',
  'csistoragecapacities',
  'namespaces',
  'legacy-storageclasses',
];

function checkClasses(settings: Settings): readonly Report[] {
  const host = ['hoststorageclasses', 'legacy-storageclasses'].find((word) => syncs(settings, word));
  const place = pathOf('sync', host ?? 'hoststorageclasses', 'enabled');
  return host !== undefined && syncs(settings, 'storageclasses')
    ? [
        {
          path: place,
          message: l10n.t('Storage classes are synced to the host as well. Choose one direction.'),
          answers: [toSet(place, false), toSet('sync.storageclasses.enabled', false)],
        },
      ]
    : [];
}

function flagReports(settings: Settings): readonly Report[] {
  return flagsOf(settings)
    .filter(({ name }) => name === 'sync')
    .flatMap(({ value, index }) =>
      value
        .split(',')
        .map((word) => word.trim().replace(/^-/u, ''))
        .filter((word) => word !== '' && !words.includes(word) && !isPlaceholder(word))
        .slice(0, 1)
        .map((word) => ({
          path: pathOf('syncer.extraArgs', index),
          message: l10n.t('The syncer does not know “{0}”, and stops.', printable(word)),
        })),
    );
}

function checkWords(settings: Settings): readonly Report[] {
  return [...keyReports(settings), ...flagReports(settings)];
}

function keyReports(settings: Settings): readonly Report[] {
  return settings
    .entries('sync')
    .filter(([word]) => !words.includes(word) && word !== 'generic' && settings.on(pathOf('sync', word, 'enabled')))
    .map(([word]) => {
      const meant = words.find((one) => one === word.toLowerCase());
      return {
        path: pathOf('sync', word),
        at: 'key',
        message: l10n.t('The syncer does not know “{0}”, and stops.', printable(word)),
        answers:
          meant === undefined || settings.has(['sync', meant])
            ? [toRemove(['sync', word])]
            : [
                {
                  title: l10n.t('Rename to {0}', meant),
                  changes: [{ kind: 'rename', path: ['sync', word], to: meant }],
                },
              ],
      };
    });
}

function checkGeneric(settings: Settings): readonly Report[] {
  const place = 'sync.generic.config';
  const text = settings.text(place);
  if (text === undefined || text.includes('{{')) {
    return [];
  }
  const inner = parseConfig(text);
  const report = (message: string): Report => ({ path: pathOf(place), at: 'key', message });
  if (inner.value === null) {
    return [];
  }
  if (!isFields(inner.value) || inner.documents.some(({ errors }) => errors.length > 0)) {
    return [report(l10n.t('This text is no YAML with version, export and import.'))];
  }
  const { version } = inner.value;
  // What follows from a misspelt key alone is not said.
  const misspelt = genericFields(inner.value);
  // The other operations came with 0.15.
  const operations = settings.minor < 15 ? ['rewriteName', 'rewriteLabelSelector'] : undefined;
  const wrong = [...genericReports(inner.value, [], operations), ...hookReports(inner.value, [])];
  return [
    ...(version === 'v1beta1' || misspelt.length > 0
      ? []
      : [report(l10n.t('The version of generic sync is v1beta1.'))]),
    ...(misspelt.length > 0 ? misspelt : wrong).map(({ path, message }) =>
      report(l10n.t('{0}: {1}', printable(pathText(path), 120), message)),
    ),
  ];
}

const legacy = { since: 0, until: 19 } as const;

/** Rules about what charts up to 0.19 sync. */
export const legacySyncRules: readonly Rule[] = [
  {
    ...legacy,
    code: 'old-storage-classes-both-ways',
    severity: 'error',
    explanation: () =>
      l10n.t(
        'In charts up to 0.19, storage classes are either your own (sync.storageclasses) or those of the host (sync.hoststorageclasses). The syncer stops with both.',
      ),
    check: checkClasses,
  },
  {
    ...legacy,
    code: 'old-sync-word',
    severity: 'error',
    explanation: () =>
      l10n.t(
        'Every key under sync with enabled: true becomes --sync=KEY for the syncer, which stops at a word that it does not know.',
      ),
    check: checkWords,
  },
  {
    ...legacy,
    code: 'old-generic-sync',
    severity: 'error',
    explanation: () =>
      l10n.t(
        'sync.generic.config is YAML in a text: version v1beta1, and exports and imports with apiVersion and kind, each kind once. Patches have the operations copyFromObject with fromPath, add, replace and remove without, rewriteName and rewriteLabelSelector.',
      ),
    check: checkGeneric,
  },
];
