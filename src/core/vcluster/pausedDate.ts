import { time } from './raw.ts';

/**
 * When a vcluster was paused, by the annotation `loft.sh/paused-date`. The CLI writes its local time with a literal `Z`
 * behind it, so the zone is not known: it is read in the zone of this machine, or as UTC where that would be before the
 * vcluster was created. Right only as far as both machines agree; undefined where neither reading is possible.
 */
export function pausedSince(date: string | undefined, createdAt: number | undefined): number | undefined {
  const earliest = createdAt ?? Number.NEGATIVE_INFINITY;
  return [time(date?.replace(/Z$/u, '')), time(date)].find((one) => one !== undefined && one >= earliest);
}

/** A time in whole seconds since the epoch, as the platform writes it, in milliseconds. */
export function secondsSince(seconds: string | undefined): number | undefined {
  return seconds !== undefined && /^\d{9,11}$/u.test(seconds) ? Number(seconds) * 1000 : undefined;
}
