import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'mocha';
import { Emitter } from '../../../src/core/base/emitter.ts';

describe('Emitter', () => {
  it('tells every listener, in the order of subscription', () => {
    const emitter = new Emitter<number>();
    const heard: string[] = [];
    emitter.event((value) => heard.push(`a${value}`));
    emitter.event((value) => heard.push(`b${value}`));
    emitter.fire(1);
    assert.deepEqual(heard, ['a1', 'b1']);
  });

  it('tells nobody who has ended the subscription', () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    const listener = (value: number) => heard.push(value);
    const first = emitter.event(listener);
    emitter.event(listener);
    first.dispose();
    first.dispose();
    emitter.fire(1);
    assert.deepEqual(heard, [1], 'the other subscription of the same function goes on');
  });

  it('lets listeners come and go while it fires', () => {
    const emitter = new Emitter<number>();
    const heard: string[] = [];
    const first = emitter.event(() => {
      first.dispose();
      emitter.event(() => heard.push('late'));
      heard.push('first');
    });
    emitter.event(() => heard.push('second'));
    emitter.fire(1);
    assert.deepEqual(heard, ['first', 'second']);
  });

  it('tells the others when one throws, and does not swallow the error', async () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    const error = new Error('of a listener');
    emitter.event(() => {
      throw error;
    });
    emitter.event((value) => heard.push(value));
    const listeners = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    try {
      const uncaught = once(process, 'uncaughtException');
      emitter.fire(1);
      assert.deepEqual(heard, [1]);
      assert.equal((await uncaught)[0], error);
    } finally {
      for (const listener of listeners) {
        process.on('uncaughtException', listener);
      }
    }
  });

  it('is silent once disposed of', () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    emitter.event((value) => heard.push(value));
    emitter.dispose();
    emitter.fire(1);
    assert.deepEqual(heard, []);
  });
});
