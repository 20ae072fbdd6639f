import { parseConfig } from '../document.ts';
import type { NodeView } from '../nodeView.ts';
import { type Cursor, cursorAt } from '../offers/cursor.ts';
import { type Meaning, meaningAt, type Place } from '../offers/meaning.ts';
import { type Suggestion, suggestionsAt } from '../offers/suggestion.ts';
import { recogniseDocument } from '../recognition/recognition.ts';
import { inBlock, inFile, type ValuesBlock } from '../recognition/valuesBlock.ts';
import { type Target, targetOf } from '../schema/target.ts';
import { blockTarget, type LookRequest } from './look.ts';

/** What may be written where somebody types. */
export interface Suggestions {
  /** What stands before the cursor of it. */
  readonly typed: string;
  readonly items: readonly Suggestion[];
}

function blocksOf({ path, text, chartYaml }: LookRequest): readonly ValuesBlock[] {
  const recognised = recogniseDocument(path, parseConfig(text), chartYaml);
  return recognised?.form === 'carrier' ? recognised.blocks : [];
}

function schemaTarget(request: LookRequest, block: ValuesBlock): Target {
  const { version, distro } = blockTarget(request, block);
  return targetOf(version.version, distro);
}

/** Where somebody types in values that another object carries, with the block that they are; an empty block is found as well. */
function cursorIn(
  request: LookRequest,
  { line, character }: Place,
): { readonly cursor: Cursor; readonly block: ValuesBlock } | undefined {
  let read: ReadonlyMap<NodeView, ValuesBlock> = new Map();
  const cursor = cursorAt(request.text, line, character, (text) => {
    read = new Map(
      blocksOf({ ...request, text }).flatMap((block) => {
        const { view } = parseConfig(block.text);
        return view === undefined ? [] : [[view, block] as const];
      }),
    );
    return [...read.keys()];
  });
  const block = cursor && [...read.values()].find((one) => inBlock(one, { line, character }) !== undefined);
  return block && { cursor, block };
}

/** Where somebody types in values that another object carries. */
export function carriedCursor(request: LookRequest, place: Place): Cursor | undefined {
  return cursorIn(request, place)?.cursor;
}

/** What fits where somebody types in values that another object carries. */
export function carriedSuggestions(request: LookRequest, place: Place): Suggestions {
  const { cursor, block } = cursorIn(request, place) ?? {};
  return cursor === undefined || block === undefined
    ? { typed: '', items: [] }
    : { typed: cursor.typed, items: suggestionsAt(cursor, schemaTarget(request, block)) };
}

/** What a key or value is for, in values that another object carries. */
export function carriedMeaning(request: LookRequest, place: Place): Meaning | undefined {
  for (const block of blocksOf(request)) {
    const inside = inBlock(block, place);
    const found = inside && meaningAt(parseConfig(block.text), inside, schemaTarget(request, block));
    if (found !== undefined) {
      return { ...found, range: inFile(block, found.range) };
    }
  }
  return undefined;
}
