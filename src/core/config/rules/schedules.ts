import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { toSet } from './answer.ts';
import { inHours, isDuration, isSchedule, timeZone } from './duration.ts';
import { placesOf } from './formats.ts';
import type { Report, Rule } from './rule.ts';
import { type Place, pathOf, type Settings } from './settings.ts';

const durations: readonly string[] = [
  'sleep.auto.afterInactivity',
  'deletion.auto.afterInactivity',
  'sleepMode.autoSleep.afterInactivity',
  'experimental.sleepMode.autoSleep.afterInactivity',
];
const schedules: readonly string[] = [
  'sleep.auto.schedule',
  'sleep.auto.wakeup.schedule',
  'snapshots.auto.schedule',
  'sleepMode.autoSleep.schedule',
  'sleepMode.autoWakeup.schedule',
  'experimental.sleepMode.autoSleep.schedule',
  'experimental.sleepMode.autoSleep.wakeup.schedule',
  'external.platform.autoSleep.schedule',
  'external.platform.autoSleep.autoWakeup.schedule',
  'external.platform.autoSnapshot.schedule',
];
const zones: readonly string[] = [
  'sleep.auto.timezone',
  'snapshots.auto.timezone',
  'sleepMode.timeZone',
  'experimental.sleepMode.timeZone',
  'external.platform.autoSleep.timezone',
  'external.platform.autoSnapshot.timezone',
];

/** Where charts that are installed inside say how long that may take, in both generations. */
const timeouts: readonly string[] = ['experimental.deploy.vcluster.helm.#.timeout', 'init.helm.#.timeout'];

function durationReports(settings: Settings, place: Place): readonly Report[] {
  const text = settings.text(place);
  if (text === undefined || isDuration(text)) {
    return [];
  }
  const meant = inHours(text);
  return [
    {
      path: pathOf(place),
      message:
        meant === undefined
          ? l10n.t('“{0}” is no duration: write hours, minutes and seconds, such as 1h30m.', printable(text))
          : l10n.t('There is no unit for days or weeks. Write “{0}” as {1}.', printable(text), meant),
      ...(meant === undefined ? {} : { answers: [toSet(place, meant)] }),
    },
  ];
}

function checkDurations(settings: Settings): readonly Report[] {
  return durations.flatMap((place) => durationReports(settings, place));
}

function checkTimeouts(settings: Settings): readonly Report[] {
  return timeouts
    .flatMap((pattern) => placesOf(settings, pattern))
    .flatMap((place) => durationReports(settings, place));
}

function checkSchedules(settings: Settings): readonly Report[] {
  return schedules
    .filter((place) => !isSchedule(settings.text(place) ?? '@daily'))
    .map((place) => ({
      path: pathOf(place),
      message: l10n.t(
        '“{0}” is no schedule: write minute, hour, day, month and weekday (0 to 6), or @daily and the like.',
        printable(settings.text(place) ?? ''),
      ),
    }));
}

function zoneReport(place: string, zone: string): readonly Report[] {
  const [, offset, ...more] = zone.split('#');
  if (offset !== undefined) {
    return more.length > 0 || /^[-+]?\d+$/u.test(offset)
      ? []
      : [
          {
            path: pathOf(place),
            message: l10n.t('“{0}” is no time zone: behind # stands an offset in seconds.', printable(zone)),
          },
        ];
  }
  const meant = timeZone(zone);
  return meant === zone
    ? []
    : [
        {
          path: pathOf(place),
          message: l10n.t('“{0}” is no time zone: write one such as Europe/Berlin or UTC.', printable(zone)),
          ...(meant === undefined ? {} : { answers: [toSet(place, meant)] }),
        },
      ];
}

function checkZones(settings: Settings): readonly Report[] {
  return zones.flatMap((place) => {
    const zone = settings.text(place);
    return zone === undefined ? [] : zoneReport(place, zone);
  });
}

/** Rules about when something happens. */
export const scheduleRules: readonly Rule[] = [
  {
    code: 'duration-form',
    severity: 'error',
    since: 22,
    explanation: () =>
      l10n.t(
        'Times of inactivity are durations of Go: numbers with the units h, m, s and ms, such as 72h or 1h30m. There are no days, and a bare number is refused. A file with any other text cannot be read by vcluster at all.',
      ),
    check: checkDurations,
  },
  {
    code: 'chart-timeout',
    severity: 'warning',
    since: 0,
    explanation: () =>
      l10n.t(
        'The timeout of a chart that is installed inside is a duration of Go, such as 120s or 5m. vcluster does not refuse other texts: it passes over them and waits as long as it does by default.',
      ),
    check: checkTimeouts,
  },
  {
    code: 'schedule-form',
    severity: 'error',
    explanation: () =>
      l10n.t(
        'Schedules of sleep and snapshots are cron expressions with five fields (minute, hour, day of the month, month, weekday from 0 for Sunday to 6), or one of @hourly, @daily, @weekly, @monthly, @yearly and @every DURATION. The platform refuses others.',
      ),
    check: checkSchedules,
  },
  {
    code: 'time-zone',
    severity: 'error',
    explanation: () =>
      l10n.t(
        'A time zone is a name of the IANA database with its own capitals, such as Europe/Berlin, or NAME#SECONDS for a fixed offset. The platform refuses others.',
      ),
    check: checkZones,
  },
];
