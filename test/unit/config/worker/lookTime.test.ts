import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { look } from '../../../../src/core/config/worker/look.ts';
import { settleMs } from '../../../../src/core/config/worker/lookTurns.ts';
import { median } from '../../../bench/figure.ts';
import { longValues } from '../../../bench/longValues.ts';

const editMs = 50;
/** From the last edit until its findings are there, in milliseconds. */
const limitMs = 100;

suite('The look at a long file', () => {
  test('fits into what is left after the last edit', () => {
    const text = longValues(2_000);
    assert.equal(text.split('\n').length > 2_000, true);
    const times = Array.from({ length: 25 }, (_, edit) => {
      const before = process.cpuUsage();
      const seen = look({ path: 'vcluster.yaml', text: `${text}# ${edit}\n` });
      assert.ok(seen?.findings.some(({ code }) => code === 'unknown-key'));
      // What is computed, as the time on the wall says more of what else runs here.
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    });
    assert.ok(median(times) + settleMs(editMs) < limitMs, `${median(times).toFixed(0)} ms`);
  });
});
