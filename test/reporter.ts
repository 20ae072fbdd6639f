import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type MochaOptions, Runner, reporters } from 'mocha';

/** What a tier of tests ended with. */
export interface TierResult {
  readonly passed: number;
  readonly failed: number;
  readonly pending: number;
  readonly durationMs: number;
  /** The full titles, each with what went wrong, on one line. */
  readonly failures: readonly string[];
}

const longestReason = 500;

/** Mocha's usual report; and, into the file that TEST_RESULT_FILE names, the figures as JSON (`TierResult`). */
class ResultReporter extends reporters.Spec {
  constructor(runner: Runner, options: MochaOptions) {
    super(runner, options);
    const file = process.env['TEST_RESULT_FILE'];
    const failures: string[] = [];
    runner.on(Runner.constants.EVENT_TEST_FAIL, (test, error: unknown) => {
      const reason = String(error).replace(/\s+/gu, ' ').slice(0, longestReason);
      failures.push(`${test.fullTitle()}: ${reason}`);
    });
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      if (file !== undefined && file !== '') {
        const { passes, pending, duration } = this.stats;
        const result: TierResult = {
          passed: passes,
          failed: failures.length,
          pending,
          durationMs: duration ?? 0,
          failures,
        };
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
      }
    });
  }
}

// Mocha loads a reporter with require(), which takes an ES module's export of this name as the whole.
export { ResultReporter, ResultReporter as 'module.exports' };
