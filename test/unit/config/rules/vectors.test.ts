import { strictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { validateConfig } from '../../../../src/core/config/validate.ts';

/** A vcluster.yaml with what the validation of 0.36.1 said about it. */
interface Vector {
  readonly name: string;
  readonly yaml: string;
  readonly strictDecodeError: string | null;
  readonly validateError: string | null;
  readonly platformErrors: readonly string[];
  readonly lint: readonly string[];
  readonly proFeature: boolean;
}

const file = new URL('../../../fixtures/config/semantic-vectors.jsonl', import.meta.url);
const vectors = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Vector);

/** What the validation lets pass, and the chart refuses: by its template, or by its schema before anything else looks at it. */
const refusedByChart: Readonly<Record<string, string>> = {
  'two backing stores': 'backing-stores-several',
  'number into string': 'wrong-type',
  'autonodes private disabled: not checked': 'missing-key',
};

describe('The validation of vcluster 0.36.1', () => {
  for (const { name, yaml, validateError, platformErrors, strictDecodeError, lint, proFeature } of vectors) {
    const refused = validateError ?? strictDecodeError ?? platformErrors[0];
    it(`${refused === undefined ? 'accepts' : 'refuses'} “${name}”, and so do the rules`, () => {
      const findings = validateConfig(yaml, { version: '0.36.1' });
      const errors = findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);
      const chart = refusedByChart[name];
      strictEqual(errors.length > 0, refused !== undefined || chart !== undefined, errors.join());
      strictEqual(chart === undefined || errors.includes(chart), true, errors.join());
      strictEqual(
        lint.length > 0,
        findings.some(({ code }) => code === 'hybrid-scheduling-unused'),
      );
      if (proFeature) {
        strictEqual(
          findings.some(({ code }) => code === 'pro-feature'),
          true,
        );
      }
    });
  }
});
