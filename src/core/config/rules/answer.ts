import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { type ConfigPath, pathText } from '../finding.ts';
import type { Answer } from './rule.ts';
import { type Place, pathOf } from './settings.ts';

/** A place as it stands in messages. */
export function shown(place: Place): string {
  return printable(pathText(pathOf(place)), 120);
}

/** The last key of a place, as it stands on a button. */
function lastStep(path: ConfigPath): string {
  const step = path.at(-1);
  return typeof step === 'number' ? shown(path.slice(-2)) : printable(String(step), 60);
}

/** Takes a key away, and what would be empty without it. */
export function toRemove(place: Place): Answer {
  const path = pathOf(place);
  return { title: l10n.t('Remove {0}', lastStep(path)), changes: [{ kind: 'remove', path }] };
}

/** Sets a value, with the maps around it where they are missing. */
export function toSet(place: Place, value: boolean | number | string): Answer {
  const path = pathOf(place);
  return {
    title: l10n.t('Set {0} to {1}', shown(path), printable(String(value), 60)),
    changes: [{ kind: 'set', path, value }],
  };
}

/** Gives a key another name. */
export function toRename(place: Place, to: string): Answer {
  return { title: l10n.t('Rename to {0}', printable(to, 60)), changes: [{ kind: 'rename', path: pathOf(place), to }] };
}

/** Takes a value to another place. */
export function toMove(place: Place, to: Place): Answer {
  return { title: l10n.t('Move to {0}', shown(to)), changes: [{ kind: 'move', path: pathOf(place), to: pathOf(to) }] };
}
