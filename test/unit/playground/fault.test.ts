import assert from 'node:assert/strict';
import { type Bench, configMap, openWatch, startBench, until } from './harness.ts';

describe('playground faults', () => {
  let bench: Bench;
  const path = '/api/v1/namespaces/default/configmaps';

  beforeEach(async () => {
    bench = await startBench();
    bench.playground.api.create(configMap('a', {}, { x: 'y'.repeat(2000) }));
  });
  afterEach(() => bench.end());

  it('meet only what they are meant for, as often as they are meant, and are counted', async () => {
    const fault = bench.playground.faults.add(
      { verb: 'list', resource: 'configmaps', namespace: 'default' },
      { kind: 'status', code: 500 },
      2,
    );
    const codes = [];
    for (const url of [path, '/api/v1/configmaps', `${path}/a`, '/api/v1/pods', path, path]) {
      codes.push((await bench.call('GET', url)).status);
    }
    assert.deepEqual(codes, [500, 200, 200, 200, 500, 200]);
    assert.equal(fault.hits, 2);
    const again = bench.playground.faults.add({ path: /pods/ }, { kind: 'status', code: 403 });
    assert.equal((await bench.call('GET', '/api/v1/pods')).status, 403);
    again.remove();
    assert.equal((await bench.call('GET', '/api/v1/pods')).status, 200);
  });

  it('refuse in all ways, with a true Status', async () => {
    const { faults } = bench.playground;
    faults.add({}, { kind: 'status', code: 429, retryAfterSeconds: 7 }, 1);
    const throttled = await bench.call('GET', path);
    assert.deepEqual(
      [throttled.status, throttled.headers.get('retry-after'), throttled.body['reason']],
      [429, '7', 'TooManyRequests'],
    );
    faults.add({}, { kind: 'gone' }, 1);
    assert.deepEqual((await bench.call('GET', path)).status, 410);
    faults.add({}, { kind: 'html' }, 1);
    const page = await bench.call('GET', path);
    assert.deepEqual([page.status, page.headers.get('content-type')], [200, 'text/html']);
    faults.add({}, { kind: 'garbage' }, 1);
    await assert.rejects(bench.call('GET', path), SyntaxError);
  });

  it('break connections', async () => {
    const { faults } = bench.playground;
    faults.add({}, { kind: 'reset' }, 1);
    await assert.rejects(bench.call('GET', path), TypeError);
    faults.add({}, { kind: 'half' }, 1);
    await assert.rejects(bench.call('GET', path), TypeError);
    assert.equal((await bench.call('GET', path)).status, 200);
  });

  it('never answer, never end, or come late', async () => {
    const { faults, server, token } = bench.playground;
    const get = (ms: number) =>
      fetch(server.url + path, { headers: { authorization: `Bearer ${token}` }, signal: AbortSignal.timeout(ms) });
    faults.add({}, { kind: 'stall' }, 1);
    await assert.rejects(get(50), { name: 'TimeoutError' });
    faults.add({}, { kind: 'endless' }, 1);
    const endless = await get(80);
    await assert.rejects(endless.text(), { name: 'TimeoutError' });
    faults.add({}, { kind: 'delay', ms: 60 }, 1);
    const started = performance.now();
    assert.equal((await bench.call('GET', path)).status, 200);
    assert.ok(performance.now() - started >= 55);
  });

  it('mistreat watches', async () => {
    const { faults, api } = bench.playground;
    faults.add({ watch: true }, { kind: 'gone' }, 1);
    const gone = await openWatch(bench, `${path}?watch=true`);
    assert.equal((await gone.next())?.object['code'], 410);
    faults.add({ watch: true }, { kind: 'half' }, 1);
    const half = await openWatch(bench, `${path}?watch=true`);
    await assert.rejects(half.next());
    faults.add({ watch: true }, { kind: 'cut', ms: 30 }, 1);
    const cut = await openWatch(bench, `${path}?watch=true`);
    assert.equal((await cut.next())?.type, 'ADDED');
    await assert.rejects(cut.next());
    faults.add({ watch: true }, { kind: 'silence' }, 1);
    const silent = await openWatch(bench, `${path}?watch=true`);
    api.create(configMap('b'));
    const first = await Promise.race([
      silent.next(),
      new Promise((resolve) => setTimeout(() => resolve('nothing'), 40)),
    ]);
    assert.equal(first, 'nothing');
    silent.close();
  });

  it('drop open watches, and only those that are meant', async () => {
    const { faults, requests } = bench.playground;
    const maps = await openWatch(bench, `${path}?watch=true&resourceVersion=${bench.playground.store.version}`);
    const pods = await openWatch(bench, '/api/v1/pods?watch=true');
    assert.equal(faults.dropWatches({ resource: 'configmaps' }), 1);
    await assert.rejects(maps.next());
    await until(() => requests.openWatches() === 1, 'the end of one watch');
    pods.close();
  });

  it('leave out the server altogether, and let it come back on its port', async () => {
    const { server } = bench.playground;
    const { port } = server;
    await server.close();
    await assert.rejects(bench.call('GET', path), TypeError);
    await server.listen();
    assert.equal(server.port, port);
    assert.equal((await bench.call('GET', path)).status, 200);
  });
});
