import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';

/** Compares a text with that in a file below `test/fixtures`, such as `create/name.txt`; with UPDATE_GOLDEN=1 it writes that one instead. */
export function compareWithGolden(name: string, text: string): void {
  const file = path.join(import.meta.dirname, '../fixtures', name);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return;
  }
  assert.ok(existsSync(file), `${file} is missing: run with UPDATE_GOLDEN=1 and read what it writes`);
  assert.equal(text, readFileSync(file, 'utf8'));
}
