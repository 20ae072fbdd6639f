import * as l10n from '@vscode/l10n';
import type { Target } from './entries.ts';
import type { Carrying, Conversion } from './legacyConversion.ts';
import type { NoteKind } from './note.ts';
import type { OldKey } from './oldKeys.ts';
import type { Shape } from './shape.ts';

/** What becomes of one old key. */
export type LegacyRule = (old: OldKey, to: Conversion) => void;

/** By path in lower case, its keys joined by dots. */
export type LegacyRules = Readonly<Record<string, LegacyRule>>;

/** It has another name or place, and means the same. */
export function moved(target: Target, shape: Shape, carrying: Carrying = {}): LegacyRule {
  return (old, to) => {
    to.carry(old, target, shape, carrying);
  };
}

/** It has another place, and does not mean quite the same there. */
export function changed(target: Target, shape: Shape, change: () => string, carrying: Carrying = {}): LegacyRule {
  return (old, to) => {
    to.carry(old, target, shape, { ...carrying, change: change() });
  };
}

/** It has no place any more; nothing to say of a value that is what the old chart did anyway. */
export function gone(kind: NoteKind, message: () => string): LegacyRule {
  return (old, to) => {
    if (to.isOldDefault(old)) {
      to.note(old, 'dropped', l10n.t('This was what the old chart did anyway.'));
    } else {
      to.note(old, kind, message());
    }
  };
}

/** The rules with a prefix before each path. */
export function under(prefix: string, rules: LegacyRules): LegacyRules {
  return Object.fromEntries(Object.entries(rules).map(([path, rule]) => [`${prefix}.${path}`, rule]));
}
