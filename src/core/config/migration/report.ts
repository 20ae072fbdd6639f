import * as l10n from '@vscode/l10n';
import { type ConfigPath, pathText } from '../finding.ts';
import type { Draft } from './draft.ts';
import type { PlacedNote } from './note.ts';
import type { Origin } from './origin.ts';

function commonPath(paths: readonly ConfigPath[]): ConfigPath {
  const [first = [], ...others] = paths;
  const end = first.findIndex((step, i) => others.some((path) => path[i] !== step));
  return end < 0 ? first : first.slice(0, end);
}

/** Where the values of an origin are now, in few words. */
function placesText(paths: readonly ConfigPath[]): { readonly text: string; readonly target: ConfigPath } {
  const common = commonPath(paths);
  const near = common.length >= Math.max(2, (paths[0]?.length ?? 0) - 1);
  const texts = [...new Set(paths.map(pathText))];
  const text = near || texts.length > 4 ? pathText(common) : texts.join(', ');
  return { text: text === '' ? texts.join(', ') : text, target: near ? common : (paths[0] ?? []) };
}

function noteOf(origin: Origin, paths: readonly ConfigPath[]): PlacedNote | undefined {
  const { keys, range, change } = origin;
  const { text, target } = placesText(paths);
  const base = { path: pathText(keys), keys, range, target };
  if (change !== undefined) {
    const stays = text === base.path;
    return { ...base, kind: 'changed', message: stays ? change : l10n.t('Now {0}. {1}', text, change) };
  }
  return text === pathText(keys) ? undefined : { ...base, kind: 'moved', message: l10n.t('Now {0}.', text) };
}

/** What became of everything that was put into a draft, by where it is now. What goes with the key above needs no note of its own. */
export function report(draft: Draft): readonly PlacedNote[] {
  const places = draft.origins.places(draft.root);
  const notes = new Map<string, PlacedNote>();
  const ends = new Map<string, Origin>();
  for (const origin of draft.origins.all()) {
    const paths = origin.nodes.map((node) => places.get(node)).filter((path) => path !== undefined);
    const note = paths.length > 0 ? noteOf(origin, paths) : undefined;
    const at = pathText(origin.keys);
    if (note !== undefined) {
      notes.set(at, note);
    }
    if (origin.end !== undefined) {
      ends.set(at, origin);
    }
  }
  const moved = [...notes.values()].filter((note) => !follows(note, notes.get(pathText(note.keys.slice(0, -1)))));
  const mixed = mixedAbove(notes, ends);
  for (const [at, { keys, end }] of [...ends]) {
    if (mixed.some(at, end?.message) && keys.length > 0) {
      ends.delete(at);
    }
  }
  const ended = [...ends.values()].filter(({ keys, end }) => {
    const above = ends.get(pathText(keys.slice(0, -1)))?.end;
    return keys.length < 2 || above === undefined || above.message !== end?.message;
  });
  return [
    ...moved,
    ...ended.flatMap(({ keys, range, end }) =>
      end ? [{ path: pathText(keys), keys, range, kind: end.kind, message: end.message }] : [],
    ),
  ];
}

/** Tells of keys whether something below them became of it otherwise, so that there is nothing to say of the key itself. */
function mixedAbove(
  notes: ReadonlyMap<string, PlacedNote>,
  ends: ReadonlyMap<string, Origin>,
): { readonly some: (at: string, message: string | undefined) => boolean } {
  const below = new Map<string, Set<string | undefined>>();
  const add = (keys: ConfigPath, message: string | undefined): void => {
    for (let length = keys.length - 1; length > 0; length -= 1) {
      const at = pathText(keys.slice(0, length));
      const messages = below.get(at) ?? new Set();
      below.set(at, messages.add(message));
    }
  };
  for (const { keys } of notes.values()) {
    add(keys, undefined);
  }
  for (const { keys, end } of ends.values()) {
    add(keys, end?.message);
  }
  return { some: (at, message) => [...(below.get(at) ?? [])].some((one) => one !== message) };
}

/** Whether a value only went along with the map around it. */
function follows(note: PlacedNote, above: PlacedNote | undefined): boolean {
  if (above?.target === undefined || note.target === undefined || note.kind !== 'moved') {
    return false;
  }
  return pathText([...above.target, note.keys.at(-1) ?? '']) === pathText(note.target);
}
