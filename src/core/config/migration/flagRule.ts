import * as l10n from '@vscode/l10n';
import { switchValue } from '../schema/syncerFlags.ts';
import type { Conversion } from './legacyConversion.ts';
import type { OldKey } from './oldKeys.ts';
import { assignments } from './words.ts';

/** What becomes of a flag of the syncer; the value is empty for a flag that stands alone. */
export type FlagRule = (old: OldKey, to: Conversion, value: string) => void;

const kubeConfig = 'experimental.virtualClusterKubeConfig';

/** Says of a flag that it has no value. */
export const missing = (old: OldKey, to: Conversion): void =>
  to.note(
    old,
    'unsupported',
    l10n.t('This flag needs a value, and the old syncer did not start without it; it is left out.'),
  );

/** Its value is a text. */
export function text(target: string): FlagRule {
  return (old, to, value) => (value === '' ? missing(old, to) : void to.set(old, target, value));
}

/** Its value is a list with commas. */
export function texts(target: string): FlagRule {
  return (old, to, value) => (value === '' ? missing(old, to) : void to.set(old, target, value.split(',')));
}

/** Its value is a whole number. */
export function number(target: string): FlagRule {
  return (old, to, value) => {
    if (value === '') {
      missing(old, to);
    } else if (/^\d{1,9}$/u.test(value)) {
      to.set(old, target, Number(value));
    } else {
      to.note(old, 'unsupported', l10n.t('It must be a whole number, and is left out.'));
    }
  };
}

/** Its value is a list such as `a=b,c=d`. */
export function pairs(target: string): FlagRule {
  return (old, to, value) => {
    const found = assignments(value);
    for (const [key, one] of found.pairs) {
      to.set(old, [...target.split('.'), key], one);
    }
    if (found.others.length > 0 || found.pairs.length === 0) {
      to.note(old, 'unsupported', l10n.t('What is not of the form name=value is left out.'));
    }
  };
}

/** A switch that is off without the flag; `meaning` is what it says when it is there. */
export function flag(targets: readonly string[], meaning = true): FlagRule {
  return (old, to, value) => {
    const on = switchValue(value);
    if (on === true) {
      for (const target of targets) {
        to.set(old, target, meaning);
      }
    } else if (on === false) {
      to.note(old, 'dropped', l10n.t('This is what the chart does anyway.'));
    } else {
      to.note(old, 'unsupported', l10n.t('It must be true or false, and is left out.'));
    }
  };
}

export function lost(message: () => string): FlagRule {
  return (old, to) => to.note(old, 'unsupported', message());
}

/** A flag whose false is the thing to say. */
export function either(targets: readonly string[]): FlagRule {
  return (old, to, value) => {
    if (switchValue(value) === false) {
      for (const target of targets) {
        to.set(old, target, false);
      }
    } else {
      to.note(old, 'dropped', l10n.t('This is what the chart does anyway.'));
    }
  };
}

const noEffect = (): string => l10n.t('From 0.29 on this has no effect any more.');

/** The path of a file of the control plane. */
export function certificates(key: string): FlagRule {
  return (old, to, value) =>
    value === ''
      ? missing(old, to)
      : void to.set(old, `${kubeConfig}.${key}`, value, to.minor >= 29 ? { change: noEffect() } : {});
}

/** Its value is a list of mappings such as `a/b=c`. */
export function mapping(direction: 'toHost' | 'fromHost'): FlagRule {
  return (old, to, value) => {
    const entries = value.split(',').map((one) => one.split('='));
    const right = entries.filter(([from = '', where = '', ...more]) => {
      const parts = [from, where].map((side) => (side === '' ? 0 : side.split('/').length));
      const [a = 0, b = 0] = parts;
      return more.length === 0 && (direction === 'toHost' ? a === 2 && b === 1 : a >= 1 && a <= 2 && b === 2);
    });
    if (right.length > 0) {
      const items = right.map(([from, where]) => ({ from, to: where }));
      to.set(old, `networking.replicateServices.${direction}`, items);
    }
    if (right.length < entries.length) {
      to.note(
        old,
        'unsupported',
        l10n.t('What is no mapping is left out: write it under networking.replicateServices.'),
      );
    }
  };
}
