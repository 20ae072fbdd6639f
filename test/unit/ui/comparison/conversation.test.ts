import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from 'mocha';
import { Emitter } from '../../../../src/core/base/emitter.ts';
import type { Comparison } from '../../../../src/core/comparison/comparison.ts';
import type { HostMessage, PageMessage } from '../../../../src/core/comparison/contract.ts';
import type { ComparisonHead, ComparisonRow, RowChanges } from '../../../../src/core/comparison/model.ts';
import { Conversation } from '../../../../src/ui/comparison/conversation.ts';

const closed: ComparisonHead = {
  vclusterId: 'kind/team/shop',
  name: 'shop',
  namespace: 'team',
  context: 'kind',
  version: '0.36.1',
  generation: 'current',
  virtual: { state: 'closed' },
};
const pod: ComparisonRow = {
  key: 'pods/data/db-0',
  kind: 'pods',
  state: 'synced',
  virtualName: 'db-0',
  virtualNamespace: 'data',
  hostName: 'db-0-x-data-x-shop',
  hostNamespace: 'team',
};

/** A comparison that gives what a test has put into it. */
class FixedComparison implements Comparison {
  head: ComparisonHead = closed;
  rows: readonly ComparisonRow[] = [pod];
  disposed = false;
  readonly heads = new Emitter<ComparisonHead>();
  readonly changes = new Emitter<RowChanges>();
  readonly details = new Emitter<string>();
  readonly onDidChangeHead = this.heads.event;
  readonly onDidChangeRows = this.changes.event;
  readonly onDidChangeDetail = this.details.event;
  readonly read: string[] = [];
  readMs = 0;
  signal: AbortSignal | undefined;

  async openVirtual({ signal }: { readonly signal: AbortSignal }): Promise<void> {
    this.signal = signal;
    await new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
  }

  async detail(key: string) {
    this.read.push(key);
    await sleep(this.readMs);
    if (key !== pod.key) {
      throw new Error('It is gone.');
    }
    return { key, state: 'synced', stateReason: 'because', lines: [], changes: [] } as const;
  }

  async yaml(key: string, side: string): Promise<string> {
    return `${side} of ${key}`;
  }

  async reveal(): Promise<string> {
    await sleep(this.readMs);
    return 'hunter2';
  }

  async diagnose(key: string) {
    return { key, timeline: [], conditions: [], findings: [] };
  }

  dispose(): void {
    this.disposed = true;
  }
}

function talk(open: () => Promise<Comparison>) {
  const posted: PageMessage[] = [];
  const done: string[] = [];
  const conversation = new Conversation({
    open,
    post: (message) => posted.push(message),
    texts: () => ({ Host: 'Wirt' }),
    copy: async (yaml) => void done.push(`copy ${yaml}`),
    openSide: async (_, row, side) => void done.push(`open ${side} ${row.key}`),
    diff: async (_, row) => void done.push(`diff ${row.key}`),
    run: async (command) => void done.push(`run ${command}`),
    fail: (error) => done.push(`fail ${String(error)}`),
  });
  const say = async (message: HostMessage | object): Promise<void> => {
    conversation.receive(message);
    await sleep(5);
  };
  return { conversation, posted, done, say, types: () => posted.map(({ type }) => type) };
}

async function started() {
  const comparison = new FixedComparison();
  const all = talk(async () => comparison);
  await all.say({ type: 'ready', inside: false });
  return { comparison, ...all };
}

describe('the conversation of a panel', () => {
  it('starts a page with everything, then tells what changes', async () => {
    const { comparison, posted, types } = await started();
    assert.deepEqual(posted, [{ type: 'start', head: closed, rows: [pod], texts: { Host: 'Wirt' } }]);
    comparison.heads.fire(closed);
    comparison.changes.fire({ changed: [pod], removed: ['x'] });
    assert.deepEqual(types(), ['start', 'head', 'rows']);
  });

  it('says why there is nothing to show', async () => {
    const { say, posted } = talk(async () => {
      throw new Error('The vcluster is gone.');
    });
    await say({ type: 'ready', inside: false });
    assert.deepEqual(posted, [{ type: 'failed', message: 'The vcluster is gone.' }]);
  });

  it('lets go while there is no page, and tells an old page nothing', async () => {
    const { comparison, conversation, say, types } = await started();
    comparison.readMs = 20;
    conversation.receive({ type: 'select', key: pod.key });
    conversation.receive({ type: 'reveal', place: { key: pod.key, side: 'host', path: '/data/x' } });
    conversation.pause();
    assert.ok(comparison.disposed);
    comparison.heads.fire(closed);
    await sleep(40);
    assert.deepEqual(types(), ['start']);
    await say({ type: 'ready', inside: false });
    assert.deepEqual(types(), ['start', 'start']);
  });

  it('disposes of a comparison that comes after its page has gone', async () => {
    const comparison = new FixedComparison();
    const { conversation, say, posted } = talk(async () => {
      await sleep(20);
      return comparison;
    });
    await say({ type: 'ready', inside: false });
    conversation.dispose();
    await sleep(40);
    assert.ok(comparison.disposed);
    assert.deepEqual(posted, []);
  });

  it('begins to read before the page asks, once, and lets go of it when the page never does', async () => {
    const comparisons: FixedComparison[] = [];
    const { conversation, say, types } = talk(async () => {
      const made = new FixedComparison();
      comparisons.push(made);
      return made;
    });
    conversation.prepare();
    await say({ type: 'ready', inside: false });
    assert.equal(comparisons.length, 1);
    assert.deepEqual(types(), ['start']);
    conversation.prepare();
    conversation.dispose();
    await sleep(5);
    assert.deepEqual(
      comparisons.map(({ disposed }) => disposed),
      [true, true],
    );
  });

  it('reads the chosen object again when the inside opens, and when it closes', async () => {
    const { comparison, say } = await started();
    await say({ type: 'select', key: pod.key });
    const states = ['opening', 'live', 'live', 'failed'] as const;
    for (const state of states) {
      const virtual = state === 'live' ? { state } : state === 'opening' ? { state, step: '' } : { state, message: '' };
      comparison.heads.fire({ ...closed, virtual });
      await sleep(5);
    }
    assert.deepEqual(comparison.read, [pod.key, pod.key, pod.key]);
  });

  it('goes to an object by either name, as soon as it is in the list', async () => {
    const { comparison, conversation, posted } = await started();
    conversation.show({ side: 'host', kind: 'pods', namespace: 'team', name: 'db-0-x-data-x-shop' });
    assert.deepEqual(posted.at(-1), { type: 'select', key: pod.key });
    conversation.show({ side: 'virtual', kind: 'pods', namespace: 'data', name: 'late' });
    assert.equal(posted.length, 2);
    const late = { ...pod, key: 'pods/data/late', virtualName: 'late' };
    comparison.rows = [pod, late];
    comparison.changes.fire({ changed: [late], removed: [] });
    assert.deepEqual(posted.at(-1), { type: 'select', key: late.key });
    conversation.show({ key: pod.key });
    assert.deepEqual(posted.at(-1), { type: 'select', key: pod.key });
  });

  it('reads the chosen object again when it changes, once for many changes, and no other', async () => {
    const { comparison, say, types } = await started();
    await say({ type: 'select', key: pod.key });
    assert.deepEqual(types(), ['start', 'detail']);
    comparison.readMs = 20;
    for (let change = 0; change < 10; change += 1) {
      comparison.details.fire(pod.key);
    }
    await sleep(70);
    assert.deepEqual(comparison.read, [pod.key, pod.key, pod.key]);
    comparison.details.fire('pods/data/other');
    await sleep(30);
    assert.equal(comparison.read.length, 3);
  });

  it('says what failed where it was asked', async () => {
    const { say, posted } = await started();
    await say({ type: 'select', key: 'pods/data/none' });
    assert.deepEqual(posted.at(-1), { type: 'detailFailed', key: 'pods/data/none', message: 'It is gone.' });
  });

  it('opens the inside when asked, once, and when the page had it open; cancel ends it', async () => {
    const { comparison, say, posted, types } = await started();
    await say({ type: 'openInside' });
    const { signal } = comparison;
    await say({ type: 'openInside' });
    assert.equal(comparison.signal, signal);
    await say({ type: 'cancelOpening' });
    assert.equal(signal?.aborted, true);
    assert.deepEqual(types(), ['start'], 'a cancelled opening is no failure');
    await say({ type: 'ready', inside: true });
    assert.notEqual(comparison.signal, signal);
    comparison.openVirtual = async () => {
      throw new Error('No way in.');
    };
    await say({ type: 'ready', inside: true });
    const last = posted.at(-1);
    assert.ok(last?.type === 'head');
    assert.deepEqual(last.head.virtual, { state: 'failed', message: 'No way in.' });
  });

  it('copies, opens and compares what is in its list, and runs no command but the one it offers', async () => {
    const { comparison, say, done } = await started();
    await say({ type: 'copy', key: pod.key, side: 'host' });
    await say({ type: 'open', key: pod.key, side: 'virtual' });
    await say({ type: 'diff', key: pod.key });
    await say({ type: 'diff', key: 'pods/x/unknown' });
    await say({ type: 'fix' });
    comparison.head = { ...closed, virtual: { state: 'failed', message: '', fix: 'workbench.action.quit' } };
    await say({ type: 'fix' });
    comparison.head = { ...closed, virtual: { state: 'failed', message: '', fix: 'vcluster.resume' } };
    await say({ type: 'fix' });
    assert.deepEqual(done, [
      `copy host of ${pod.key}`,
      `open virtual ${pod.key}`,
      `diff ${pod.key}`,
      'run vcluster.resume',
    ]);
  });

  it('lets go of what is no message', async () => {
    const { say, done, types } = await started();
    for (const one of [{ type: 'open', key: pod.key, side: 'both' }, { type: 'run' }, { type: 'reveal', place: {} }]) {
      await say(one);
    }
    assert.deepEqual([done, types()], [[], ['start']]);
  });
});
