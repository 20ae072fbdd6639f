/** Run as a program, prints the figures of the last test run; its last line is `N passed, N failed`. */
import { readResult, tiers } from './tier.ts';

/** A line for each tier and one for all. A tier that has not come to its end counts as one that failed. */
export async function summary(names: readonly string[]): Promise<string> {
  const results = await Promise.all(names.map(async (name) => ({ name, result: await readResult(name) })));
  const lines = results.map(({ name, result }) =>
    result === undefined
      ? `${name.padEnd(14)} did not come to its end`
      : `${name.padEnd(14)} ${result.passed} passed, ${result.failed} failed, ${(result.durationMs / 1000).toFixed(1)} s`,
  );
  const passed = results.reduce((sum, { result }) => sum + (result?.passed ?? 0), 0);
  const failed = results.reduce((sum, { result }) => sum + (result?.failed ?? 1), 0);
  return [...lines, `${passed} passed, ${failed} failed`].join('\n');
}

if (import.meta.main) {
  console.log(await summary(tiers.map((tier) => tier.name)));
}
