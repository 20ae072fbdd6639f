import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeEach, describe, it } from 'mocha';
import { Lease } from '../../../src/core/base/lease.ts';

describe('Lease', () => {
  const lingerMs = 15;
  let log: string[];
  let lease: Lease;

  beforeEach(() => {
    log = [];
    lease = new Lease(
      () => log.push('start'),
      () => log.push('stop'),
      lingerMs,
    );
  });

  it('runs from the first holder until a while after the last', async () => {
    const [first, second] = [lease.hold(), lease.hold()];
    first.dispose();
    await delay(3 * lingerMs);
    assert.deepEqual(log, ['start']);
    second.dispose();
    assert.ok(lease.running);
    await delay(3 * lingerMs);
    assert.deepEqual(log, ['start', 'stop']);
    assert.ok(!lease.running);
  });

  it('goes on when it is held again in time', async () => {
    lease.hold().dispose();
    const again = lease.hold();
    await delay(3 * lingerMs);
    assert.deepEqual(log, ['start']);
    again.dispose();
    await delay(3 * lingerMs);
    lease.hold();
    assert.deepEqual(log, ['start', 'stop', 'start']);
    lease.dispose();
  });

  it('counts each holder once, however often it lets go', async () => {
    const [first, second] = [lease.hold(), lease.hold()];
    first.dispose();
    first.dispose();
    await delay(3 * lingerMs);
    assert.ok(lease.running);
    second.dispose();
    lease.dispose();
  });

  it('stops at once and only once when it is disposed of', async () => {
    const hold = lease.hold();
    lease.dispose();
    assert.deepEqual(log, ['start', 'stop']);
    hold.dispose();
    lease.dispose();
    await delay(3 * lingerMs);
    assert.deepEqual(log, ['start', 'stop']);
  });
});
