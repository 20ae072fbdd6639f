import * as l10n from '@vscode/l10n';
import { shown } from './answer.ts';
import { goDuration } from './duration.ts';
import { type Part, type Renamed, renamed } from './renames.ts';
import type { Change, Report, Rule } from './rule.ts';
import { type Place, pathOf, type Settings } from './settings.ts';

function isTaken(settings: Settings, place: Place): boolean {
  const value = settings.value(place);
  return value !== undefined && value !== null;
}

/** What takes one part of a section to its new name, given where the section is. */
function partChanges(
  settings: Settings,
  from: string,
  at: string,
  to: string,
  [key, target, unit]: Part,
): readonly Change[] {
  const value = settings.value(`${from}.${key}`);
  if (unit === 'seconds' && typeof value === 'number') {
    return [
      ...(key === target && at === to ? [] : [{ kind: 'remove' as const, path: pathOf(`${at}.${key}`) }]),
      { kind: 'set', path: pathOf(`${to}.${target}`), value: goDuration(value) },
    ];
  }
  return key === target && at === to
    ? []
    : [{ kind: 'move', path: pathOf(`${at}.${key}`), to: pathOf(`${to}.${target}`) }];
}

/** Keys of a section that have no successor. */
function leftovers(settings: Settings, place: string, parts: readonly Part[]): readonly string[] {
  const kept = new Set(parts.map(([, target]) => target.split('.')[0] ?? ''));
  return settings.entries(place).flatMap(([key]) => (kept.has(key) ? [] : [key]));
}

/** What takes all of it to its new places, with its comments; undefined where something stands there already. */
function changesOf(settings: Settings, { place, to, parts, off }: Renamed): readonly Change[] | undefined {
  const path = pathOf(place);
  if (off !== undefined && settings.refused(`${place}.${off}`)) {
    return [{ kind: 'remove', path }];
  }
  if (!isTaken(settings, to)) {
    const found = (parts ?? []).filter(([key]) => isTaken(settings, `${place}.${key}`));
    return parts === undefined
      ? [{ kind: 'move', path, to: pathOf(to) }]
      : found.length === 0
        ? [{ kind: 'remove', path }]
        : [
            { kind: 'move', path, to: pathOf(to) },
            ...found.flatMap((part) => partChanges(settings, place, to, to, part)),
            ...leftovers(settings, place, parts).map((key) => ({
              kind: 'remove' as const,
              path: pathOf(`${to}.${key}`),
            })),
          ];
  }
  const found = (parts ?? []).filter(([key]) => isTaken(settings, `${place}.${key}`));
  return parts === undefined || found.some(([, key]) => isTaken(settings, `${to}.${key}`))
    ? undefined
    : [...found.flatMap((part) => partChanges(settings, place, place, to, part)), { kind: 'remove', path }];
}

function checkRenamed(settings: Settings): readonly Report[] {
  const gone = renamed.filter(({ place, gone: minor }) => settings.minor >= minor && settings.has(place));
  return gone
    .filter(({ place }, index) => gone.findIndex((one) => one.place === place) === index)
    .map((one) => {
      const changes = changesOf(settings, one);
      return {
        path: pathOf(one.place),
        at: 'key',
        message: l10n.t('{0} is not there any more. Write {1} in its place.', shown(one.place), shown(one.to)),
        ...(changes === undefined ? {} : { answers: [{ title: l10n.t('Move to {0}', shown(one.to)), changes }] }),
      };
    });
}

/** Pools have had their requirements under another name until 0.30. */
function checkRequirements(settings: Settings): readonly Report[] {
  return settings.items('privateNodes.autoNodes').flatMap((_, index) =>
    ['static', 'dynamic'].flatMap((kind) =>
      settings.items(pathOf('privateNodes.autoNodes', index, kind)).flatMap((_pool, pool): readonly Report[] => {
        const path = pathOf('privateNodes.autoNodes', index, kind, pool, 'requirements');
        return settings.has(path)
          ? [
              {
                path,
                at: 'key',
                message: l10n.t('requirements is called nodeTypeSelector now.'),
                answers: [
                  {
                    title: l10n.t('Rename to {0}', 'nodeTypeSelector'),
                    changes: [{ kind: 'rename', path, to: 'nodeTypeSelector' }],
                  },
                ],
              },
            ]
          : [];
      }),
    ),
  );
}

/** Rules about keys with another name. */
export const renamedKeyRules: readonly Rule[] = [
  {
    code: 'key-renamed',
    severity: 'error',
    explanation: () =>
      l10n.t(
        'The setting has another name or place since an older version, and the old one is refused. The quick fix moves it with its comments. Times of inactivity that were numbers of seconds become durations such as 1h0m0s, and an “enabled” that has no successor is left out: the section alone turns it on.',
      ),
    check: checkRenamed,
  },
  {
    code: 'pool-requirements-renamed',
    severity: 'error',
    since: 30,
    explanation: () => l10n.t('The requirements of a node pool are called nodeTypeSelector since 0.30.'),
    check: checkRequirements,
  },
];
