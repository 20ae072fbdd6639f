import { parseConfig } from '../document.ts';
import { convertDocument } from '../migration/conversion.ts';
import type { PlacedMigration } from '../migration/note.ts';
import { migrateVersionDocument } from '../migration/versionMigration.ts';
import { inBlock, inFile, type ValuesBlock } from '../recognition/valuesBlock.ts';
import { newestVersion } from '../recognition/version.ts';
import { type Addition, additionsOf } from '../rules/additions.ts';
import { editTo, type Fix, fixAll, fixesOf, type TextEdit } from '../rules/fixes.ts';
import type { RuleOptions } from '../rules/rules.ts';
import { validateConfig } from '../validate.ts';
import { blockTarget, type LookRequest, look, optionsOf } from './look.ts';

/** Values in a file. */
export interface ValuesRequest extends LookRequest {
  /** A line of them, where a file may carry several; the first ones unless told. */
  readonly line?: number;
}

/** A text after one edit. */
function withEdit(text: string, { range, newText }: TextEdit): string {
  const lines = text.split('\n');
  const before = [...lines.slice(0, range.line), (lines[range.line] ?? '').slice(0, range.character)].join('\n');
  const after = [(lines[range.endLine] ?? '').slice(range.endCharacter), ...lines.slice(range.endLine + 1)].join('\n');
  return before + newText + after;
}

/** Edits of a block, with places of the file. */
function inFileEdits(block: ValuesBlock, edits: readonly TextEdit[]): readonly TextEdit[] {
  return edits.map(({ range, newText }) => ({ range: inFile(block, range), newText: indented(block, newText) }));
}

function indented({ indent }: ValuesBlock, text: string): string {
  return text.replaceAll(/\n(?!\r?\n)/gu, `\n${' '.repeat(indent)}`);
}

function isOn(block: ValuesBlock, line: number): boolean {
  return line >= block.line && line < block.line + block.text.split('\n').length;
}

/** The values of a file that a line belongs to, with what they are for; the first ones where it belongs to none. */
export function valuesAt({ line = 0, ...request }: ValuesRequest): { block: ValuesBlock; options: RuleOptions } {
  const seen = look(request);
  const [first] = seen?.blocks ?? [];
  if (seen === undefined || first === undefined) {
    return { block: { text: request.text, line: 0, indent: 0 }, options: {} };
  }
  const block = seen.blocks.find((one) => isOn(one, line)) ?? first;
  return { block, options: optionsOf(seen.form === 'values' ? seen : blockTarget(request, block)) };
}

/** What can be done about one finding, by its place in what `look` gave of the same text. */
export function blockFixes(request: LookRequest, index: number): readonly Fix[] {
  const seen = look(request);
  const finding = seen?.findings[index];
  const block = finding && seen?.blocks.find((one) => inBlock(one, finding) !== undefined);
  const start = block && inBlock(block, finding);
  const end = block && inBlock(block, { line: finding.endLine, character: finding.endCharacter });
  if (seen === undefined || finding === undefined || seen.form === 'values') {
    return finding === undefined ? [] : fixesOf(parseConfig(request.text), finding);
  }
  if (block === undefined || start === undefined || end === undefined) {
    return [];
  }
  const place = { ...start, endLine: end.line, endCharacter: end.character };
  const found = fixesOf(parseConfig(block.text), { ...finding, ...place });
  return found.map((fix) => ({ ...fix, edits: inFileEdits(block, fix.edits) }));
}

/** The file with everything mended that has one answer. */
export function allFixed(request: LookRequest): string {
  const seen = look(request);
  if (seen?.form !== 'carrier') {
    return seen === undefined ? request.text : fixAll(parseConfig(request.text), seen.findings);
  }
  // From the end on, so that the places of the other blocks stay.
  const blocks = seen.blocks.toSorted((a, b) => b.line - a.line);
  return blocks.reduce((text, block) => {
    const document = parseConfig(block.text);
    const fixed = fixAll(document, validateConfig(block.text, optionsOf(blockTarget(request, block))));
    return fixed === document.text ? text : inFileEdits(block, [editTo(document, fixed)]).reduce(withEdit, text);
  }, request.text);
}

/** Common blocks that the values do not have; nothing where the line is one of another object's. */
export function blockAdditions(request: ValuesRequest): readonly Addition[] {
  const { line = 0 } = request;
  const seen = look(request);
  if (seen === undefined || (seen.form === 'carrier' && !seen.blocks.some((one) => isOn(one, line)))) {
    return [];
  }
  const { block, options } = valuesAt(request);
  const lead = ' '.repeat(block.indent);
  return additionsOf(parseConfig(block.text), options).map((addition) => ({
    ...addition,
    edits: inFileEdits(block, addition.edits).map(({ range, newText }) => ({
      range: { ...range, character: 0 },
      newText: lead + newText,
    })),
    snippet: lead + indented(block, addition.snippet),
  }));
}

/** What values become in the newest version, with the places of the notes in the file. */
export function migrated(request: ValuesRequest): PlacedMigration {
  const { block, options } = valuesAt(request);
  const made =
    options.distro === undefined
      ? migrateVersionDocument(block.text, { from: options.version ?? newestVersion, to: newestVersion })
      : convertDocument(block.text, { distro: options.distro });
  const notes = made.notes.map((note) => ({ ...note, range: inFile(block, note.range) }));
  return { ...made, notes };
}
