import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { KubeError } from '../../../src/core/kube/error.ts';
import { type Freshness, worstFreshness } from '../../../src/core/kube/freshness.ts';

describe('worstFreshness', () => {
  const why = new KubeError('timeout', 'No answer.');
  const fromBest: readonly Freshness[] = [
    { state: 'live', since: 1 },
    { state: 'idle' },
    { state: 'polling', since: 2, everyMs: 30_000, why },
    { state: 'loading', since: 3 },
    { state: 'stale', since: 4, why },
  ];

  it('is idle for none', () => assert.deepEqual(worstFreshness([]), { state: 'idle' }));

  for (const [index, worse] of fromBest.entries()) {
    it(`is ${worse.state} beside anything better, in any order`, () => {
      for (const better of fromBest.slice(0, index + 1)) {
        assert.equal(worstFreshness([better, worse]).state, worse.state);
        assert.equal(worstFreshness([worse, better]).state, worse.state);
      }
    });
  }

  it('is the first of equals', () => {
    const [first, second]: readonly Freshness[] = [
      { state: 'stale', since: 1, why },
      { state: 'stale', since: 2, why },
    ];
    assert.equal(worstFreshness([first, second].flatMap((one) => one ?? [])), first);
  });
});
