import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { KubeClient } from '../../../src/core/kube/client.ts';
import type { Freshness } from '../../../src/core/kube/freshness.ts';
import { createKubeClient } from '../../../src/core/kube/httpClient.ts';
import { type KubeObject, resources } from '../../../src/core/kube/resource.ts';
import { createReflector } from '../../../src/core/reflector/liveReflector.ts';
import type { Reflector, ReflectorChange, ReflectorQuery } from '../../../src/core/reflector/reflector.ts';
import type { ReflectorTimings } from '../../../src/core/reflector/reflectorTimings.ts';
import { ApiServer, type Call, contextFor, json } from '../kube/apiServer.ts';
import { FakeCluster, refusing } from '../kube/fakeCluster.ts';

const timings: Partial<ReflectorTimings> = {
  pageSize: 3,
  flushMs: 10,
  graceMs: 300,
  shortWatchMs: 80,
  pollMs: 40,
  rewatchMs: 200,
  widenMs: 250,
  backoff: { firstMs: 10, maxMs: 60 },
  slowBackoff: { firstMs: 60, maxMs: 60, certain: 0.5 },
};
const isWatch = (call: Call) => call.query['watch'] !== undefined;
const isList = (call: Call) => !isWatch(call);

describe('Reflector', () => {
  let server: ApiServer;
  let cluster: FakeCluster;
  let client: KubeClient;
  const reflectors: Reflector<unknown>[] = [];

  beforeEach(async () => {
    cluster = new FakeCluster();
    server = await ApiServer.start(cluster.script);
    client = createKubeClient(contextFor(server.url), { environment: {} });
  });

  afterEach(async () => {
    for (const reflector of reflectors.splice(0)) {
      reflector.stop();
    }
    client.close();
    await server.close();
  });

  const value = (object: KubeObject) => String((object['spec'] as { value?: unknown } | undefined)?.value);
  function reflect(query: Partial<ReflectorQuery<string>> = {}, own: Partial<ReflectorTimings> = {}) {
    const reflector = createReflector<string>(
      client,
      { type: resources.pods, project: value, ...query },
      { timings: { ...timings, ...own } },
    );
    const changes: ReflectorChange[] = [];
    reflector.onDidChange((change) => changes.push(change));
    reflectors.push(reflector);
    reflector.start();
    return { reflector, changes };
  }
  async function until(what: string, holds: () => boolean, limitMs = 3000): Promise<void> {
    for (const end = Date.now() + limitMs; !holds(); ) {
      assert.ok(Date.now() < end, `never: ${what}`);
      await pause(2);
    }
  }
  const live = async (reflector: Reflector<unknown>, watches = 1) =>
    until('live', () => reflector.freshness.state === 'live' && cluster.open === watches);
  const current = (reflector: Reflector<unknown>): Freshness => reflector.freshness;
  const lists = () => server.calls.filter(isList).length;
  const watches = () => server.calls.filter(isWatch).length;
  const content = (reflector: Reflector<string>) => Object.fromEntries([...reflector.items].sort());
  const keys = (changes: readonly ReflectorChange[]) =>
    changes.flatMap(({ changed, removed }) => [...changed.map((key) => `+${key}`), ...removed.map((key) => `-${key}`)]);

  it('lists in pages, then watches from there with bookmarks and a time limit', async () => {
    for (let i = 0; i < 7; i += 1) {
      cluster.put(`ns/p${i}`, String(i));
    }
    const { reflector } = reflect({ labelSelector: 'app=x', fieldSelector: 'status.phase=Running' });
    assert.deepEqual([reflector.freshness.state, reflector.synced], ['loading', false]);
    await live(reflector);
    assert.equal(reflector.synced, true);
    assert.equal(reflector.items.size, 7);
    assert.deepEqual(
      server.calls.filter(isList).map((call) => [call.query['limit'], call.query['continue']]),
      [
        ['3', undefined],
        ['3', '3'],
        ['3', '6'],
      ],
    );
    const { timeoutSeconds, ...query } = server.calls.find(isWatch)?.query ?? {};
    assert.deepEqual(query, {
      watch: 'true',
      labelSelector: 'app=x',
      fieldSelector: 'status.phase=Running',
      allowWatchBookmarks: 'true',
      resourceVersion: String(cluster.version),
    });
    assert.ok(Number(timeoutSeconds) >= 300 && Number(timeoutSeconds) <= 600, timeoutSeconds);
  });

  it('follows changes and tells their keys, soon and together', async () => {
    cluster.put('ns/a', '1');
    const { reflector, changes } = reflect();
    await live(reflector);
    await pause(30);
    const delays: number[] = [];
    for (let i = 0; i < 5; i += 1) {
      changes.length = 0;
      const start = Date.now();
      cluster.put('ns/a', `new ${i}`);
      await until('change', () => changes.length > 0);
      delays.push(Date.now() - start);
    }
    // The best of five, because other work on this computer may delay one.
    assert.ok(Math.min(...delays) < 50, String(delays));
    changes.length = 0;
    for (let i = 0; i < 50; i += 1) {
      cluster.put('ns/b', String(i));
    }
    cluster.remove('ns/a');
    await until('gone', () => !reflector.items.has('ns/a'));
    await pause(30);
    assert.deepEqual(content(reflector), { 'ns/b': '49' });
    assert.ok(changes.length <= 4, `${changes.length} deliveries`);
    assert.equal(changes.at(-1)?.removed.includes('ns/a'), true);
  });

  it('drops managedFields, and does not stumble over objects without a name or ones it cannot read', async () => {
    cluster.put('ns/a', '1');
    cluster.put('ns/bad', '1');
    const { reflector } = reflect({
      project: (object) => {
        if (object.metadata?.name === 'bad') {
          throw new Error('bad');
        }
        return JSON.stringify(object);
      },
    });
    await live(reflector);
    for (const object of [
      {},
      { metadata: null },
      { metadata: { name: 5 } },
      { metadata: { name: 'x', namespace: {} } },
    ]) {
      cluster.send('ADDED', object);
      cluster.send('DELETED', object);
    }
    cluster.put('ns/b');
    await until('b', () => reflector.items.has('ns/b'));
    assert.deepEqual([...reflector.items.keys()], ['ns/a', 'ns/b']);
    assert.ok(![...reflector.items.values()].some((text) => text.includes('managedFields')));
  });

  it('comes back after a lost connection from the last version, without a list, and stays live meanwhile', async () => {
    cluster.put('ns/a', '1');
    const { reflector, changes } = reflect();
    await live(reflector);
    cluster.put('ns/a', '2');
    await until('2', () => reflector.items.get('ns/a') === '2');
    await pause(20);
    const seen = changes.length;
    const version = cluster.version;
    server.cut();
    await until('second watch', () => watches() === 2 && cluster.open === 1);
    assert.equal(server.calls.findLast(isWatch)?.query['resourceVersion'], String(version));
    await pause(30);
    assert.equal(lists(), 1);
    assert.deepEqual([reflector.freshness.state, changes.length], ['live', seen]);
  });

  it('moves on with bookmarks', async () => {
    const { reflector } = reflect();
    await live(reflector);
    cluster.bookmark(4711);
    await pause(20);
    server.cut();
    await until('second watch', () => watches() === 2);
    assert.equal(server.calls.findLast(isWatch)?.query['resourceVersion'], '4711');
  });

  it('is stale with the reason while it cannot connect, keeps its items and recovers', async () => {
    cluster.put('ns/a', '1');
    const { reflector } = reflect();
    await live(reflector);
    cluster.intercept = (_call, response) => {
      response.destroy();
      return true;
    };
    server.cut();
    await pause(60);
    assert.ok(reflector.freshness.state === 'live', 'within the grace');
    await until('stale', () => reflector.freshness.state === 'stale');
    const freshness: Freshness = current(reflector);
    assert.ok(
      freshness.state === 'stale' &&
        freshness.why.kind === 'unreachable' &&
        freshness.retryAt !== undefined &&
        freshness.since <= Date.now() - 250,
    );
    assert.deepEqual(content(reflector), { 'ns/a': '1' });
    assert.equal(reflector.synced, true);
    cluster.intercept = () => false;
    await live(reflector);
    cluster.put('ns/a', '2');
    await until('2', () => reflector.items.get('ns/a') === '2');
  });

  it('backs off further and further', async () => {
    cluster.intercept = refusing(500, () => true);
    reflect({}, { backoff: { firstMs: 10, maxMs: 80, certain: 1 } });
    await pause(400);
    // 10, 20, 40, 80, 80, 80, 80
    assert.ok(lists() >= 5 && lists() <= 9, `${lists()} attempts`);
  });

  it('watches again at once when the server ends a watch after its time', async () => {
    const { reflector } = reflect({}, { shortWatchMs: 20 });
    await live(reflector);
    await pause(40);
    const start = Date.now();
    cluster.endWatches();
    await until('second watch', () => watches() === 2);
    assert.ok(Date.now() - start < 50);
    assert.equal(lists(), 1);
  });

  it('does not storm a server that ends every watch at once', async () => {
    const { reflector } = reflect();
    cluster.intercept = (call, response) => {
      if (isWatch(call)) {
        response.end();
      }
      return isWatch(call);
    };
    await until('live', () => reflector.freshness.state === 'live');
    await pause(400);
    assert.ok(watches() >= 3 && watches() <= 8, `${watches()} watches`);
    assert.equal(reflector.freshness.state, 'live');
  });

  it('lists again after 410, as a status and as an event, and tells only what differs', async () => {
    for (const name of ['a', 'b', 'c', 'd']) {
      cluster.put(`ns/${name}`, '1');
    }
    const { reflector, changes } = reflect();
    await live(reflector);
    await pause(20);
    for (const how of ['event', 'status']) {
      changes.length = 0;
      cluster.muted = true;
      cluster.put('ns/a', how);
      cluster.remove(how === 'event' ? 'ns/b' : 'ns/c');
      cluster.put(`ns/${how}`, '1');
      cluster.muted = false;
      const before = lists();
      let gone = true;
      cluster.intercept = (call, response) => {
        const now = how === 'status' && isWatch(call) && gone;
        gone &&= !now;
        return refusing(410, () => now)(call, response);
      };
      if (how === 'event') {
        cluster.send('ERROR', { kind: 'Status', code: 410, reason: 'Expired', message: 'too old' });
      } else {
        server.cut();
      }
      await until('listed again', () => lists() >= before + 2 && reflector.items.has(`ns/${how}`));
      await live(reflector);
      await pause(20);
      assert.deepEqual(keys(changes).sort(), ['+ns/a', `+ns/${how}`, how === 'event' ? '-ns/b' : '-ns/c'].sort());
    }
  });

  it('begins a list again once when its continuation is gone, then asks for it in one piece', async () => {
    for (let i = 0; i < 7; i += 1) {
      cluster.put(`ns/p${i}`);
    }
    cluster.intercept = refusing(410, (call) => call.query['continue'] !== undefined);
    const { reflector } = reflect();
    await live(reflector);
    assert.equal(reflector.items.size, 7);
    assert.deepEqual(
      server.calls.filter(isList).map((call) => call.query['limit']),
      ['3', '3', '3', '3', undefined],
    );
  });

  it('does not follow a list that never ends', async () => {
    cluster.intercept = (call, response) => {
      if (isList(call)) {
        json(response, { metadata: { continue: 'again' }, items: [] });
      }
      return isList(call);
    };
    const { reflector } = reflect();
    await until('stale', () => reflector.freshness.state === 'stale');
    assert.ok(reflector.freshness.state === 'stale' && reflector.freshness.why.kind === 'notKubernetes');
  });

  it('honours Retry-After', async () => {
    cluster.intercept = refusing(429, () => lists() === 1, { 'retry-after': '1' });
    const start = Date.now();
    const { reflector } = reflect();
    await until('stale', () => reflector.freshness.state === 'stale');
    await live(reflector);
    assert.ok(Date.now() - start >= 990);
    assert.equal(lists(), 2);
  });

  it('does not wait for as long as a server may like', async () => {
    cluster.intercept = refusing(503, () => lists() === 1, { 'retry-after': '999999' });
    const { reflector } = reflect({}, { maxRetryAfterMs: 100 });
    await live(reflector);
  });

  it('notices a watch that went silent, sooner after a bookmark', async () => {
    const { reflector } = reflect({}, { silenceMs: 100 });
    await live(reflector);
    await pause(200);
    assert.equal(watches(), 1, 'no bookmark, no expectation');
    cluster.bookmark();
    await until('second watch', () => watches() === 2);
    assert.equal(lists(), 1);
  });

  it('notices silence beyond the time limit also without bookmarks', async () => {
    const { reflector } = reflect({}, { watchMinMs: 100, watchMaxMs: 100 });
    await live(reflector);
    await until('second watch', () => watches() >= 2);
  });

  it('takes no part of a watch event twice or backwards when the stream is garbled', async () => {
    cluster.put('ns/a', '1');
    const { reflector } = reflect();
    await live(reflector);
    cluster.put('ns/a', '2');
    cluster.send('\u0000', 'no object');
    cluster.put('ns/a', '3');
    await until('3', () => reflector.items.get('ns/a') === '3');
    await live(reflector);
    assert.equal(lists(), 1);
  });

  it('lists again when the server keeps refusing to watch from there', async () => {
    const { reflector } = reflect();
    await live(reflector);
    let refusals = 0;
    cluster.intercept = refusing(500, (call) => isWatch(call) && ++refusals <= 5);
    server.cut();
    await until('second list', () => lists() === 2);
    await live(reflector);
  });

  for (const status of [403, 405]) {
    it(`polls where watching gives ${status}, and watches as soon as it may`, async () => {
      cluster.put('ns/a', '1');
      cluster.intercept = refusing(status, isWatch);
      const { reflector } = reflect();
      await until('polling', () => reflector.freshness.state === 'polling');
      const { freshness } = reflector;
      assert.ok(freshness.state === 'polling' && freshness.everyMs === 40 && freshness.why.detail.status === status);
      cluster.put('ns/a', '2');
      await until('2', () => reflector.items.get('ns/a') === '2');
      await until('tried to watch again', () => watches() === 2);
      assert.equal(reflector.freshness.state, 'polling');
      assert.ok(lists() >= 4, `${lists()} lists`);
      cluster.intercept = () => false;
      await live(reflector);
    });
  }

  it('is stale when polling fails, and polls on', async () => {
    cluster.intercept = refusing(403, isWatch);
    const { reflector } = reflect({}, { graceMs: 50 });
    await until('polling', () => reflector.freshness.state === 'polling');
    cluster.intercept = refusing(500, () => true);
    await until('stale', () => reflector.freshness.state === 'stale');
    cluster.intercept = refusing(403, isWatch);
    await until('polling', () => reflector.freshness.state === 'polling');
  });

  it('falls back to single namespaces where the whole cluster is forbidden, and widens again', async () => {
    for (const key of ['one/a', 'two/a', 'three/a']) {
      cluster.put(key, '1');
    }
    const isWide = (call: Call) => !call.path.includes('/namespaces/');
    cluster.intercept = refusing(403, (call) => isWide(call) || call.path.includes('/three/'));
    const { reflector } = reflect({ fallbackNamespaces: ['one', 'two', 'three', 'one'] });
    await until('live', () => reflector.freshness.state === 'live' && reflector.synced && cluster.open === 2);
    assert.deepEqual(reflector.narrowedTo, ['one', 'two']);
    assert.deepEqual([...reflector.items.keys()].sort(), ['one/a', 'two/a']);
    cluster.put('two/b', '1');
    await until('two/b', () => reflector.items.has('two/b'));
    cluster.intercept = () => false;
    await until('wide', () => reflector.narrowedTo === undefined);
    await live(reflector);
    assert.deepEqual([...reflector.items.keys()].sort(), ['one/a', 'three/a', 'two/a', 'two/b']);
  });

  it('takes away what a lost permission no longer shows', async () => {
    cluster.put('one/a', '1');
    cluster.put('two/a', '1');
    const { reflector, changes } = reflect({ fallbackNamespaces: ['one'] });
    await live(reflector);
    await pause(20);
    changes.length = 0;
    cluster.intercept = refusing(403, (call) => !call.path.includes('/namespaces/'));
    reflector.refresh();
    await until(
      'narrowed',
      () => reflector.narrowedTo !== undefined && reflector.freshness.state === 'live' && cluster.open === 1,
    );
    await pause(20);
    assert.deepEqual(keys(changes), ['-two/a']);
  });

  it('is stale with the permission when every namespace is forbidden, or when there is none to try', async () => {
    cluster.intercept = refusing(403, () => true);
    for (const fallbackNamespaces of [['one', 'two'], []]) {
      const { reflector } = reflect({ fallbackNamespaces });
      await until('stale', () => reflector.freshness.state === 'stale');
      const { freshness } = reflector;
      assert.ok(freshness.state === 'stale' && freshness.why.kind === 'forbidden');
      assert.equal(freshness.why.detail.permission?.verb, 'list');
      assert.equal(reflector.synced, false);
      reflector.stop();
    }
  });

  it('is stale at once when unauthorised, and tries again slowly and when told to', async () => {
    const { reflector } = reflect({}, { slowBackoff: { firstMs: 60_000, maxMs: 60_000, certain: 1 } });
    await live(reflector);
    cluster.intercept = refusing(401, () => true);
    server.cut();
    await until('stale', () => reflector.freshness.state === 'stale', 200);
    assert.ok(reflector.freshness.state === 'stale' && reflector.freshness.why.kind === 'unauthorized');
    const asked = server.calls.length;
    await pause(100);
    assert.equal(server.calls.length, asked);
    cluster.intercept = () => false;
    reflector.refresh();
    await live(reflector);
  });

  it('lists again when told to, also while all is well', async () => {
    const { reflector } = reflect();
    await live(reflector);
    reflector.refresh();
    await until('second list', () => lists() === 2 && watches() === 2);
    await live(reflector);
  });

  it('forgets when stopped, leaves nothing running, and can begin again', async () => {
    cluster.put('ns/a', '1');
    const { reflector, changes } = reflect();
    await live(reflector);
    reflector.stop();
    const seen = changes.length;
    assert.deepEqual([reflector.items.size, reflector.freshness.state, reflector.synced], [0, 'idle', false]);
    await until('watch closed', () => cluster.open === 0);
    await pause(100);
    assert.equal(changes.length, seen);
    const asked = server.calls.length;
    reflector.refresh();
    await pause(50);
    assert.equal(server.calls.length, asked);
    reflector.start();
    reflector.start();
    await live(reflector);
    assert.equal(reflector.items.size, 1);
  });

  it('lets the event loop run while it takes in a large list', async () => {
    for (let i = 0; i < 400; i += 1) {
      cluster.put(`ns/p${i}`, String(i));
    }
    let ticks = 0;
    const seen: number[] = [];
    const ticking = setInterval(() => {
      ticks += 1;
    }, 1);
    const slow = (object: KubeObject) => {
      seen.push(ticks);
      for (const end = performance.now() + 0.5; performance.now() < end; );
      return value(object);
    };
    try {
      const { reflector } = reflect({ project: slow }, { pageSize: 500 });
      await until('all', () => reflector.items.size === 400, 8000);
    } finally {
      clearInterval(ticking);
    }
    assert.ok((seen.at(-1) ?? 0) - (seen[0] ?? 0) >= 5, 'others had their turns in between');
  });
});
