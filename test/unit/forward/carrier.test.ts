import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { Forward } from '../../../src/core/forward/forward.ts';
import { until } from '../playground/harness.ts';
import { ForwardBench } from './forwardBench.ts';

/** So many there are at least while connections are being opened. */
const spares = 2;

/** Answers a line, and ends; a line that begins with `deaf` without reading what comes after it. */
function answer(socket: Duplex): void {
  socket.once('data', (part) => {
    if (String(part).startsWith('deaf')) {
      socket.pause();
    }
    socket.end(`<${String(part).split('\n')[0]}>`);
  });
}

describe('a way to the pod', () => {
  let bench: ForwardBench;

  beforeEach(async () => {
    bench = await ForwardBench.start();
    bench.serve(answer);
  });
  afterEach(() => bench.end());

  const opened = () =>
    bench.bench.playground.requests.entries.filter(({ path }) => path.endsWith('/portforward')).length;
  const open = () => bench.bench.playground.server.connections;

  /** What comes back for a text, on a connection that ends well. */
  async function ask(forward: Forward, text: string): Promise<string> {
    const client = await bench.connect(forward);
    client.socket.write(text);
    await until(() => client.ended, `the answer to ${text.slice(0, 10)}`);
    client.socket.end();
    await once(client.socket, 'close');
    return client.text;
  }

  const askMany = (forward: Forward, count: number) =>
    Promise.all(Array.from({ length: count }, (_, index) => ask(forward, `${index}\n`)));

  it('carries one connection after another', async () => {
    const forward = await bench.forward();
    for (let round = 0; round < 20; round += 1) {
      assert.equal(await ask(forward, `${round}\n`), `<${round}>`);
      await pause(10);
    }
    assert.ok(opened() <= 1 + spares, `${opened()} were opened`);
  });

  it('that a burst has opened carries the next one', async () => {
    const forward = await bench.forward();
    const expected = Array.from({ length: 20 }, (_, index) => `<${index}>`);
    for (let round = 0; round < 3; round += 1) {
      assert.deepEqual(await askMany(forward, 20), expected);
      await pause(50);
    }
    assert.ok(opened() <= 20 + spares, `${opened()} were opened`);
  });

  it('is closed when no connection has needed it for a while', async () => {
    const forward = await bench.forward({ timings: { quietMs: 200, spareMs: 300 } });
    await askMany(forward, 10);
    await pause(50);
    const [before, times] = [open(), opened()];
    assert.ok(before >= 10, `${before} are open`);
    // Those that one connection after another does not need go as well.
    for (let round = 0; round < 10; round += 1) {
      await ask(forward, 'again\n');
      await pause(50);
    }
    assert.ok(opened() <= times + spares, `${opened() - times} were opened again`);
    assert.ok(open() < before / 2, `${open()} of ${before} are open`);
    await until(() => open() <= 1, 'the end of all but that of the requests');
  });

  it('carries nothing more after a connection that was not read to its end, and nobody waits for that', async () => {
    const forward = await bench.forward();
    await ask(forward, 'first\n');
    await pause(100);
    for (let round = 0; round < 3; round += 1) {
      assert.equal(await ask(forward, `deaf\n${'x'.repeat(4_000_000)}`), '<deaf>');
    }
    assert.deepEqual(
      await askMany(forward, 10),
      Array.from({ length: 10 }, (_, index) => `<${index}>`),
    );
  });

  it('is given up with a connection that broke', async () => {
    const forward = await bench.forward();
    await ask(forward, 'first\n');
    await pause(100);
    const before = open();
    const client = await bench.connect(forward);
    client.socket.resetAndDestroy();
    await until(() => open() < before, 'the end of the way');
  });

  it('that was given back ends with the forward', async () => {
    const forward = await bench.forward();
    await askMany(forward, 10);
    await pause(50);
    assert.ok(open() >= 10);
    forward.dispose();
    await until(() => open() <= 1, 'the end of all but that of the requests');
  });
});
