import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Forward, startForward } from '../../src/core/forward/forward.ts';
import { resolveSyncerPod } from '../../src/core/forward/syncerPod.ts';
import { RecordingClient } from './recordingClient.ts';
import { hostClient } from './standIn/hostClient.ts';
import { StandIn } from './standIn/standIn.ts';

const podPort = 8443;
const namespace = 'carrier';

/** Answers a line, and ends; a line that begins with `deaf` without reading what comes after it. */
function answer(socket: Socket): void {
  socket.on('error', () => undefined);
  socket.once('data', (part) => {
    const line = String(part).split('\n')[0];
    socket.end(`<${line}>`);
    if (line?.startsWith('deaf')) {
      socket.pause();
    } else {
      socket.resume();
    }
  });
}

async function ask(forward: Forward, line: string, more = 0): Promise<string> {
  const socket = connect({ port: forward.port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => undefined).setTimeout(5_000, () => socket.resetAndDestroy());
  socket.write(`${line}\n`);
  if (more > 0) {
    socket.write(Buffer.alloc(more, 'x'));
  }
  const answered = await text(socket).catch(() => 'no answer');
  socket.destroy();
  return answered;
}

describe('a way to the pod, through a real API server', function () {
  this.timeout(120_000);

  it('is used again, but not where something was left unread', async function () {
    const standIn = await StandIn.start(this.host);
    const server = createServer({ allowHalfOpen: true }, answer).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = new RecordingClient(await hostClient(this.host));
    let forward: Forward | undefined;
    try {
      await standIn.createPod({
        namespace,
        name: 'dev-0',
        labels: { app: 'vcluster', release: 'dev' },
        ports: { [podPort]: `127.0.0.1:${(server.address() as AddressInfo).port}` },
        halfClose: 'propagate',
      });
      forward = await startForward({
        client: () => client,
        resolve: (signal, onWait) => resolveSyncerPod(client, { namespace, name: 'dev' }, podPort, signal, onWait),
        log: { debug() {}, info() {}, warn() {}, error() {} },
      });
      for (let round = 0; round < 30; round += 1) {
        assert.equal(await ask(forward, `${round}`), `<${round}>`);
      }
      assert.ok(client.count('upgrade') <= 5, `${client.count('upgrade')} ways for 30 connections`);
      for (const megabytes of [1, 3, 4, 5, 6, 8, 16]) {
        assert.equal(await ask(forward, 'deaf', megabytes << 20), '<deaf>');
        const started = performance.now();
        for (let next = 0; next < 6; next += 1) {
          assert.equal(await ask(forward, `${next}`), `<${next}>`);
        }
        assert.ok(performance.now() - started < 1_500, `${performance.now() - started} ms after ${megabytes} MiB`);
      }
    } finally {
      forward?.dispose();
      client.close();
      server.close();
      await standIn.stop();
    }
  });
});
