/** Run as a program, prints the figures of the last test run; its last line is `N passed, N failed`. */
import type { TierResult } from '../test/reporter.ts';
import { readResult, tiers } from './tier.ts';

/** A line for each tier and one for all. A tier that has not come to its end, or has run nothing, counts as one failure. */
export async function summary(names: readonly string[]): Promise<string> {
  const results = await Promise.all(names.map(async (name) => ({ name, result: await readResult(name) })));
  const lines = results.map(({ name, result }) =>
    result === undefined
      ? `${name.padEnd(14)} did not come to its end`
      : `${name.padEnd(14)} ${result.passed} passed, ${result.failed} failed, ${(result.durationMs / 1000).toFixed(1)} s`,
  );
  const passed = results.reduce((sum, { result }) => sum + (result?.passed ?? 0), 0);
  const failed = results.reduce((sum, { result }) => sum + failures(result), 0);
  return [...lines, `${passed} passed, ${failed} failed`].join('\n');
}

function failures(result: TierResult | undefined): number {
  return result === undefined || result.passed + result.failed === 0 ? 1 : result.failed;
}

if (import.meta.main) {
  console.log(await summary(tiers.map((tier) => tier.name)));
}
