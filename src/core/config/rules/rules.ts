import { parseVersion } from '../../base/version.ts';
import { newestChartVersion } from '../../create/versions.ts';
import type { ConfigDocument, Located } from '../document.ts';
import { compareFindings, type Finding, type Range } from '../finding.ts';
import { recogniseDistro } from '../migration/recogniseDistro.ts';
import type { LegacyDistro } from '../schema/target.ts';
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

/** The minor of chart 0 for a version; later majors are newer than all of them. */
export function minorOf(version: string | undefined): number {
  const [, major = '0', minor = '0'] = /^v?(\d{1,6})\.(\d{1,6})(?:[.+-]|$)/u.exec(version ?? '') ?? [];
  if (Number(major) === 0 && Number(minor) === 0) {
    return parseVersion(newestChartVersion('current'))?.minor ?? 0;
  }
  return Number(major) > 0 ? Number.MAX_SAFE_INTEGER : Number(minor);
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

/**
 * What is to be said about the meaning of a document, for the version of its chart, by place. Offline and without side effects;
 * what a template fills in is passed over.
 */
export function validateRules(document: ConfigDocument, options: RuleOptions = {}): readonly Finding[] {
  const minor = minorOf(options.version);
  const settings = new Settings(
    document,
    minor,
    options.distro ?? (minor < firstCurrentMinor ? recogniseDistro(document.text) : undefined) ?? 'k3s',
  );
  return allRules
    .filter((rule) => holdsFor(rule, minor))
    .flatMap((rule) =>
      rule
        .check(settings)
        .slice(0, mostOfRule)
        .map((report) => findingOf(document, rule, report)),
    )
    .toSorted(compareFindings);
}
