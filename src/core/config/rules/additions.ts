import type { ConfigDocument } from '../document.ts';
import { recogniseDistro } from '../migration/recogniseDistro.ts';
import { blanks, currentBlocks, legacyBlocks } from './blocks.ts';
import { changed } from './edit.ts';
import { editTo, type TextEdit } from './fixes.ts';
import { firstCurrentMinor } from './rule.ts';
import { minorOf, type RuleOptions } from './rules.ts';
import { Settings } from './settings.ts';

/** A block that can be put into a file. */
export interface Addition {
  /** Stable, in kebab case. */
  readonly id: string;
  /** Of the button. */
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** The text of the edit, which begins with a line, as a snippet of VS Code, with what is to be filled in as tab stops. */
  readonly snippet: string;
}

function escaped(text: string): string {
  return text.replace(/[$\\}]/gu, '\\$&');
}

/** The text of an edit as a snippet. */
function snippetOf(text: string): string {
  return text
    .split(blanks)
    .map((piece, index, pieces) =>
      index % 3 === 0 ? escaped(piece) : index % 3 === 1 ? `\${${piece}:${escaped(pieces[index + 1] ?? '')}}` : '',
    )
    .join('');
}

/** An edit that begins with its line: editors indent the lines of a snippet by what stands before it, and these are indented already. */
function fromLineStart({ text }: ConfigDocument, { range, newText }: TextEdit): TextEdit {
  const before = (text.split('\n')[range.line] ?? '').slice(0, range.character);
  return { range: { ...range, character: 0 }, newText: before + newText };
}

/** The common blocks that a file does not have yet, each put where it belongs, with comments and formatting kept. */
export function additionsOf(document: ConfigDocument, options: RuleOptions = {}): readonly Addition[] {
  const minor = minorOf(options.version);
  const legacy = minor < firstCurrentMinor;
  const distro = options.distro ?? (legacy ? recogniseDistro(document.text) : undefined) ?? 'k3s';
  const settings = new Settings(document, minor, distro);
  return (legacy ? legacyBlocks(settings) : currentBlocks(settings)).flatMap(({ id, title, changes }) => {
    const after = changes.length === 0 ? undefined : changed(document, changes);
    if (after === undefined || after.text === document.text) {
      return [];
    }
    const edit = fromLineStart(document, editTo(document, after.text));
    return [
      {
        id,
        title,
        edits: [{ ...edit, newText: edit.newText.replace(blanks, '$2') }],
        snippet: snippetOf(edit.newText),
      },
    ];
  });
}
