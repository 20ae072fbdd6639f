import * as l10n from '@vscode/l10n';

/** The time of day in the user's time zone, such as `14:03`; with the date when it is not from the last 20 hours. */
export function clockTime(ms: number, now: number): string {
  const date = new Date(ms);
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const recent = Math.abs(now - ms) < 20 * 3_600_000;
  return recent
    ? date.toLocaleTimeString('en-GB', time)
    : date.toLocaleString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', ...time });
}

/** An age as kubectl prints it: the two largest units at most, such as `5d`, `3h12m`, `45s`. */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (seconds < 120) {
    return l10n.t('{0}s', seconds);
  }
  if (minutes < 10) {
    return seconds % 60 ? l10n.t('{0}m{1}s', minutes, seconds % 60) : l10n.t('{0}m', minutes);
  }
  if (minutes < 180) {
    return l10n.t('{0}m', minutes);
  }
  if (hours < 8) {
    return minutes % 60 ? l10n.t('{0}h{1}m', hours, minutes % 60) : l10n.t('{0}h', hours);
  }
  if (hours < 48) {
    return l10n.t('{0}h', hours);
  }
  return days < 8 && hours % 24 ? l10n.t('{0}d{1}h', days, hours % 24) : l10n.t('{0}d', days);
}
