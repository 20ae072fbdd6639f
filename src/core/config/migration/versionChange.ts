import * as l10n from '@vscode/l10n';
import type { Draft } from './draft.ts';
import type { NoteKind } from './note.ts';
import type { Origin } from './origin.ts';

/** What has to happen to a file when it goes over a version. */
export interface VersionChange {
  /** The first minor that has it otherwise. */
  readonly since: number;
  /** What it is about; nothing happens where that is not written. */
  readonly place: string;
  /** Whether there was something to do. */
  readonly apply: (draft: Draft) => boolean;
}

/** Those that are not part of another one. */
function outermost(origins: readonly Origin[]): readonly Origin[] {
  const isPart = ({ keys }: Origin): boolean =>
    origins.some((one) => one.keys.length < keys.length && one.keys.every((key, i) => key === keys[i]));
  return origins.filter((origin) => !isPart(origin));
}

/** It has another name or place, and means the same; with a change, not quite. */
export function renamed(since: number, place: string, target: string, change?: () => string): VersionChange {
  const apply = (draft: Draft): boolean => {
    const origins = draft.origins.within(draft.at(place));
    if (!draft.move(place, target)) {
      draft.end(place, { kind: 'dropped', message: l10n.t('{0} is set already, and is taken.', target) });
      return true;
    }
    for (const origin of change ? outermost(origins) : []) {
      origin.change ??= change?.();
    }
    return true;
  };
  return { since, place, apply };
}

/** It is gone. What was not on is no loss. */
export function removed(
  since: number,
  place: string,
  message: () => string,
  kind: NoteKind = 'unsupported',
): VersionChange {
  const apply = (draft: Draft): boolean => {
    const value = draft.value(place);
    const off = value === false || (value as { enabled?: unknown } | null | undefined)?.enabled === false;
    draft.end(
      place,
      off
        ? { kind: 'dropped', message: l10n.t('It was off, and is not there any more.') }
        : { kind, message: message() },
    );
    return true;
  };
  return { since, place, apply };
}

/** Whatever else. */
export function reworked(since: number, place: string, apply: VersionChange['apply']): VersionChange {
  return { since, place, apply };
}

/**
 * Takes a file to a minor, whatever it was for: what was gone before has no place in it either. Whether anything had to happen.
 */
export function applyChanges(draft: Draft, changes: readonly VersionChange[], to: number): boolean {
  const due = changes.filter(({ since }) => since <= to).toSorted((a, b) => a.since - b.since);
  return due.map(({ place, apply }) => draft.has(place) && apply(draft)).includes(true);
}
