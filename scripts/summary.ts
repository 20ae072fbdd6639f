/** Run as a program, prints the figures of the last test run; its last line is `N passed, N failed`. */
import type { TierResult } from '../test/reporter.ts';
import { readResult, tiers } from './tier.ts';

/** A line for each tier, one for each failure, and one for all. A tier that has not come to its end, or has run nothing, counts as one failure. */
export async function summary(names: readonly string[]): Promise<string> {
  const results = await Promise.all(names.map(async (name) => ({ name, result: await readResult(name) })));
  const lines = results.flatMap(({ name, result }) => {
    if (result === undefined) {
      return [`${name.padEnd(14)} did not come to its end`];
    }
    const { passed, failed, durationMs } = result;
    return [
      `${name.padEnd(14)} ${passed} passed, ${failed} failed, ${(durationMs / 1000).toFixed(1)} s`,
      ...result.failures.map((failure) => `  failed: ${failure}`),
    ];
  });
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
