import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, suite, test } from 'mocha';
import { LookTurns } from '../../../../src/core/config/worker/lookTurns.ts';
import { HandClock } from '../../explorer/handClock.ts';

suite('When a file is looked at', () => {
  const file = {};
  let clock: HandClock;
  let turns: LookTurns<object>;
  /** When looks began, in milliseconds. */
  let looks: number[];
  /** Ends the look that is going on. */
  let end: () => void;
  let started: number;

  beforeEach(() => {
    clock = new HandClock();
    started = clock.now();
    looks = [];
    turns = new LookTurns(() => {
      looks.push(clock.now() - started);
      return new Promise((resolve) => {
        end = resolve;
      });
    }, clock);
  });

  async function pass(ms: number): Promise<void> {
    for (let step = 0; step < ms; step += 1) {
      clock.advance(1);
      await turn();
    }
  }

  /** Edits again and again, each look being over at once. */
  async function edit(times: number, everyMs: number): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      turns.edited(file);
      for (let step = 0; step < everyMs; step += 1) {
        await pass(1);
        end?.();
      }
    }
  }

  test('hardly waits while somebody types', async () => {
    await edit(3, 50);
    assert.deepEqual(looks, [15, 65, 115]);
  });

  test('waits for the end of a key that repeats', async () => {
    await edit(5, 30);
    await pass(40);
    assert.deepEqual(looks, [15, 4 * 30 + 40]);
  });

  test('looks once at what was edited during a look, when that is over', async () => {
    turns.soon(file);
    await pass(10);
    turns.edited(file);
    await pass(50);
    turns.edited(file);
    await pass(50);
    assert.deepEqual(looks, [1]);
    end();
    await turn();
    await pass(5);
    assert.deepEqual(looks, [1, 111]);
    end();
    await pass(100);
    assert.equal(looks.length, 2);
  });

  test('goes on after a look that failed', async () => {
    const failing = new LookTurns(() => {
      looks.push(clock.now() - started);
      return Promise.reject(new Error('The thread ended.'));
    }, clock);
    failing.soon(file);
    await pass(5);
    failing.soon(file);
    await pass(5);
    assert.deepEqual(looks, [1, 6]);
  });

  test('leaves one alone that is closed, even during its look', async () => {
    turns.edited(file);
    turns.forget(file);
    await pass(50);
    assert.deepEqual(looks, []);
    turns.soon(file);
    await pass(5);
    turns.edited(file);
    await pass(50);
    turns.forget(file);
    end();
    await pass(50);
    assert.equal(looks.length, 1);
    assert.equal(clock.pending, 0);
  });

  test('leaves no timer behind', () => {
    turns.edited(file);
    turns.soon({});
    turns.dispose();
    assert.equal(clock.pending, 0);
  });
});
