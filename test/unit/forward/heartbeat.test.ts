import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { Heartbeat } from '../../../src/core/forward/heartbeat.ts';
import { until } from '../playground/harness.ts';

/** A connection whose other side answers, or does not. */
class Beat {
  pings = 0;
  lost = false;
  unanswered = 0;
  #heardAt = performance.now();
  answers: boolean;

  constructor(answers: boolean) {
    this.answers = answers;
  }

  silentFor(now: number): number {
    return now - this.#heardAt;
  }

  ping(): void {
    this.pings += 1;
    if (this.answers) {
      this.#heardAt = performance.now();
    }
  }

  lose(): void {
    this.lost = true;
  }
}

describe('heartbeat', () => {
  it('drops what misses two pings, and nothing else', async () => {
    const heartbeat = new Heartbeat(30);
    const [alive, dead, stalled] = [new Beat(true), new Beat(false), new Beat(false)];
    stalled.unanswered = 60;
    const all = [alive, dead, stalled].map((one) => heartbeat.add(one));
    await until(() => dead.lost, 'the loss');
    assert.ok(dead.pings >= 2, `${dead.pings} pings`);
    assert.deepEqual([alive.lost, stalled.lost], [false, false]);
    await until(() => stalled.lost, 'the loss of the other, later');
    assert.ok(stalled.pings >= 10, `${stalled.pings} pings`);
    assert.equal(alive.lost, false);
    for (const one of all) {
      one.dispose();
    }
  });

  it('has no timer while nothing is open', async () => {
    const heartbeat = new Heartbeat(10);
    const one = new Beat(true);
    heartbeat.add(one).dispose();
    await pause(40);
    assert.equal(one.pings, 0);
  });

  it('finds out soon after the computer has slept what did not survive it', async () => {
    let slept = 0;
    const heartbeat = new Heartbeat(100, () => Date.now() + slept);
    const [alive, dead] = [new Beat(true), new Beat(false)];
    const all = [heartbeat.add(alive), heartbeat.add(dead)];
    slept = 3_600_000;
    const started = performance.now();
    await until(() => dead.lost, 'the loss');
    assert.ok(performance.now() - started < 200, 'at the first beat after it');
    assert.equal(alive.lost, false);
    for (const one of all) {
      one.dispose();
    }
  });
});
