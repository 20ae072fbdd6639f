import assert from 'node:assert/strict';
import { type AddressInfo, connect, createServer } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { OperationError } from '../../../src/core/base/operationError.ts';
import { KubeError } from '../../../src/core/kube/error.ts';
import { settled } from '../playground/forwardBench.ts';
import { until } from '../playground/harness.ts';
import { ForwardBench } from './forwardBench.ts';

/** Answers with all that came, once it has ended. */
function echoAtEnd(socket: Duplex): void {
  let text = '';
  socket.on('data', (part) => {
    text += String(part);
  });
  socket.on('end', () => socket.end(`<${text}>`));
}

/** Answers a line, and ends without waiting for the other side. */
function answerLine(socket: Duplex): void {
  socket.once('data', (part) => setTimeout(() => socket.end(`<${String(part).trim()}>`), 30));
}

describe('forward', () => {
  let bench: ForwardBench;

  beforeEach(async () => {
    bench = await ForwardBench.start();
  });
  afterEach(() => bench.end());

  it('carries each connection to the pod, whole, and counts', async () => {
    bench.serve((socket) => socket.pipe(socket));
    const forward = await bench.forward();
    const clients = await Promise.all(Array.from({ length: 20 }, () => bench.connect(forward)));
    const big = Buffer.alloc(300_000, 'x').toString();
    for (const [index, client] of clients.entries()) {
      client.socket.end(`${index}:${big}`);
    }
    await until(() => clients.every(({ ended }) => ended), 'the ends');
    assert.ok(clients.every(({ text }, index) => text === `${index}:${big}`));
    await until(() => forward.stats.open === 0, 'the end of all');
    const bytes = clients.reduce((sum, client) => sum + client.bytes, 0);
    assert.deepEqual(forward.stats, { open: 0, total: 20, bytesIn: bytes, bytesOut: bytes, reconnects: 0 });
    assert.deepEqual(forward.state, { state: 'ready' });
    assert.equal(bench.log.length, 1);
  });

  it('contacts nobody before the first connection', async () => {
    await bench.forward();
    await pause(50);
    assert.equal(bench.bench.playground.requests.entries.length, 0);
  });

  it('lets the local half end first, at once where that is asked for', async () => {
    bench.serve(echoAtEnd);
    const forward = await bench.forward({ halfClose: 'immediate', timings: { quietMs: 60_000 } });
    const client = await bench.connect(forward);
    client.socket.end('request');
    await until(() => client.ended, 'the answer');
    assert.equal(client.text, '<request>');
  });

  it('holds the end of the local half while an answer may come, but not for ever', async () => {
    const ends: number[] = [];
    bench.serve((socket) => {
      socket.on('end', () => ends.push(performance.now()));
      answerLine(socket);
    });
    const forward = await bench.forward({ timings: { quietMs: 60_000 } });
    const client = await bench.connect(forward);
    client.socket.end('request\n');
    await until(() => client.ended, 'the answer');
    assert.equal(client.text, '<request>');

    bench.serve(echoAtEnd);
    const patient = await bench.forward({ timings: { quietMs: 100 } });
    const started = performance.now();
    const waiting = await bench.connect(patient);
    waiting.socket.end('request');
    await until(() => waiting.ended, 'the answer after the end was passed on');
    assert.equal(waiting.text, '<request>');
    assert.ok(performance.now() - started > 95);
  });

  it('lets the pod end first, and resets whoever goes on sending to it', async () => {
    bench.serve((socket) => socket.end('bye'));
    const forward = await bench.forward();
    const [polite, rude] = [await bench.connect(forward), await bench.connect(forward)];
    await until(() => polite.ended && rude.ended, 'the end of the pod');
    assert.deepEqual([polite.text, rude.text], ['bye', 'bye']);
    polite.socket.end();
    rude.socket.write('hello?');
    await until(() => forward.stats.open === 0, 'the end');
    rude.socket.write('hello?');
    await until(() => rude.broken === 'EPIPE' || rude.broken === 'ECONNRESET', 'the reset');
    assert.equal(polite.broken, undefined);
  });

  it('ends the connection to a port that refuses, says why once, and goes on', async () => {
    const serving = bench.serve((socket) => socket.pipe(socket));
    const forward = await bench.forward();
    const good = await bench.connect(forward);
    good.socket.write('one ');
    await until(() => good.text === 'one ', 'the echo');
    serving.dispose();
    for (let round = 0; round < 3; round += 1) {
      const bad = await bench.connect(forward);
      bad.socket.write('hello');
      await until(() => bad.broken !== undefined, 'the reset');
      assert.equal(bad.broken, 'ECONNRESET');
    }
    assert.equal(forward.state.state, 'waiting');
    assert.match(forward.lastError ?? '', /^Port 5432 of the pod web ended a connection: .*connection refused$/u);
    assert.equal(bench.log.filter((line) => line.includes('refused')).length, 1);
    good.socket.end('two');
    await until(() => good.ended, 'the end of the good one');
    assert.equal(good.text, 'one two');
    bench.serve((socket) => socket.pipe(socket));
    const next = await bench.connect(forward);
    next.socket.end('back');
    await until(() => next.ended, 'the next one');
    assert.deepEqual([forward.state.state, forward.stats.reconnects], ['ready', 1]);
  });

  it('breaks the pod connection when the local one breaks, and the other way round', async () => {
    const open: Duplex[] = [];
    bench.serve((socket) => {
      open.push(socket);
      socket.resume();
    });
    const forward = await bench.forward();
    const [first, second] = [await bench.connect(forward), await bench.connect(forward)];
    await until(() => open.length === 2, 'the connections');
    first.socket.resetAndDestroy();
    await until(() => open.some(({ destroyed }) => destroyed), 'the end in the pod');
    for (const socket of open) {
      socket.destroy();
    }
    await until(() => second.broken === 'ECONNRESET', 'the local reset');
    await until(() => forward.stats.open === 0, 'the end');
  });

  it('holds back whoever writes more than is read, both ways, and nobody else', async () => {
    const chunk = Buffer.alloc(256 * 1024, 'x');
    let pushed = 0;
    let target: Duplex | undefined;
    bench.serve((socket) => {
      socket.once('data', (part) => {
        if (String(part) === 'echo') {
          socket.end('echo');
          return;
        }
        target = socket.pause();
        const push = () => {
          do {
            pushed += chunk.length;
          } while (!socket.destroyed && pushed < 1e9 && socket.write(chunk));
        };
        socket.on('drain', push);
        push();
      });
    });
    const forward = await bench.forward();
    const stalled = await bench.connect(forward, { reading: false });
    stalled.socket.write('push');
    await until(() => pushed > 0, 'the pushing');
    await settled(() => pushed);
    assert.ok(pushed < 64e6, `${pushed} bytes were taken from the pod`);
    for (let sent = 0; sent < 96; sent += 1) {
      stalled.socket.write(chunk);
    }
    const waiting = await settled(() => stalled.socket.writableLength);
    assert.ok(waiting > 4e6, `only ${waiting} bytes wait at the client`);
    const other = await bench.connect(forward);
    other.socket.write('echo');
    await until(() => other.text === 'echo', 'the other connection');
    let read = 0;
    target?.on('data', (part: Buffer) => {
      read += part.length;
    });
    target?.resume();
    await until(() => read === 96 * chunk.length, 'all that was sent');
  });

  it('keeps its port, and does not take one that is in use', async () => {
    const forward = await bench.forward();
    await assert.rejects(bench.forward({ port: forward.port }), (error) => {
      assert.ok(OperationError.is(error, 'portTaken'));
      return error.message.includes(String(forward.port));
    });
    forward.dispose();
    const again = await bench.forward({ port: forward.port });
    assert.equal(again.port, forward.port);
  });

  it('ends every connection when it is disposed of', async () => {
    const open: Duplex[] = [];
    bench.serve((socket) => {
      open.push(socket);
    });
    const forward = await bench.forward();
    const client = await bench.connect(forward);
    await until(() => open.length === 1, 'the connection');
    forward.dispose();
    forward.dispose();
    await until(() => open[0]?.destroyed === true, 'the end in the pod');
    await until(() => client.socket.destroyed || client.ended || client.broken !== undefined, 'the local end');
    await until(() => bench.bench.playground.server.connections <= 1, 'no connection but the idle one');
  });

  it('gives up at once what does not heal by itself', async () => {
    const token = bench.bench.playground.tokens.issue({ user: 'jane', rules: [] });
    const poor = bench.makeClient(undefined, token);
    const forward = await bench.forward({ client: () => poor });
    const client = await bench.connect(forward);
    await until(() => client.broken === 'ECONNRESET', 'the reset');
    assert.match(forward.lastError ?? '', /^Not allowed to create pods\/portforward in namespace default\./u);
    poor.close();
  });

  it('gives up what took too long, with the reason', async () => {
    const forward = await bench.forward({
      readyTimeoutMs: 80,
      resolve: async (signal, onWait) => {
        onWait('The pod web is not ready (ContainerCreating, 0/1).');
        await pause(10_000, undefined, { signal });
        return bench.target();
      },
    });
    const client = await bench.connect(forward);
    await until(() => client.broken === 'ECONNRESET', 'the reset');
    assert.equal(
      forward.state.state === 'waiting' && forward.state.why,
      'The pod web is not ready (ContainerCreating, 0/1).',
    );
    assert.match(bench.log.at(-1) ?? '', /was given up: The pod web is not ready/u);
  });

  it('holds connections while the API server is away, and asks the client of the moment', async () => {
    bench.serve((socket) => socket.pipe(socket));
    const { server } = bench.bench.playground;
    const clients = [bench.makeClient(), bench.makeClient()];
    let current = clients[0];
    const forward = await bench.forward({ client: () => current ?? bench.client });
    const states: string[] = [];
    forward.onDidChange(() => {
      if (states.at(-1) !== forward.state.state) {
        states.push(forward.state.state);
      }
    });
    const before = await bench.connect(forward);
    before.socket.write('a');
    await until(() => before.text === 'a', 'the echo');
    await server.close();
    await until(() => before.broken === 'ECONNRESET', 'the reset');
    const during = await Promise.all([bench.connect(forward), bench.connect(forward), bench.connect(forward)]);
    for (const client of during) {
      client.socket.write('held');
    }
    await until(() => forward.state.state === 'waiting', 'the waiting');
    await pause(200);
    current = clients[1];
    await server.listen();
    await until(() => during.every(({ text }) => text === 'held'), 'what was held');
    assert.deepEqual(states.slice(-2), ['waiting', 'ready']);
    assert.equal(forward.stats.reconnects, 1);
    for (const client of clients) {
      client.close();
    }
  });

  it('resets connections whose way to the pod has gone silent, and keeps those that are only quiet', async () => {
    bench.serve((socket) => socket.pipe(socket));
    const upstream = Number(new URL(bench.bench.playground.server.url).port);
    let frozen = false;
    const proxy = createServer((near) => {
      const far = connect(upstream, '127.0.0.1');
      near.on('data', (part) => frozen || far.write(part)).on('error', () => undefined);
      far.on('data', (part) => frozen || near.write(part)).on('error', () => undefined);
      near.on('close', () => far.destroy());
      far.on('close', () => near.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const client = bench.makeClient(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
    const forward = await bench.forward({ client: () => client, timings: { heartbeatMs: 40 } });
    const quiet = await bench.connect(forward);
    quiet.socket.write('a');
    await until(() => quiet.text === 'a', 'the echo');
    await pause(300);
    assert.deepEqual([quiet.broken, forward.stats.open], [undefined, 1]);
    frozen = true;
    await until(() => quiet.broken === 'ECONNRESET', 'the reset');
    assert.match(forward.lastError ?? '', /^The connection to the pod web was lost\./u);
    forward.dispose();
    client.close();
    proxy.close();
  });

  it('does not go on for a local side that has left', async () => {
    let aborted = false;
    const forward = await bench.forward({
      resolve: async (signal) => {
        await pause(10_000, undefined, { signal }).catch(() => {
          aborted = true;
        });
        throw new KubeError('cancelled', 'Cancelled.');
      },
    });
    const client = await bench.connect(forward);
    await pause(20);
    client.socket.resetAndDestroy();
    await until(() => aborted, 'the end of the search');
    assert.equal(forward.stats.open, 0);
    assert.deepEqual(bench.log, []);
  });

  it('tells of bytes at most so often', async () => {
    bench.serve((socket) => socket.pipe(socket));
    const forward = await bench.forward({ timings: { changesMs: 100 } });
    let changes = 0;
    forward.onDidChange(() => {
      changes += 1;
    });
    const client = await bench.connect(forward);
    for (let round = 0; round < 30; round += 1) {
      client.socket.write('x');
      await pause(10);
    }
    await pause(120);
    assert.ok(changes >= 3 && changes <= 6, `${changes} changes`);
    const rested = changes;
    await pause(150);
    assert.equal(changes, rested);
  });
});
