import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { globMatches } from '../../../src/core/protection/glob.ts';
import { nameMatches, ProtectedContexts } from '../../../src/core/protection/protectedContexts.ts';
import { HandClock } from '../explorer/handClock.ts';

const minute = 60_000;

describe('ProtectedContexts', () => {
  let clock: HandClock;
  let patterns: readonly string[];
  let contexts: ProtectedContexts;
  let fired: number;

  beforeEach(() => {
    clock = new HandClock();
    patterns = ['prod-*', 'arn:aws:eks:eu-?:live'];
    contexts = new ProtectedContexts({ patterns: () => patterns, clock });
    fired = 0;
    contexts.onDidChange(() => {
      fired += 1;
    });
  });

  it('are those that a pattern names, whole', () => {
    assert.ok(contexts.isProtected('prod-eu') && contexts.isLocked('prod-eu'));
    assert.ok(contexts.isLocked('arn:aws:eks:eu-1:live'));
    for (const other of ['prod', 'my-prod-eu', 'PROD-eu', '', 'arn:aws:eks:eu-12:live']) {
      assert.ok(!contexts.isProtected(other), other);
    }
    contexts.check('dev');
    assert.throws(() => contexts.check('prod-\u202eeu'), {
      kind: 'protected',
      message: 'The context prod-\ufffdeu is protected, so nothing is changed there. Unlock it first.',
    });
  });

  it('are unlocked one by one, for a quarter of an hour', () => {
    assert.equal(clock.pending, 0);
    contexts.unlock('prod-eu');
    assert.ok(contexts.isProtected('prod-eu') && contexts.isUnlocked('prod-eu') && !contexts.isLocked('prod-eu'));
    assert.ok(contexts.isLocked('prod-us'));
    contexts.check('prod-eu');
    assert.equal(contexts.unlockedUntil('prod-eu'), clock.now() + 15 * minute);
    clock.advance(15 * minute - 1);
    assert.equal(fired, 1);
    contexts.check('prod-eu');
    clock.advance(1);
    assert.equal(fired, 2);
    assert.throws(() => contexts.check('prod-eu'), { kind: 'protected' });
    assert.equal(clock.pending, 0);
  });

  it('need one timer, for whichever is first', () => {
    contexts.unlock('prod-eu', 10 * minute);
    contexts.unlock('prod-us', 5 * minute);
    assert.equal(clock.pending, 1);
    clock.advance(5 * minute);
    assert.deepEqual([contexts.isLocked('prod-us'), contexts.isLocked('prod-eu'), fired], [true, false, 3]);
    assert.equal(clock.pending, 1);
    contexts.lock('prod-eu');
    assert.deepEqual([contexts.isLocked('prod-eu'), fired, clock.pending], [true, 4, 0]);
    contexts.lock('prod-eu');
    assert.equal(fired, 4);
  });

  it('can be unlocked again for longer, and not for ever', () => {
    contexts.unlock('prod-eu', minute);
    contexts.unlock('prod-eu', 3 * minute);
    clock.advance(2 * minute);
    contexts.check('prod-eu');
    clock.advance(minute);
    assert.ok(contexts.isLocked('prod-eu'));
    contexts.unlock('prod-eu', Number.POSITIVE_INFINITY);
    assert.equal(contexts.unlockedUntil('prod-eu'), clock.now() + 24 * 60 * minute);
    for (const nothing of [0, -1, Number.NaN]) {
      contexts.unlock('prod-us', nothing);
      assert.ok(contexts.isLocked('prod-us'));
    }
  });

  it('are locked after their time even if the timer is late, as when the machine slept', () => {
    const slow = new ProtectedContexts({
      patterns: () => patterns,
      clock: { now: () => clock.now(), after: () => ({ dispose() {} }) },
    });
    slow.unlock('prod-eu', minute);
    clock.advance(minute);
    assert.throws(() => slow.check('prod-eu'), { kind: 'protected' });
  });

  it('follow the setting, whatever is in it', () => {
    patterns = ['', 7 as unknown as string, null as unknown as string, 'dev'];
    contexts.refresh();
    assert.equal(fired, 1);
    assert.deepEqual(
      ['dev', 'prod-eu', '', '7'].map((one) => contexts.isLocked(one)),
      [true, false, false, false],
    );
    contexts.unlock('prod-eu');
    assert.deepEqual([contexts.isUnlocked('prod-eu'), clock.pending, fired], [false, 0, 1]);
  });

  it('leave no timer when they are disposed of', () => {
    contexts.unlock('prod-eu');
    contexts.dispose();
    assert.equal(clock.pending, 0);
    assert.ok(contexts.isLocked('prod-eu'));
  });
});

describe('globMatches', () => {
  it('knows two signs and takes all else as it is', () => {
    const cases: readonly (readonly [string, string, boolean])[] = [
      ['*', '', true],
      ['*', 'anything/at:all', true],
      ['a*c', 'abbc', true],
      ['a*c', 'abcd', false],
      ['*a*b*', 'xxaxxbxx', true],
      ['a?c', 'a😀c', true],
      ['a?c', 'ac', false],
      ['a.c', 'abc', false],
      ['[ab]', 'a', false],
      ['^a$', 'a', false],
      ['a**b', 'ab', true],
      ['a*', '*', false],
      ['*b', 'a*b', true],
      ['a*ab', 'aab', true],
      ['', '', true],
      ['', 'a', false],
    ];
    for (const [pattern, text, expected] of cases) {
      assert.equal(globMatches(pattern, text), expected, `${pattern} on ${text}`);
    }
  });

  it('is quick with the worst of patterns', () => {
    const started = performance.now();
    assert.equal(globMatches(`${'*a'.repeat(200)}*b`, 'a'.repeat(5000)), false);
    assert.ok(performance.now() - started < 500);
  });
});

describe('nameMatches', () => {
  it('wants the name as it is', () => {
    assert.ok(nameMatches(' shop ', 'shop'));
    for (const wrong of ['', 'Shop', 'shop-1', 'sho', 'sh op']) {
      assert.ok(!nameMatches(wrong, 'shop'), wrong);
    }
    assert.ok(!nameMatches('', ''));
  });
});
