import type { ConfigDocument, Located } from '../document.ts';
import { type ConfigPath, compareFindings, type Finding, type Range } from '../finding.ts';
import { recogniseDistro } from '../migration/recogniseDistro.ts';
import { type LegacyDistro, targetOf } from '../schema/target.ts';
import { allRules } from './catalog.ts';
import { firstCurrentMinor, holdsFor, type Report, type Rule } from './rule.ts';
import { Settings } from './settings.ts';

export interface RuleOptions {
  /** Such as `0.36.1`; the newest that is known for anything else. */
  readonly version?: string;
  /** Of charts up to 0.19; by the keys of the document where nobody says. */
  readonly distro?: LegacyDistro;
}

/** So many of one kind that nobody reads more. */
const mostOfRule = 100;

/** The minor of chart 0 that a version is taken as; the same as for the structure, so that both speak of one format. */
export function minorOf(version: string | undefined): number {
  return targetOf(version).minor;
}

/** Of something over several lines the first of them. */
function firstLine(document: ConfigDocument, range: Range): Range {
  return range.line === range.endLine ? range : { ...range, ...document.endOfLine(range.line) };
}

function isScalarValue({ value, node }: Located): boolean {
  return node !== null && (typeof value !== 'object' || value === null);
}

function rangeOf(document: ConfigDocument, { path, at }: Report): Range {
  for (let length = path.length; length > 0; length -= 1) {
    const located = document.at(path.slice(0, length));
    if (located !== undefined) {
      const key = length < path.length || (at ?? (isScalarValue(located) ? 'value' : 'key')) === 'key';
      return firstLine(document, key ? located.keyRange : located.valueRange);
    }
  }
  return document.rangeOf(0, 0);
}

function findingOf(document: ConfigDocument, rule: Rule, report: Report): Finding {
  const { path, severity = rule.severity, message, answers = [] } = report;
  return {
    ...rangeOf(document, report),
    severity,
    code: rule.code,
    message,
    data: { path, ...(answers.length === 0 ? {} : { answers }) },
  };
}

/** Whether a template fills in the item that a path leads to, or what it leads through. */
function isFilledIn(settings: Settings, path: ConfigPath): boolean {
  const outer = typeof path.at(-1) === 'number' ? path : path.slice(0, -1);
  return outer.length > 0 && settings.isOpen(outer);
}

/**
 * What is to be said about the meaning of a document, for the version of its chart, by place. Offline and without side effects;
 * what a template fills in is passed over.
 * @param value what the document says, where it is not to be taken as it is written
 */
export function validateRules(
  document: ConfigDocument,
  options: RuleOptions = {},
  value: unknown = document.value,
): readonly Finding[] {
  const minor = minorOf(options.version);
  const settings = new Settings(
    document,
    minor,
    options.distro ?? (minor < firstCurrentMinor ? recogniseDistro(document.text) : undefined) ?? 'k3s',
    value,
  );
  return allRules
    .filter((rule) => holdsFor(rule, minor))
    .flatMap((rule) =>
      rule
        .check(settings)
        .filter(({ path }) => !isFilledIn(settings, path))
        .slice(0, mostOfRule)
        .map((report) => findingOf(document, rule, report)),
    )
    .toSorted(compareFindings);
}
