import type { ConfigPath, Range } from '../finding.ts';

/**
 * What became of a key.
 *
 * - `moved`: it stands somewhere else now and means the same
 * - `dropped`: it is left out, and nothing is lost by that
 * - `unsupported`: what it asked for cannot be written in the new version; somebody has to look at it
 * - `changed`: it is there, with another meaning or effect
 * - `unchanged`: about the whole file, which needed nothing
 */
export type NoteKind = 'moved' | 'dropped' | 'unsupported' | 'changed' | 'unchanged';

/** One thing to know about a migration. */
export interface MigrationNote {
  /** The key in the old text, such as `syncer.extraArgs[0]`; empty for the file as a whole. */
  readonly path: string;
  readonly kind: NoteKind;
  /** A sentence or two, with what to do where something is to do. */
  readonly message: string;
}

/** A note with its place in the old text. */
export interface PlacedNote extends MigrationNote {
  readonly keys: ConfigPath;
  readonly range: Range;
  /** Where it stands in the new text, for what is still there. */
  readonly target?: ConfigPath;
}

/** What a migration gives: the new text, and what became of the keys of the old one, in their order. */
export interface Migration {
  readonly text: string;
  readonly notes: readonly MigrationNote[];
}

/** The same with places in the old text. */
export interface PlacedMigration {
  readonly text: string;
  readonly notes: readonly PlacedNote[];
}

/** The migration without the places. */
export function withoutPlaces({ text, notes }: PlacedMigration): Migration {
  return { text, notes: notes.map(({ path, kind, message }) => ({ path, kind, message })) };
}

/** By place in the old text. */
export function byPlace(a: PlacedNote, b: PlacedNote): number {
  return a.range.line - b.range.line || a.range.character - b.range.character;
}
