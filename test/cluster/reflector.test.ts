import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { resources } from '../../src/core/kube/resource.ts';
import type { Reflector } from '../../src/core/reflector/reflector.ts';
import { Churn, essence } from './churn.ts';
import { HostSession } from './hostSession.ts';
import { until } from './until.ts';

describe('a reflector on a real API server', () => {
  let churn: Churn;
  let session: HostSession;
  let reflector: Reflector<string>;

  beforeEach(async function () {
    churn = await Churn.create(this.host.api);
    session = await HostSession.open(this.host);
    reflector = session.reflect({ type: resources.configmaps, labelSelector: churn.label, project: essence });
    await until('the first list is there and watched', () => reflector.freshness.state === 'live', { state });
    // What a watch brings shows that it is open; `live` is said as soon as the list is there.
    await assertFollows();
  });

  afterEach(async () => {
    await session.close();
    await churn.remove();
  });

  const state = () => ({ freshness: reflector.freshness, items: reflector.items.size });

  /** Ends the changes; then, within a few seconds, the model must be what a fresh list says, and stay live. */
  async function assertRecovers(): Promise<void> {
    await churn.stop();
    const truth = await churn.truth();
    const same = () =>
      reflector.items.size === truth.size && [...truth].every(([key, value]) => reflector.items.get(key) === value);
    await until('the model equals a fresh list and is live', () => reflector.freshness.state === 'live' && same(), {
      state,
    }).catch((error: unknown) => {
      assert.deepEqual(new Map(reflector.items), truth, String(error));
      throw error;
    });
    assert.ok(churn.changes > 20, `only ${churn.changes} changes were made meanwhile`);
    await assertFollows();
  }

  async function assertFollows(): Promise<void> {
    await churn.add();
    const truth = await churn.truth();
    await until('the next change arrives', () => reflector.items.size === truth.size, { state });
    assert.deepEqual(new Map(reflector.items), truth);
  }

  it('keeps up through twenty disconnects', async () => {
    churn.start();
    let cut = 0;
    while (cut < 20) {
      await sleep(40 + (cut % 5) * 40);
      cut += session.proxy.cutAll() > 0 ? 1 : 0;
    }
    assert.ok(session.client.count('watch', 'unreachable') >= 10, JSON.stringify(session.client.log));
    await assertRecovers();
  });

  it('keeps up through delays', async () => {
    churn.start();
    for (const ms of [30, 300, 100]) {
      session.proxy.set({ kind: 'delay', ms });
      await sleep(500);
      session.proxy.cutAll();
      await sleep(500);
    }
    session.proxy.set({ kind: 'pass' });
    await assertRecovers();
  });

  it('keeps up through garbled bytes', async () => {
    churn.start();
    for (let turn = 0; turn < 8; turn += 1) {
      session.proxy.set({ kind: 'garble' });
      await sleep(150);
      session.proxy.set({ kind: 'pass' });
      await sleep(100);
    }
    assert.ok(session.client.log.some(({ outcome }) => outcome === 'unreachable' || outcome === 'tls'));
    await assertRecovers();
  });

  it('notices a connection that has gone silent', async () => {
    session.proxy.set({ kind: 'stall' });
    churn.start();
    await until('the silence is noticed', () => reflector.freshness.state === 'stale', { state });
    session.proxy.set({ kind: 'pass' });
    await assertRecovers();
  });

  it('says since when and why the data is stale while connections are refused, and keeps it', async () => {
    const before = reflector.items.size;
    churn.start();
    await session.proxy.refuse();
    session.proxy.cutAll();
    const at = Date.now();
    await until('it is stale', () => reflector.freshness.state === 'stale', { state });
    const { freshness } = reflector;
    assert.equal(freshness.state === 'stale' && freshness.why.kind, 'unreachable');
    assert.ok(freshness.state === 'stale' && Math.abs(freshness.since - at) < 1_000, JSON.stringify(freshness));
    assert.ok(reflector.items.size >= before - 10);
    await until('enough has changed', () => churn.changes > 30);
    await session.proxy.accept();
    await assertRecovers();
  });

  it('survives an orderly restart of the API server', async function () {
    churn.start();
    await sleep(200);
    await this.host.restartApiServer();
    await assertRecovers();
  });

  it('survives a crash of the API server', async function () {
    churn.start();
    await sleep(200);
    await this.host.restartApiServer(true);
    await assertRecovers();
  });

  it('lists again after a compaction has made its resource version too old', async function () {
    await session.proxy.refuse();
    session.proxy.cutAll();
    churn.start();
    await until('enough has changed', () => churn.changes > 30);
    await this.host.compact();
    await this.host.restartApiServer(true);
    const lists = session.client.count('list');
    await session.proxy.accept();
    await assertRecovers();
    assert.ok(session.client.count('watch', 'expired') >= 1, JSON.stringify(session.client.log));
    assert.ok(session.client.count('list') > lists);
  });
});
