import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { PageMessage, PanelState } from '../../../src/core/comparison/contract.ts';
import { isHostMessage, isPageMessage, isPanelState } from '../../../src/core/comparison/guard.ts';

const place = { key: 'secrets/a/s', side: 'host', path: '/data/x' } as const;
const change = { path: '/x', kind: 'host', from: null, reason: '' } as const;
const messages: readonly PageMessage[] = [
  {
    type: 'start',
    head: {
      vclusterId: 'a/b/c',
      name: 'c',
      namespace: 'b',
      context: 'a',
      version: '',
      generation: 'legacy',
      virtual: { state: 'failed', message: 'no', fix: 'vcluster.resume' },
    },
    rows: [{ key: 'k', kind: 'pods', state: 'waiting', virtualName: 'x', drift: 0, hashed: false }],
    texts: { a: 'b' },
  },
  { type: 'rows', changed: [], removed: ['k'] },
  { type: 'select', key: 'k' },
  {
    type: 'detail',
    detail: {
      key: 'k',
      state: 'synced',
      stateReason: '',
      lines: [{ left: 'a', path: '/a', depth: 0, change: 0, part: 'status', masked: true }],
      changes: [change],
    },
  },
  { type: 'revealed', place, value: 'v' },
  { type: 'failed', message: 'm' },
];

/** The value with one of its leaves, wherever it lies, replaced by something that fits nowhere. */
function* broken(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const [index, inner] of value.entries()) {
      for (const one of broken(inner)) {
        yield value.with(index, one);
      }
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      for (const one of broken(inner)) {
        yield { ...value, [key]: one };
      }
    }
  } else if (value !== null) {
    yield Symbol.iterator;
  }
}

describe('the messages between a panel and its page', () => {
  it('are what they are after the way through JSON', () => {
    for (const message of messages) {
      assert.ok(isPageMessage(JSON.parse(JSON.stringify(message))), message.type);
    }
    assert.ok(isHostMessage({ type: 'reveal', place }));
    assert.ok(isHostMessage({ type: 'openInside' }));
  });

  it('are none when anything in them is of another type', () => {
    let count = 0;
    for (const one of messages.flatMap((message) => [...broken(message)])) {
      assert.ok(!isPageMessage(one), JSON.stringify(one));
      count += 1;
    }
    assert.ok(count > 30);
  });

  it('are none when they only look like one', () => {
    for (const one of [
      undefined,
      null,
      'start',
      [],
      {},
      { type: 'toString' },
      { type: '__proto__' },
      { type: 'start' },
    ]) {
      assert.ok(!isPageMessage(one) && !isHostMessage(one), String(one));
    }
    assert.ok(!isHostMessage({ type: 'open', key: 'k', side: 'left' }));
  });

  it('tell a state of this version from any other', () => {
    const state: PanelState = {
      vclusterId: 'a/b/c',
      search: '',
      filters: ['drift'],
      parts: [],
      collapsed: [],
      tab: 'lines',
      onlyChanges: false,
      status: true,
      managed: false,
      wrap: true,
      picture: true,
      share: 0.4,
      inside: false,
    };
    assert.ok(isPanelState(state));
    assert.ok(!isPanelState({ ...state, share: 2 }));
    assert.ok(!isPanelState({ ...state, filters: ['other'] }));
    const { wrap: _, ...older } = state;
    assert.ok(!isPanelState(older));
  });

  it('are checked quickly, 10,000 rows and all', () => {
    const [start] = messages;
    assert.ok(start?.type === 'start');
    const many = { ...start, rows: Array.from({ length: 10_000 }, () => start.rows[0]) };
    const begin = performance.now();
    assert.ok(isPageMessage(many));
    assert.ok(performance.now() - begin < 200);
  });
});
