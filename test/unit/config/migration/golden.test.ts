import assert from 'node:assert/strict';
import { convertDocument } from '../../../../src/core/config/migration/conversion.ts';
import type { PlacedMigration } from '../../../../src/core/config/migration/note.ts';
import { migrateVersionDocument } from '../../../../src/core/config/migration/versionMigration.ts';
import { compareWithGolden } from '../../golden.ts';
import { configFixture } from '../schema/csv.ts';
import { problemsOf } from './checks.ts';

/** What a person sees of it: the new file, then each note with its line in the old one. */
function shown({ text, notes }: PlacedMigration): string {
  const lines = notes.map(({ kind, path, message, range }) => `# ${range.line + 1}: ${kind} ${path}\n#   ${message}`);
  return [text, ...lines, ''].join('\n');
}

describe('old values, converted', () => {
  for (const [name, distro] of [
    ['k3s-comments', 'k3s'],
    ['k8s-parts', 'k8s'],
  ] as const) {
    for (const version of ['0.36.1', '0.31.3', '0.20.0']) {
      it(`are as in the golden file: ${name} for ${version}`, () => {
        const made = convertDocument(configFixture(`migration/${name}.old.yaml`), { distro, version });
        assert.deepEqual(problemsOf(made.text, version), []);
        compareWithGolden(`config/migration/${name}.${version}.yaml`, shown(made));
      });
    }
  }
});

describe('a vcluster.yaml, taken to a newer version', () => {
  for (const [name, from] of [
    ['from-0.24', '0.24.0'],
    ['from-0.28', '0.28.0'],
  ] as const) {
    it(`is as in the golden file: ${name}`, () => {
      const made = migrateVersionDocument(configFixture(`migration/${name}.old.yaml`), { from, to: '0.36.1' });
      assert.deepEqual(problemsOf(made.text, '0.36.1'), []);
      compareWithGolden(`config/migration/${name}.0.36.1.yaml`, shown(made));
    });
  }
});
