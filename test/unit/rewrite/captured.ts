import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RewriteOptions, Target } from '../../../src/core/rewrite/model.ts';
import type { Raw } from '../../../src/core/vcluster/raw.ts';

const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'rewrite');

/** One object that a real syncer had on both sides; `host` is null where it did not sync it, `virtual` where only the host has it. */
export interface CapturedPair {
  readonly id: string;
  readonly virtual: Raw | null;
  readonly host: Raw | null;
}

/** What one real vcluster wrote. */
export interface CapturedSet {
  readonly name: string;
  readonly target: Target;
  readonly options: RewriteOptions;
  readonly pairs: readonly CapturedPair[];
}

function lines(file: string): readonly unknown[] {
  return readFileSync(join(folder, file), 'utf8')
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}

/** What was captured from syncers of 0.14.2 and 0.36.1, each in several configurations. */
export function capturedSets(): readonly CapturedSet[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl'))
    .map((file) => {
      const [head, ...pairs] = lines(file);
      const { target, options } = head as Pick<CapturedSet, 'target' | 'options'>;
      return { name: file.replace('.jsonl', ''), target, options, pairs: pairs as readonly CapturedPair[] };
    });
}
