import * as l10n from '@vscode/l10n';
import { isPlaceholder } from '../template.ts';
import type { Conversion } from './legacyConversion.ts';
import { gone } from './legacyRule.ts';
import type { OldKey } from './oldKeys.ts';

type Direction = 'toHost' | 'fromHost';

/** What is wrong with a mapping, by what vcluster says when it starts; nothing for a right one. */
function fault(direction: Direction, from: unknown, to: unknown): string | undefined {
  if (typeof from !== 'string' || typeof to !== 'string' || from === '' || to === '') {
    return l10n.t('A mapping needs from and to; it is left out.');
  }
  if ([from, to].some((text) => text.includes('{{') || isPlaceholder(text))) {
    return undefined;
  }
  const parts = (text: string): number => text.split('/').length;
  const inHost = parts(from) <= 2 && parts(to) === 2;
  const toHost = parts(from) === 2 && parts(to) === 1;
  if (direction === 'fromHost' ? inHost : toHost) {
    return undefined;
  }
  return direction === 'fromHost'
    ? l10n.t(
        'vcluster refuses this: from has to be NAME or NAMESPACE/NAME, and to NAMESPACE/NAME. It is left out; write it again under networking.replicateServices.fromHost.',
      )
    : l10n.t(
        'vcluster refuses this: from has to be NAMESPACE/NAME, and to NAME alone. It is left out; write it again under networking.replicateServices.toHost.',
      );
}

/** Service mappings, without those that never worked. */
export function checkedMappings(to: Conversion, old: OldKey, direction: Direction): void {
  const target = `networking.replicateServices.${direction}`;
  const items = to.keys.items(old);
  const faults = items.map(({ value }) => {
    const { from, to: where } = (typeof value === 'object' && value !== null ? value : {}) as {
      from?: unknown;
      to?: unknown;
    };
    return fault(direction, from, where);
  });
  if (items.length === 0) {
    gone('unsupported', () => l10n.t('It must be a list of mappings with from and to, and is left out.'))(old, to);
  } else if (faults.every((one) => one === undefined)) {
    to.carry(old, target, 'maps');
  } else {
    for (const [i, item] of items.entries()) {
      const problem = faults[i];
      if (problem === undefined) {
        to.set(item, target, [item.value]);
      } else {
        to.note(item, 'unsupported', problem);
      }
    }
  }
}
