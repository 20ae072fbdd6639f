import assert from 'node:assert/strict';
import type { Duplex } from 'node:stream';
import { createDeflate } from 'node:zlib';
import { createWebSocketStream } from 'ws';
import { resources } from '../../../src/core/kube/resource.ts';
import { spdyDictionary } from '../../../src/core/spdy/dictionary.ts';
import { controlFrame, dataFrame, fin, frameTypes, uint32 } from '../../../src/core/spdy/frame.ts';
import { openTunnel, settled, startForwardBench } from './forwardBench.ts';
import { type Bench, until } from './harness.ts';
import { TunnelClient } from './tunnelClient.ts';

const db = { namespace: 'default', pod: 'web', port: 5432 };
const empty = Buffer.alloc(0);

describe('playground port-forward tunnel', () => {
  let bench: Bench;
  let client: TunnelClient;

  beforeEach(async () => {
    bench = await startForwardBench();
    client = new TunnelClient(createWebSocketStream(await openTunnel(bench), { allowHalfOpen: false }));
  });
  afterEach(async () => {
    client.transport.destroy();
    await bench.end();
  });

  it('compresses with the dictionary of the specification', async () => {
    assert.equal(spdyDictionary.length, 1423);
    const deflate = createDeflate({ dictionary: spdyDictionary });
    const first = new Promise<Buffer>((resolve) => deflate.once('data', resolve));
    deflate.end('x');
    assert.equal((await first).subarray(0, 6).toString('hex'), '78bbe3c6a7c2');
  });

  it('lets each side end on its own', async () => {
    bench.playground.ports.serve(db, (socket) => {
      let text = '';
      socket.on('data', (part) => {
        text += String(part);
      });
      socket.on('end', () => socket.end(`all of it: ${text}`));
    });
    const { data, error } = client.connect(5432);
    client.transport.write(dataFrame(data, 0, Buffer.from('one ')));
    client.transport.write(dataFrame(data, 0, Buffer.from('two')));
    await until(() => client.seen(data).replied && client.seen(error).replied, 'the replies');
    assert.equal(client.seen(data).text, '');
    client.transport.write(dataFrame(data, fin, empty));
    await until(() => client.seen(data).ended && client.seen(error).ended, 'the end');
    assert.deepEqual([client.seen(data).text, client.seen(error).text], ['all of it: one two', '']);
  });

  it('goes on sending when the target has ended', async () => {
    let text = '';
    bench.playground.ports.serve(db, (socket) => {
      socket.end('bye');
      socket.on('data', (part) => {
        text += String(part);
      });
    });
    const { data } = client.connect(5432);
    await until(() => client.seen(data).ended, 'the end of the target');
    client.transport.write(dataFrame(data, fin, Buffer.from('last words')));
    await until(() => text === 'last words', 'what came after it');
  });

  it('says why, and resets the data stream, where nothing listens; other connections go on', async () => {
    bench.playground.ports.serve(db, (socket) => socket.pipe(socket));
    const good = client.connect(5432);
    const bad = client.connect(99);
    await until(() => client.seen(bad.data).reset !== undefined, 'the reset');
    assert.match(client.seen(bad.error).text, /^error forwarding port 99 to pod web, .*connection refused$/);
    const all = [good];
    while (all.length < 30) {
      all.push(client.connect(5432));
    }
    for (const { data } of all) {
      client.transport.write(dataFrame(data, fin, Buffer.from(`echo ${data}`)));
    }
    await until(() => all.every(({ data }) => client.seen(data).ended), 'all ends');
    assert.ok(all.every(({ data }) => client.seen(data).text === `echo ${data}`));
  });

  it('breaks the connection to the target when the client resets, and resets when the target breaks', async () => {
    const open: Duplex[] = [];
    bench.playground.ports.serve(db, (socket) => open.push(socket));
    const [first, second] = [client.connect(5432), client.connect(5432)];
    await until(() => open.length === 2, 'the connections');
    client.transport.write(controlFrame(frameTypes.rstStream, 0, uint32(first.data, 5)));
    await until(() => open[0]?.destroyed === true, 'the end of the first');
    open[1]?.destroy();
    await until(() => client.seen(second.data).reset === 5, 'the reset of the second');
  });

  it('answers pings, and hangs up on what is no SPDY', async () => {
    client.transport.write(controlFrame(frameTypes.ping, 0, uint32(7)));
    await until(() => client.pong !== undefined, 'the pong');
    assert.deepEqual(client.pong, uint32(7));
    const junk = Buffer.concat([uint32(1, 0), Buffer.of(0, 0), Buffer.from('no headers')]);
    client.transport.write(controlFrame(frameTypes.synStream, 0, junk));
    await until(() => client.closed, 'the end');
  });

  it('does not read on while a target does not', async () => {
    let target: Duplex | undefined;
    bench.playground.ports.serve(db, (socket) => {
      target = socket;
    });
    const { data } = client.connect(5432);
    const chunk = Buffer.alloc(64 * 1024, 'x');
    for (let sent = 0; sent < 256; sent += 1) {
      client.transport.write(dataFrame(data, 0, chunk));
    }
    const waiting = await settled(() => client.transport.writableLength);
    assert.ok(waiting > 4e6, `only ${waiting} bytes wait at the client`);
    let read = 0;
    target?.on('data', (part: Buffer) => {
      read += part.length;
    });
    await until(() => read === 256 * chunk.length, 'all that was sent');
  });

  it('ends with the pod', async () => {
    let target: Duplex | undefined;
    bench.playground.ports.serve(db, (socket) => {
      target = socket;
    });
    client.connect(5432);
    await until(() => target !== undefined, 'the connection');
    bench.playground.api.delete(resources.pods, 'default', 'web', { gracePeriodSeconds: 0 });
    await until(() => client.closed && target?.destroyed === true, 'the end');
  });
});
