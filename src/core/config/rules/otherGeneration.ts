import * as l10n from '@vscode/l10n';
import { shown } from './answer.ts';
import { newer, older, olderNested, olderSync } from './oldKeys.ts';
import type { Answer, Change, Report, Rule } from './rule.ts';
import { type Place, pathOf, type Settings } from './settings.ts';

function nestedAnswers(settings: Settings, place: string, to: string): readonly Answer[] {
  const value = settings.value(place);
  const off = value === true || value === 'true';
  const changes: readonly Change[] =
    place === 'telemetry.disabled'
      ? [
          { kind: 'set', path: pathOf(to), value: !off },
          { kind: 'remove', path: pathOf(place) },
        ]
      : [{ kind: 'rename', path: pathOf(place), to: 'enabled' }];
  return settings.has(to) ? [] : [{ title: l10n.t('Change to {0}', shown(to)), changes }];
}

/** What can be moved as it stands: a switch, or the lists of mapped Services. */
function moves(settings: Settings, place: Place, to: string | undefined): readonly Answer[] {
  const keys = settings.entries(place).map(([key]) => key);
  const plain = keys.length > 0 && keys.every((key) => key === 'enabled' || key === 'all');
  return to !== undefined && plain && !settings.has(to)
    ? [{ title: l10n.t('Move to {0}', shown(to)), changes: [{ kind: 'move', path: pathOf(place), to: pathOf(to) }] }]
    : [];
}

function mappingMoves(settings: Settings): readonly Answer[] {
  const names = [
    ['fromVirtual', 'toHost'],
    ['fromHost', 'fromHost'],
  ] as const;
  const found = names.filter(([from]) => settings.items(`mapServices.${from}`).length > 0);
  return found.length > 0 && found.every(([, to]) => !settings.has(`networking.replicateServices.${to}`))
    ? [
        {
          title: l10n.t('Move to {0}', 'networking.replicateServices'),
          changes: [
            ...found.map(([from, to]) => ({
              kind: 'move' as const,
              path: pathOf(`mapServices.${from}`),
              to: pathOf(`networking.replicateServices.${to}`),
            })),
            { kind: 'remove', path: ['mapServices'] },
          ],
        },
      ]
    : [];
}

function checkOlder(settings: Settings): readonly Report[] {
  const report = (place: Place, to: string | undefined, answers: readonly Answer[]): Report => ({
    path: pathOf(place),
    at: 'key',
    message:
      to === undefined
        ? l10n.t('{0} is a key of charts up to 0.19, and is refused. It has no successor.', shown(place))
        : l10n.t('{0} is a key of charts up to 0.19, and is refused. Now it is {1}.', shown(place), shown(to)),
    answers,
  });
  const top = Object.keys(older).filter((key) => settings.has([key]));
  const sync = Object.keys(olderSync).filter((key) => settings.has(['sync', key]));
  const nested = olderNested.filter(([place]) => settings.has(place));
  return [
    ...nested.map(([place, to]) => report(place, to, nestedAnswers(settings, place, to))),
    ...top.map((key) => report([key], older[key], key === 'mapServices' ? mappingMoves(settings) : [])),
    ...sync.map((key) => {
      const to = olderSync[key] === undefined ? undefined : `sync.${olderSync[key]}`;
      return report(['sync', key], to, moves(settings, ['sync', key], to));
    }),
  ];
}

function checkNewer(settings: Settings): readonly Report[] {
  return newer
    .filter((place) => settings.has(place))
    .map((place) => ({
      path: pathOf(place),
      at: 'key',
      message: l10n.t('{0} is a key of charts from 0.20 on, which this chart passes over in silence.', shown(place)),
    }));
}

/** Rules about keys of the other generation. */
export const otherGenerationRules: readonly Rule[] = [
  {
    code: 'key-of-old-chart',
    severity: 'error',
    explanation: () =>
      l10n.t(
        'The key belongs to the values.yaml of charts up to 0.19. A vcluster.yaml is closed: the chart refuses any key that it does not know. Switches and mapped Services can be moved one by one; for a whole file there is the migration.',
      ),
    check: checkOlder,
  },
  {
    code: 'key-of-new-chart',
    severity: 'warning',
    since: 0,
    until: 19,
    explanation: () =>
      l10n.t(
        'The key belongs to the vcluster.yaml of charts from 0.20 on. Older charts have no schema, and pass over what they do not know, so that it has no effect.',
      ),
    check: checkNewer,
  },
];
