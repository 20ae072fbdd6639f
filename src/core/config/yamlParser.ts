import { type Document, LineCounter, type ParsedNode, parseAllDocuments, type Tags } from 'yaml';

/** What the YAML library made of a text. */
export interface ParsedYaml {
  readonly documents: readonly Document.Parsed[];
  /** Where each line starts. */
  readonly lines: LineCounter;
  /** Nested so deeply that it was not taken in. */
  readonly tooDeep: boolean;
}

/**
 * Scalars as helm reads them: YAML 1.1, so that `yes` and `on` are booleans, but without its clock times and dates, which helm's
 * library leaves as texts.
 */
function helmTags(tags: Tags): Tags {
  return tags.filter(
    (tag) => typeof tag === 'string' || (tag.format !== 'TIME' && tag.tag !== 'tag:yaml.org,2002:timestamp'),
  );
}

/** Where each line of a text starts. The parser would count them up to where it gives up. */
function linesOf(text: string): LineCounter {
  const lines = new LineCounter();
  for (let start = 0; start >= 0; start = text.indexOf('\n', start) + 1 || -1) {
    lines.addNewLine(start);
  }
  return lines;
}

/** Never throws. Equal keys are no error here: the check of the library takes the square of their number. */
export function parseYaml(text: string): ParsedYaml {
  const lines = linesOf(text);
  try {
    const parsed = parseAllDocuments<ParsedNode>(text, {
      customTags: helmTags,
      logLevel: 'error',
      merge: true,
      prettyErrors: false,
      uniqueKeys: false,
      version: '1.1',
    });
    return { documents: 'empty' in parsed ? [] : parsed, lines, tooDeep: false };
  } catch {
    // Collections are composed by recursion.
    return { documents: [], lines, tooDeep: true };
  }
}
