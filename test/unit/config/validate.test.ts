import { deepStrictEqual, ok } from 'node:assert/strict';
import type { RuleOptions } from '../../../src/core/config/rules/rules.ts';
import { validateConfig } from '../../../src/core/config/validate.ts';
import { type RightFile, rightFiles } from './rightFiles.ts';

/** Line (from 1) and code of what is an error or a warning. */
function wrong(text: string, options: RuleOptions = {}): readonly string[] {
  return validateConfig(text, options)
    .filter(({ severity }) => severity !== 'information')
    .map(({ line, code }) => `${line + 1} ${code}`);
}

const keyLine = /^(?<lead>[\s-]*)(?<key>[A-Za-z]\w{3,}):(?<value>(?: .*)?)$/u;

function widthOf(line: string): number {
  return /^[\s-]*/u.exec(line)?.[0].length ?? 0;
}

/** The lines of a file without what is nested below one of them. */
function pruned(lines: readonly string[], index: number): readonly string[] {
  const width = widthOf(lines[index] ?? '');
  const end = lines.findIndex((line, at) => at > index && line.trim() !== '' && widthOf(line) <= width);
  return [...lines.slice(0, index + 1), ...(end < 0 ? [] : lines.slice(end))];
}

/** A file for each of its keys, with something else in that line in place of the key and all that it has. */
function mutants(
  { text }: RightFile,
  mutate: (key: string) => string,
  whole = true,
): readonly (readonly [line: number, text: string])[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    const { lead, key, value } = keyLine.exec(line)?.groups ?? {};
    if (lead === undefined || key === undefined) {
      return [];
    }
    const kept = whole ? pruned(lines, index) : lines;
    return [[index + 1, kept.with(index, `${lead}${mutate(key)}${whole ? '' : `:${value}`}`).join('\n')] as const];
  });
}

/** A file for each item of a list, with another one in its place. */
function itemMutants({ text }: RightFile, item: string): ReturnType<typeof mutants> {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    const lead = /^ *- /u.exec(line)?.[0];
    const next = lines.findIndex((other, at) => at > index && /\S/u.test(other) && widthOf(other) <= widthOf(line) - 2);
    const sibling = lines.findIndex((other, at) => at > index && lead !== undefined && other.startsWith(lead));
    const end = [next, sibling].filter((at) => at >= 0).reduce((a, b) => Math.min(a, b), lines.length);
    return lead === undefined
      ? []
      : [[index + 1, [...lines.slice(0, index), `${lead}${item}`, ...lines.slice(end)].join('\n')]];
  });
}

/** How many findings the mutants give together; each of them gives `most`. */
function found(
  files: readonly RightFile[],
  most: number,
  mutantsOf: (file: RightFile) => ReturnType<typeof mutants>,
): number {
  let count = 0;
  for (const file of files) {
    for (const [line, text] of mutantsOf(file)) {
      const findings = wrong(text, file.options);
      ok(findings.length <= most, `${file.name} ${line}: ${findings.join(', ')}`);
      count += findings.length;
    }
  }
  return count;
}

/** A file that uses anchors says the same in several places. */
const plain = rightFiles.filter(({ text }) => !text.includes(': &') && !text.includes('{{'));

describe('One mistake in a right file', () => {
  it('gives one finding where a key is misspelt', () => {
    const misspelt = (key: string): string => `${key.slice(0, key.length / 2)}${key.slice(key.length / 2 + 1)}`;
    ok(found(plain, 1, (file) => mutants(file, misspelt, false)) > 400);
  }).timeout(60_000);

  it('gives one finding where a value has another type', () => {
    ok(found(plain, 1, (file) => mutants(file, (key) => `${key}: [[1]]`)) > 400);
    ok(found(plain, 1, (file) => itemMutants(file, '[[1]]')) > 40);
  }).timeout(60_000);

  it('gives none where a template fills something in', () => {
    found(plain, 0, (file) => mutants(file, (key) => `${key}: {{ toJson .Values.one }}`));
    found(plain, 0, (file) => itemMutants(file, '{{ toJson .Values.one }}'));
  }).timeout(60_000);
});

describe('What follows from a mistake', () => {
  it('is not said beside it', () => {
    deepStrictEqual(wrong('networking:\n  resolveDNS:\n    - hostname: *.a.b\n      target:\n        ip: 10.0.0.1\n'), [
      '3 yaml-alias',
    ]);
    deepStrictEqual(
      wrong(
        'controlPlane: {distro: {k8s: {scheduler: {enabled: true}}}}\nsnc:\n  fromHost: {nodes: {enabled: true}}\n',
      ),
      ['2 unknown-key'],
    );
    deepStrictEqual(
      wrong('sync:\n  toHost:\n    pods:\n      patches:\n        - pth: spec.a\n          expression: "1"\n'),
      ['5 unknown-key'],
    );
    deepStrictEqual(wrong('controlPlane:\n  endpoint: a.b:443\nprivateNodes:\n  enabled: [1]\n'), ['4 wrong-type']);
  });

  it('is said where it does not follow', () => {
    deepStrictEqual(wrong('controlPlane:\n  endpoint: a.b:443\nsync:\n  toHost: [1]\n'), [
      '2 endpoint-invalid',
      '4 wrong-type',
    ]);
    deepStrictEqual(wrong('policies: {podSecurityStandard: Baseline}\ntelemetri: {}\n').length, 2);
  });
});
