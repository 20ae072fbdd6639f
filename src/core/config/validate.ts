import { type ConfigDocument, parseConfig } from './document.ts';
import { doubtsOf, meant, withoutMisspelt } from './doubt.ts';
import { type ConfigPath, compareFindings, type Finding, isSamePath, isWithinPath } from './finding.ts';
import { recogniseDistro } from './migration/recogniseDistro.ts';
import { firstCurrentMinor } from './rules/rule.ts';
import { minorOf, type RuleOptions, validateRules } from './rules/rules.ts';
import { validateStructure } from './structure/validate.ts';

/** More findings about the meaning of a file than this help nobody. */
const most = 100;

/** Codes about a key itself: where a rule knows the key, it says more than that nothing of the name is there. */
const keyRules: ReadonlySet<string> = new Set([
  'key-removed',
  'key-renamed',
  'key-of-old-chart',
  'key-of-new-chart',
  'key-deprecated',
  'pool-requirements-renamed',
  'selector-shape',
  'denied-request',
  'old-sync-word',
  'old-availability-ignored',
]);
const unknownKeys: ReadonlySet<string> = new Set(['unknown-key', 'removed-key', 'later-key', 'other-chart-key']);
/** Rules that speak of what is missing as well. */
const completeRules: ReadonlySet<string> = new Set(['node-pool-name', 'node-type-selector', 'proxy-entry']);
const weight = { error: 2, warning: 1, information: 0 } as const;

function pathOf({ data }: Finding): ConfigPath {
  return data?.path ?? [];
}

/** What a rule says of which place. */
function idOf(rule: Finding): string {
  return JSON.stringify([rule.code, pathOf(rule)]);
}

/** Whether a rule says the same thing as the structure does, and says it better. */
function replaces(rule: Finding, structure: Finding): boolean {
  const [own, other] = [pathOf(rule), pathOf(structure)];
  if (unknownKeys.has(structure.code)) {
    return keyRules.has(rule.code) && (isWithinPath(own, other) || isWithinPath(other, own));
  }
  if (structure.code === 'wrong-type') {
    return isSamePath(own, other) && (rule.code === 'image-shape' || rule.code === 'old-mapping-form');
  }
  return (
    structure.code === 'unknown-value' && isSamePath(own, other) && weight[rule.severity] >= weight[structure.severity]
  );
}

/** Whether the structure says already what a rule says, or leaves nothing to say about its place. */
function covers(structure: Finding, rule: Finding): boolean {
  const [own, other] = [pathOf(rule), pathOf(structure)];
  switch (structure.code) {
    case 'unknown-key':
    case 'removed-key':
    case 'later-key':
      return isWithinPath(own, other);
    case 'wrong-type':
    case 'unknown-value':
    case 'boolean-word':
      return isWithinPath(own, other);
    case 'missing-key':
      return isSamePath(own, other) && completeRules.has(rule.code);
    case 'yaml-syntax':
      return rule.line >= structure.line;
    default:
      return false;
  }
}

/** The most severe ones where there are too many. */
function limited(findings: readonly Finding[]): readonly Finding[] {
  return findings.length <= most
    ? findings
    : findings.toSorted((a, b) => weight[b.severity] - weight[a.severity] || compareFindings(a, b)).slice(0, most);
}

/**
 * Everything that is to be said about a vcluster.yaml or an old values.yaml for a version of the chart (the newest where none is
 * given), by place: how it is built and what it means, one finding for each cause: what follows from a misspelt key or a wrong value alone is
 * not said. For old files without a distro it is taken from
 * their keys. Pure and offline; never throws, and is never long.
 */
export function validateConfig(text: string, options: RuleOptions = {}): readonly Finding[] {
  return validateDocument(parseConfig(text), options);
}

/** The same for a document that is parsed already. */
export function validateDocument(document: ConfigDocument, options: RuleOptions = {}): readonly Finding[] {
  const legacy = minorOf(options.version) < firstCurrentMinor;
  const distro = options.distro ?? (legacy ? recogniseDistro(document.text) : undefined);
  const chosen: RuleOptions = { ...options, ...(distro === undefined ? {} : { distro }) };
  const rules = validateRules(document, chosen);
  const structure = validateStructure(document, chosen).filter((one) => !rules.some((rule) => replaces(rule, one)));
  const doubts = doubtsOf(structure);
  const isPlain = doubts.length === 0 || rules.length === 0;
  const certain = isPlain ? rules : validateRules(document, chosen, meant(document.value, doubts));
  const ids = new Set(certain.map(idOf));
  const isCertain = (rule: Finding): boolean =>
    ids.has(idOf(rule)) || structure.some((one) => isWithinPath(pathOf(rule), pathOf(one)));
  const meaning = rules.filter((rule) => isCertain(rule) && !structure.some((one) => covers(one, rule)));
  return [...withoutMisspelt(structure, doubts), ...limited(meaning)].toSorted(compareFindings);
}
