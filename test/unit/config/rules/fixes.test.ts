import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { parseConfig } from '../../../../src/core/config/document.ts';
import type { Finding } from '../../../../src/core/config/finding.ts';
import { fixAll, fixesOf } from '../../../../src/core/config/rules/fixes.ts';
import { validateConfig } from '../../../../src/core/config/validate.ts';
import { applied } from './edits.ts';

interface Case {
  readonly name: string;
  readonly version?: string;
  readonly before: string;
  readonly after: string;
  readonly titles: readonly string[];
}

const file = new URL('../../../fixtures/config/fix-cases.yaml', import.meta.url);
const cases = parse(readFileSync(file, 'utf8')) as readonly Case[];

function findings(text: string, version?: string): readonly Finding[] {
  return validateConfig(text, version === undefined ? {} : { version });
}

describe('Fixes of a configuration', () => {
  for (const { name, version, before, after, titles } of cases) {
    it(`mend ${name}`, () => {
      const document = parseConfig(before);
      const found = findings(before, version);
      const fixes = found.flatMap((finding) => fixesOf(document, finding));
      deepStrictEqual(
        fixes.map(({ title, preferred }) => `${title}${preferred ? '*' : ''}`),
        titles,
      );
      strictEqual(fixAll(document, found), after);
    });

    it(`mend ${name} one by one, with line ends of Windows as well`, () => {
      for (const text of [before, before.replaceAll('\n', '\r\n')]) {
        const document = parseConfig(text);
        for (const finding of findings(text, version)) {
          for (const fix of fixesOf(document, finding)) {
            const mended = applied(text, fix.edits);
            strictEqual(/(?<!\r)\n/u.test(mended), text === before, fix.title);
            const left = findings(mended, version).filter(
              ({ code, data }) =>
                code === finding.code && JSON.stringify(data?.path) === JSON.stringify(finding.data?.path),
            );
            strictEqual(left.length, 0, `${fix.title}\n${mended}`);
            ok(
              parseConfig(mended).documents.every(({ errors }) => errors.length === 0),
              mended,
            );
          }
        }
      }
    });
  }

  it('come to an end', () => {
    for (const { before, version } of cases) {
      let text = before;
      for (let round = 0; round < 4; round += 1) {
        text = fixAll(parseConfig(text), findings(text, version));
      }
      strictEqual(fixAll(parseConfig(text), findings(text, version)), text);
    }
  });

  it('are none for what came in from somewhere else', () => {
    const document = parseConfig('sync: {}');
    const finding = {
      line: 0,
      character: 0,
      endLine: 0,
      endCharacter: 1,
      severity: 'error',
      code: 'x',
      message: '',
    } as const;
    deepStrictEqual(fixesOf(document, finding), []);
    deepStrictEqual(fixesOf(document, { ...finding, data: { path: ['no', 'such'], answers: 'no' } }), []);
    deepStrictEqual(fixesOf(document, { ...finding, code: 'unknown-key', data: { path: [], candidates: ['a'] } }), []);
  });
});
