import * as l10n from '@vscode/l10n';
import { isScalar } from 'yaml';
import type { Draft } from './draft.ts';
import { giveComment, takeComment } from './keyComments.ts';
import { removed, renamed, reworked, type VersionChange } from './versionChange.ts';

/** Seconds as a duration of Go, such as `1h0m0s`. */
export function goDuration(seconds: number): string {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  return h > 0 ? `${h}h${m}m${s}s` : m > 0 ? `${m}m${s}s` : `${s}s`;
}

function seconds(draft: Draft, place: string): void {
  const node = draft.at(place);
  const number = isScalar(node) ? Number(node.value) : Number.NaN;
  if (isScalar(node) && Number.isInteger(number) && number >= 0 && node.value !== '') {
    node.value = goDuration(number);
    node.type = 'PLAIN';
    for (const origin of draft.origins.within(node)) {
      origin.change ??= l10n.t('It is a duration now, not a number of seconds.');
    }
  }
}

type Parts = readonly (readonly [from: string, to: string])[];

/** Moves the parts of something that has a switch of its own; what is switched off is not there any more. */
function parts(place: string, target: string, moves: Parts): VersionChange['apply'] {
  return (draft) => {
    const off = draft.value(`${place}.enabled`) === false;
    const comment = takeComment(draft, place);
    if (!off) {
      draft.end(`${place}.enabled`, { kind: 'dropped', message: l10n.t('It is on wherever it is configured now.') });
      for (const [from, to] of moves) {
        if (draft.has(`${place}.${from}`)) {
          renamed(0, `${place}.${from}`, `${target}.${to}`).apply(draft);
        }
      }
    }
    const message = off
      ? l10n.t('It was off; it is on wherever it is configured now, and is left out.')
      : l10n.t('There is no such setting any more.');
    giveComment(draft, comment, target);
    draft.end(place, { kind: off ? 'dropped' : 'unsupported', message });
    return true;
  };
}

const sleep: Parts = [
  ['timeZone', 'timezone'],
  ['autoSleep.afterInactivity', 'afterInactivity'],
  ['autoSleep.schedule', 'schedule'],
  ['autoSleep.exclude', 'exclude'],
  ['autoSleep.wakeup.schedule', 'wakeup.schedule'],
  ['autoWakeup.schedule', 'wakeup.schedule'],
];

const platform = 'external.platform';

/** What the platform does by itself, whose keys moved twice. */
export const sleepChanges: readonly VersionChange[] = [
  renamed(24, 'experimental.sleepMode', 'sleepMode'),
  reworked(32, 'experimental.sleepMode', parts('experimental.sleepMode', 'sleep.auto', sleep)),
  reworked(32, 'sleepMode', parts('sleepMode', 'sleep.auto', sleep)),
  renamed(32, `${platform}.apiKey`, 'platform.apiKey'),
  renamed(32, `${platform}.project`, 'platform.project'),
  reworked(32, `${platform}.autoSleep`, (draft) => {
    seconds(draft, `${platform}.autoSleep.afterInactivity`);
    return parts(`${platform}.autoSleep`, 'sleep.auto', [
      ['afterInactivity', 'afterInactivity'],
      ['schedule', 'schedule'],
      ['timezone', 'timezone'],
      ['autoWakeup.schedule', 'wakeup.schedule'],
    ])(draft);
  }),
  reworked(32, `${platform}.autoDelete`, (draft) => {
    seconds(draft, `${platform}.autoDelete.afterInactivity`);
    return parts(`${platform}.autoDelete`, 'deletion.auto', [['afterInactivity', 'afterInactivity']])(draft);
  }),
  reworked(
    32,
    `${platform}.autoSnapshot`,
    parts(`${platform}.autoSnapshot`, 'snapshots.auto', [
      ['schedule', 'schedule'],
      ['timezone', 'timezone'],
      ['retention', 'retention'],
      ['storage', 'storage'],
    ]),
  ),
  removed(32, 'external', () =>
    l10n.t('There is no such setting any more: see platform, sleep, deletion and snapshots.'),
  ),
];
