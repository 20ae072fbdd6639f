import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';

const folder = path.join(import.meta.dirname, '../../fixtures/create');

/** Compares a text with the one in `test/fixtures/create`; with UPDATE_GOLDEN=1 it writes that one instead. */
export function assertGolden(name: string, text: string): void {
  const file = path.join(folder, `${name}.txt`);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, text);
    return;
  }
  assert.ok(existsSync(file), `${file} is missing: run with UPDATE_GOLDEN=1 and read what it writes`);
  assert.equal(text, readFileSync(file, 'utf8'));
}
