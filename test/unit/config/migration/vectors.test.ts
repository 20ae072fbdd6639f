import assert from 'node:assert/strict';
import { convertConfig } from '../../../../src/core/config/migration/conversion.ts';
import type { LegacyDistro } from '../../../../src/core/config/schema/target.ts';
import { configFixture } from '../schema/csv.ts';
import { dataOf, problemsOf } from './checks.ts';

interface Vector {
  readonly name: string;
  readonly distro: LegacyDistro;
  readonly input: string;
  readonly output?: unknown;
  readonly error?: string;
}

const vectors = configFixture('migration-vectors.jsonl')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Vector);

/** What is written otherwise on purpose, and why. */
const better: Readonly<Record<string, string>> = {
  'scheduler without nodes k8s': 'a scheduler without nodes is refused, so that they are synced',
  'metrics proxy nodes false': 'off stays off',
};

describe('the last converter', () => {
  for (const { name, distro, input, output, error } of vectors) {
    it(`${error === undefined ? 'gave the same for' : 'refused'}: ${name}`, () => {
      const then = convertConfig(input, { distro, version: '0.31.3' });
      const now = convertConfig(input, { distro });
      assert.deepEqual(problemsOf(then.text, '0.31.3'), []);
      assert.deepEqual(problemsOf(now.text, '0.36.1'), []);
      if (better[name] !== undefined) {
        assert.notDeepEqual(dataOf(then.text), output, 'no longer an exception');
      } else if (error === undefined) {
        assert.deepEqual(dataOf(then.text), output);
      } else if (input !== '{}') {
        assert.ok(
          then.notes.some(({ path }) => path !== ''),
          'nothing is said about it',
        );
      }
    });
  }
});
