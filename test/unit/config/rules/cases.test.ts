import { ok, strictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type ConfigDocument, parseConfig } from '../../../../src/core/config/document.ts';
import type { Range } from '../../../../src/core/config/finding.ts';
import { allRules } from '../../../../src/core/config/rules/catalog.ts';
import { validateRules } from '../../../../src/core/config/rules/rules.ts';
import type { LegacyDistro } from '../../../../src/core/create/choices.ts';

interface Group {
  readonly rule: string;
  readonly version?: string;
  readonly distro?: LegacyDistro;
  readonly bad: Readonly<Record<string, string | number | boolean>>;
  readonly good: readonly string[];
}

const file = new URL('../../../fixtures/config/rule-cases.yaml', import.meta.url);
const groups = parse(readFileSync(file, 'utf8')) as readonly Group[];

function covered(document: ConfigDocument, { line, character, endLine, endCharacter }: Range): string {
  const lines = document.text.split('\n').slice(line, endLine + 1);
  strictEqual(lines.length, 1, 'a finding covers a piece of one line');
  return (lines[0] ?? '').slice(character, endCharacter);
}

describe('Rules of a configuration', () => {
  it('have cases that break them and cases that do not', () => {
    const cased = new Set(
      groups.filter(({ bad, good }) => Object.keys(bad).length > 0 && good.length > 0).map(({ rule }) => rule),
    );
    strictEqual(
      allRules
        .filter(({ code }) => !cased.has(code))
        .map(({ code }) => code)
        .join(),
      '',
    );
    strictEqual([...cased].filter((code) => allRules.every((rule) => rule.code !== code)).join(), '');
  });

  it('have cases that are YAML', () => {
    const texts = groups.flatMap(({ bad, good }) => [...Object.keys(bad), ...good]);
    strictEqual(
      texts.filter((text) => parseConfig(text).documents.some(({ errors }) => errors.length > 0)).join('\n'),
      '',
    );
  });

  it('have codes of their own and an explanation', () => {
    strictEqual(new Set(allRules.map(({ code }) => code)).size, allRules.length);
    for (const { code, explanation } of allRules) {
      ok(/^[a-z]+(-[a-z]+)*$/u.test(code), code);
      ok(/^[\p{Lu}\w].*[.]$/u.test(explanation()), code);
    }
  });

  for (const { rule, version, distro, bad, good } of groups) {
    const options = { ...(version === undefined ? {} : { version }), ...(distro === undefined ? {} : { distro }) };
    describe(`${rule}${version === undefined ? '' : ` of ${version}`}${distro === undefined ? '' : ` for ${distro}`}`, () => {
      for (const [text, piece] of Object.entries(bad)) {
        it(`finds ${JSON.stringify(String(piece))} in ${text}`, () => {
          const document = parseConfig(text);
          const findings = validateRules(document, options).filter(({ code }) => code === rule);
          strictEqual(findings.map((finding) => covered(document, finding)).join(' | '), String(piece));
          const severity = allRules.find(({ code }) => code === rule)?.severity;
          strictEqual(findings[0]?.severity, severity);
        });
      }
      for (const text of good) {
        it(`is quiet about ${text}`, () => {
          const findings = validateRules(parseConfig(text), options).filter(({ code }) => code === rule);
          strictEqual(findings.map(({ message }) => message).join(), '');
        });
      }
    });
  }
});
