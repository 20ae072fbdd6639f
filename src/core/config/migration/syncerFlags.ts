import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { flagRules } from './flagRules.ts';
import type { Conversion } from './legacyConversion.ts';
import { gone, type LegacyRule } from './legacyRule.ts';
import type { OldKey } from './oldKeys.ts';

/** The flags of the syncer, each of which has a key now, or none. Both `--flag=value` and `--flag value` are read. */
export const syncerFlags: LegacyRule = (old, to) => {
  if (to.keys.items(old).length === 0) {
    gone('unsupported', () => l10n.t('It must be a list of texts, and is left out.'))(old, to);
    return;
  }
  to.within(old, (items) => eachFlag(to, items));
};

function eachFlag(to: Conversion, items: readonly OldKey[]): void {
  for (let i = 0; i < items.length; i += 1) {
    const item = items[i];
    if (item !== undefined) {
      const [, name, given] = /^--([^=\s]+)(?:=(.*))?$/su.exec(String(item.value ?? '')) ?? [];
      const next = items[i + 1];
      const follows = given === undefined && next !== undefined && !String(next.value).startsWith('--');
      if (name === undefined) {
        to.note(item, 'unsupported', l10n.t('This is no flag of the syncer; it is left out.'));
        continue;
      }
      i += follows ? 1 : 0;
      const rule = flagRules.get(name);
      if (rule === undefined) {
        to.note(item, 'unsupported', l10n.t('The syncer has no flag --{0}; it is left out.', printable(name, 60)));
      } else {
        rule(item, to, given ?? (follows ? String(next.value ?? '') : ''));
      }
    }
  }
}
