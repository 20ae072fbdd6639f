import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { parseImage } from '../../vcluster/image.ts';
import { type SyncerFlag, switchValue, syncerFlag, syncerFlagNames } from '../schema/syncerFlags.ts';
import { nearest } from '../structure/nearest.ts';
import { isPlaceholder } from '../template.ts';
import { toRemove, toSet } from './answer.ts';
import type { Answer, Report, Rule } from './rule.ts';
import { pathOf, type Settings } from './settings.ts';

const place = 'syncer.extraArgs';

/** One argument of the syncer, as the chart hands it over. */
interface Argument {
  readonly index: number;
  readonly text: string;
  /** A template fills something in, so that nothing is said of it. */
  readonly open: boolean;
}

function argumentsOf(settings: Settings): readonly Argument[] {
  return settings.items(place).map((item, index) => ({
    index,
    text: typeof item === 'object' ? '' : String(item),
    open: typeof item === 'object' || isPlaceholder(item) || String(item).includes('{{'),
  }));
}

/** Whether the syncer is that of the chart, and not somebody's own with flags of its own. */
function isOfChart(settings: Settings): boolean {
  const image = settings.value('syncer.image');
  const own =
    typeof image === 'string' &&
    image !== '' &&
    !/^(?:loftsh|loft-sh)\/vcluster(?:-oss)?$/u.test(parseImage(image).repository);
  return !own && !settings.on('pro') && settings.items('syncer.command').length === 0;
}

function report(index: number, message: string, answers: readonly Answer[] = []): Report {
  return { path: pathOf(place, index), message, answers };
}

/** Why the value of a flag is none; undefined for a right one. */
function valueFault({ name, type }: SyncerFlag, value: string): string | undefined {
  if (isPlaceholder(value) || value.includes('{{')) {
    return undefined;
  }
  if (type === 'switch' && switchValue(value) === undefined) {
    return l10n.t('The value of --{0} has to be true or false: the syncer stops at another one.', name);
  }
  const whole = /^[+-]?(?:0[xX][\da-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|\d+)$/u;
  return type === 'number' && !whole.test(value)
    ? l10n.t('The value of --{0} has to be a whole number: the syncer stops at another one.', name)
    : undefined;
}

function unknown(settings: Settings, index: number, name: string, value: string | undefined): Report {
  const [first, blank, rest] = /^([\w-]+)(\s+)(.*)$/su.exec(name)?.slice(1) ?? [];
  if (first !== undefined && blank !== undefined && syncerFlag(first, settings.minor) !== undefined) {
    return report(
      index,
      l10n.t('The syncer takes this as one word, which is no flag, and stops. Write the value behind a =.'),
      [toSet(pathOf(place, index), `--${first}=${rest}${value === undefined ? '' : `=${value}`}`)],
    );
  }
  const message = l10n.t('The syncer of 0.{0} has no flag --{1}, and stops.', settings.minor, printable(name, 60));
  const [meant] = nearest(name, syncerFlagNames(settings.minor));
  return report(
    index,
    message,
    meant === undefined
      ? [toRemove(pathOf(place, index))]
      : [toSet(pathOf(place, index), `--${meant}${value === undefined ? '' : `=${value}`}`)],
  );
}

/** What the syncer says of its arguments when it starts, one after the other. */
function checkArguments(settings: Settings): readonly Report[] {
  const all = isOfChart(settings) ? argumentsOf(settings) : [];
  const reports: Report[] = [];
  for (let i = 0; i < all.length; i += 1) {
    const { index, text, open } = all[i] as Argument;
    const next = all[i + 1];
    const [, name, value] = /^--([^=]+)(?:=(.*))?$/su.exec(text) ?? [];
    const flag = name === undefined ? undefined : syncerFlag(name, settings.minor);
    if (open) {
      // It may be a flag, so that what follows is its value.
      while (all[i + 1]?.text.startsWith('-') === false) {
        i += 1;
      }
    } else if (name === undefined) {
      reports.push(
        report(index, l10n.t('This is no flag of the syncer, which stops at it.'), [toRemove(pathOf(place, index))]),
      );
    } else if (flag === undefined) {
      reports.push(unknown(settings, index, name, value));
      i += value === undefined && next !== undefined && !next.text.startsWith('-') ? 1 : 0;
    } else if (value !== undefined || flag.type === 'switch') {
      const fault = valueFault(flag, value ?? 'true');
      reports.push(...(fault === undefined ? [] : [report(index, fault)]));
      if (
        value === undefined &&
        next !== undefined &&
        !next.open &&
        switchValue(next.text) !== undefined &&
        next.text !== ''
      ) {
        reports.push(detached(flag, index, next));
        i += 1;
      }
    } else if (next === undefined) {
      reports.push(report(index, l10n.t('--{0} needs a value: the syncer stops without one.', flag.name)));
    } else {
      reports.push(...following(flag, index, next));
      i += 1;
    }
  }
  return reports;
}

/** What is to be said where the value of a flag is the next item, whatever that is. */
function following(flag: SyncerFlag, index: number, { index: at, text, open }: Argument): readonly Report[] {
  const fault = open ? undefined : valueFault(flag, text);
  if (fault !== undefined) {
    return [report(at, fault)];
  }
  return text.startsWith('--')
    ? [
        {
          ...report(index, l10n.t('--{0} needs a value, and takes the next item for it.', flag.name)),
          severity: 'warning',
        },
      ]
    : [];
}

/** A switch takes no value from the next item, at which the syncer stops then. */
function detached({ name }: SyncerFlag, index: number, next: Argument): Report {
  return report(
    next.index,
    l10n.t('--{0} takes no value from the next item, and the syncer stops at it. Write --{0}={1}.', name, next.text),
    [
      {
        title: l10n.t('Write --{0}={1}', name, next.text),
        changes: [
          { kind: 'set', path: pathOf(place, index), value: `--${name}=${next.text}` },
          { kind: 'remove', path: pathOf(place, next.index) },
        ],
      },
    ],
  );
}

/** Rules about the arguments of the syncer of charts up to 0.19. */
export const legacyArgumentRules: readonly Rule[] = [
  {
    code: 'old-syncer-flag',
    severity: 'error',
    since: 0,
    until: 19,
    explanation: () =>
      l10n.t(
        'Every item of syncer.extraArgs is one argument of the syncer: --NAME=VALUE, --NAME alone for a switch, or --NAME with its value in the next item. The syncer stops at a flag that it does not have, at a value of another type, and at anything else.',
      ),
    check: checkArguments,
  },
];
