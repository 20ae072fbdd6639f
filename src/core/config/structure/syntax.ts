import * as l10n from '@vscode/l10n';
import type { ErrorCode, YAMLError } from 'yaml';
import type { ConfigDocument } from '../document.ts';
import type { Range } from '../finding.ts';
import type { Collector } from './collector.ts';

/** Errors that leave the text behind them readable. */
const harmless: ReadonlySet<ErrorCode> = new Set([
  'BAD_ALIAS',
  'BAD_DQ_ESCAPE',
  'BAD_SCALAR_START',
  'KEY_OVER_1024_CHARS',
  'TAG_RESOLVE_FAILED',
]);

/** More of them come from the first ones. */
const most = 5;

/** What is wrong, in our words: the library's quote the text. */
function sentence(code: ErrorCode): string {
  switch (code) {
    case 'TAB_AS_INDENT':
      return l10n.t('YAML is not indented with tabs. Use spaces.');
    case 'BAD_ALIAS':
      return l10n.t('A word that begins with * is an alias in YAML. Put it in quotes.');
    case 'BAD_SCALAR_START':
      return l10n.t('A word cannot begin with this character. Put it in quotes.');
    case 'BAD_DQ_ESCAPE':
      return l10n.t('There is no such escape in double quotes. Write \\\\ for a backslash, or use single quotes.');
    case 'MISSING_CHAR':
      return l10n.t('A quote, a bracket, a comma or a colon is missing here.');
    case 'BAD_INDENT':
      return l10n.t('This is indented wrongly. Keys of one level begin in the same column.');
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
      return l10n.t('This cannot be a key. Is a colon or a line break missing, or is it indented wrongly?');
    case 'BLOCK_IN_FLOW':
      return l10n.t('A block does not go inside of brackets or braces. Is one of them not closed?');
    case 'UNEXPECTED_TOKEN':
      return l10n.t('This does not belong here. Is a quote, a bracket or a line break missing before it?');
    case 'MULTIPLE_ANCHORS':
    case 'MULTIPLE_TAGS':
    case 'BAD_PROP_ORDER':
    case 'TAG_RESOLVE_FAILED':
      return l10n.t('This tag or anchor cannot be used here. Take it away.');
    default:
      return l10n.t('This is not valid YAML.');
  }
}

/** The last line up to this one that has something on it. */
function lineWithText(line: number, document: ConfigDocument): number {
  let last = line;
  while (last > 0 && document.endOfLine(last).endCharacter === 0) {
    last -= 1;
  }
  return last;
}

/** The place of an error on its first line; at the end of a text or line its last character, so that there is something to see. */
function placeOf(error: YAMLError, document: ConfigDocument): Range {
  const [start, end] = error.pos;
  const range = document.rangeOf(start, Math.max(start + 1, end));
  const line = lineWithText(range.line, document);
  const limit = document.endOfLine(line).endCharacter;
  const inside = line === range.line && range.endLine === line;
  const endCharacter = inside ? Math.min(range.endCharacter, limit) : limit;
  const character = Math.max(0, Math.min(line === range.line ? range.character : limit, endCharacter - 1));
  return { line, character, endLine: line, endCharacter };
}

function report(error: YAMLError, document: ConfigDocument, collector: Collector): void {
  const code = error.code === 'TAB_AS_INDENT' ? 'yaml-tab' : 'yaml-syntax';
  collector.addAt(placeOf(error, document), { severity: 'error', code, message: sentence(error.code) });
}

function checkTemplate(document: ConfigDocument, collector: Collector): void {
  const start = document.unclosedTemplate;
  if (start !== undefined) {
    const message = l10n.t('A template that begins with {0} has to end with {1}.', '{{', '}}');
    collector.addAt(document.rangeOf(start, start + 2), { severity: 'error', code: 'yaml-template', message });
  }
}

/**
 * What cannot be read at all. Gives the line from which on nothing can be said about keys and values; infinite where everything can.
 */
export function checkSyntax(document: ConfigDocument, collector: Collector): number {
  if (document.tooDeep) {
    const message = l10n.t('This is nested so deeply that it cannot be read.');
    collector.addAt(document.rangeOf(0, 1), { severity: 'error', code: 'yaml-syntax', message });
    return 0;
  }
  checkTemplate(document, collector);
  const errors = document.documents.flatMap((one) => one.errors);
  const breaking = errors.find(({ code }) => !harmless.has(code));
  const from =
    breaking === undefined ? Number.POSITIVE_INFINITY : document.rangeOf(breaking.pos[0], breaking.pos[0]).line;
  if (document.templated && breaking !== undefined) {
    // What a template puts there may well make it whole.
    const message = l10n.t('From here on the templates hide how the file is built, so it is not checked.');
    collector.addAt(placeOf(breaking, document), { severity: 'information', code: 'yaml-template', message });
    return from;
  }
  const lines = new Set<number>();
  for (const error of errors) {
    const { line } = document.rangeOf(error.pos[0], error.pos[0]);
    if (!lines.has(line) && lines.size < most) {
      lines.add(line);
      report(error, document, collector);
    }
  }
  return from;
}
