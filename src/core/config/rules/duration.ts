/** Longer than anybody writes a time, and short enough for every pattern. */
const longest = 200;

/** A duration as Go's `time.ParseDuration` takes it, such as `1h30m`. */
export function isDuration(text: string): boolean {
  return text.length <= longest && /^[-+]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/u.test(text);
}

const hours: Readonly<Record<string, number>> = { d: 24, w: 168 };

/** The same for days and weeks, which Go does not know: `1d` is `24h`. Undefined for what cannot be meant. */
export function inHours(text: string): string | undefined {
  const [, count, unit = ''] = /^(\d{1,6})\s*([dw])(?:ays?|eeks?)?$/u.exec(text.trim()) ?? [];
  return count === undefined ? undefined : `${Number(count) * (hours[unit] ?? 0)}h`;
}

const words: Readonly<Record<number, readonly string[]>> = {
  3: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  4: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
};
/** Minute, hour, day, month and weekday. A Sunday is 0, not 7. */
const bounds: readonly (readonly [number, number])[] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
];
const descriptors: readonly string[] = ['yearly', 'annually', 'monthly', 'weekly', 'daily', 'midnight', 'hourly'];

function numberOf(text: string, field: number): number | undefined {
  const word = (words[field] ?? []).indexOf(text.toLowerCase());
  if (word >= 0) {
    return word + (field === 3 ? 1 : 0);
  }
  return /^\d{1,9}$/u.test(text) ? Number(text) : undefined;
}

function isRange(text: string, field: number): boolean {
  const [least, most] = bounds[field] ?? [0, 0];
  const [span = '', step, ...more] = text.split('/');
  if (more.length > 0 || (step !== undefined && !/^0*[1-9]\d{0,8}$/u.test(step))) {
    return false;
  }
  if (span === '*' || span === '?') {
    return true;
  }
  const [start, end = step === undefined ? start : most, ...beyond] = span
    .split('-')
    .map((one) => numberOf(one, field));
  return (
    beyond.length === 0 && start !== undefined && end !== undefined && start >= least && end <= most && start <= end
  );
}

/** A schedule as the platform's parser takes it: five fields or a descriptor such as `@daily`, with a time zone in front if need be. */
export function isSchedule(text: string): boolean {
  if (text.length > longest) {
    return false;
  }
  const spec = text.replace(/^(?:CRON_)?TZ=\S+\s+/u, '').trim();
  if (spec.startsWith('@')) {
    return descriptors.includes(spec.slice(1)) || (spec.startsWith('@every ') && isDuration(spec.slice(7)));
  }
  const fields = spec.split(/\s+/u);
  return (
    fields.length === bounds.length &&
    fields.every((field, index) => field.split(',').every((one) => isRange(one, index)))
  );
}

function isKnownZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The time zone in the letter case that Linux has it in; undefined for none. */
export function timeZone(name: string): string | undefined {
  if (name === 'UTC' || name === 'Local') {
    return name;
  }
  if (!/^[A-Za-z]/u.test(name) || !isKnownZone(name)) {
    return undefined;
  }
  return Intl.supportedValuesOf('timeZone').find((one) => one.toLowerCase() === name.toLowerCase()) ?? name;
}

/** Seconds as Go prints them: 3600 is `1h0m0s`. */
export function goDuration(seconds: number): string {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  return h > 0 ? `${h}h${m}m${s}s` : m > 0 ? `${m}m${s}s` : `${s}s`;
}
