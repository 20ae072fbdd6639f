import type { Node } from 'yaml';
import type { ConfigPath, Range } from '../finding.ts';
import type { NoteKind } from './note.ts';

/** What became of something, with a text for its note. */
export interface Fate {
  readonly kind: NoteKind;
  readonly message: string;
}

/** A key or item of the old text whose value went into the new one. */
export class Origin {
  readonly keys: ConfigPath;
  readonly range: Range;
  /** The nodes of the new text that come from it. */
  readonly nodes: Node[] = [];
  /** Set where its value is still there, and does not mean the same. */
  change: string | undefined;
  /** Set where its value was taken out again. */
  end: Fate | undefined;

  constructor(keys: ConfigPath, range: Range) {
    this.keys = keys;
    this.range = range;
  }
}
