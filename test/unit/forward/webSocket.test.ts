import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Duplex, duplexPair } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { WebSocketStream } from '../../../src/core/forward/webSocketStream.ts';
import { settled } from '../playground/forwardBench.ts';
import { until } from '../playground/harness.ts';
import { ForwardBench } from './forwardBench.ts';

/** A proxy that knows WebSockets and no other upgrade: it passes such a request on without asking for the upgrade. */
async function webSocketOnlyProxy(target: string): Promise<{ server: Server; url: string; seen: string[] }> {
  const seen: string[] = [];
  const pass = (incoming: IncomingMessage, upgrade: boolean) => {
    const { upgrade: wanted, connection, ...headers } = incoming.headers;
    seen.push(`${incoming.method} ${wanted ?? ''}`);
    const given = upgrade ? incoming.headers : headers;
    return request(target + incoming.url, { method: incoming.method ?? 'GET', headers: given });
  };
  const server = createServer((incoming, response) => {
    const outgoing = pass(incoming, false);
    outgoing.once('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(outgoing);
  });
  server.on('upgrade', (incoming, socket) => {
    const isWebSocket = incoming.headers.upgrade === 'websocket';
    const outgoing = pass(incoming, isWebSocket);
    outgoing.once('upgrade', (answer, upstream) => {
      const headers = answer.rawHeaders.map((part, index) => (index % 2 === 0 ? `${part}: ` : `${part}\r\n`)).join('');
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${headers}\r\n`);
      upstream.pipe(socket).pipe(upstream);
      upstream.on('error', () => socket.destroy());
      socket.on('error', () => upstream.destroy());
    });
    outgoing.once('response', async (answer) => {
      let body = '';
      for await (const part of answer) {
        body += part;
      }
      socket.end(
        `HTTP/1.1 ${answer.statusCode} No\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
    });
    outgoing.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

describe('forward through a proxy that knows only WebSockets', () => {
  let bench: ForwardBench;

  beforeEach(async () => {
    bench = await ForwardBench.start();
  });
  afterEach(() => bench.end());

  it('finds the other way, and remembers it', async () => {
    bench.serve((socket) => socket.pipe(socket));
    const proxy = await webSocketOnlyProxy(bench.bench.playground.server.url);
    const client = bench.makeClient(proxy.url);
    const forward = await bench.forward({ client: () => client });
    const big = Buffer.alloc(2_000_000, 'x').toString();
    for (let round = 0; round < 2; round += 1) {
      const local = await bench.connect(forward);
      local.socket.end(big);
      await until(() => local.ended, 'the echo');
      assert.ok(local.text === big);
    }
    assert.equal(proxy.seen.filter((line) => line === 'POST SPDY/3.1').length, 1);
    assert.ok(proxy.seen.filter((line) => line === 'GET websocket').length >= 2);
    assert.equal(forward.state.state, 'ready');
    forward.dispose();
    client.close();
    proxy.server.closeAllConnections();
    proxy.server.close();
  });

  it('names the permission that the WebSocket lacks', async () => {
    const rules = [{ verbs: ['create'], apiGroups: [''], resources: ['pods/portforward'] }];
    const token = bench.bench.playground.tokens.issue({ user: 'jane', rules });
    const proxy = await webSocketOnlyProxy(bench.bench.playground.server.url);
    const client = bench.makeClient(proxy.url, token);
    const forward = await bench.forward({ client: () => client });
    const local = await bench.connect(forward);
    await until(() => local.broken === 'ECONNRESET', 'the reset');
    assert.match(forward.lastError ?? '', /^Not allowed to get pods\/portforward/u);
    client.close();
    proxy.server.closeAllConnections();
    proxy.server.close();
  });
});

describe('WebSocket stream', () => {
  const peers = new WebSocketServer({ noServer: true });
  let stream: WebSocketStream;
  let peer: WebSocket;
  let far: Duplex;

  beforeEach(async () => {
    const [near, other] = duplexPair();
    far = other;
    const headers = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-key': Buffer.alloc(16).toString('base64'),
      'sec-websocket-version': '13',
    };
    const incoming = { method: 'GET', headers, url: '/' } as unknown as IncomingMessage;
    // `ws` asks for what only a socket has.
    const socket = Object.assign(far, { setTimeout() {}, setNoDelay() {} });
    peer = await new Promise<WebSocket>((resolve) => {
      peers.handleUpgrade(incoming, socket, Buffer.alloc(0), resolve);
    });
    // The answer to the upgrade, which somebody else has read.
    await new Promise((resolve) => near.once('readable', resolve));
    near.read();
    stream = new WebSocketStream(near);
    stream.on('error', () => undefined);
  });

  it('carries bytes both ways, whatever the size of the messages', async () => {
    const got: Buffer[] = [];
    stream.on('data', (part: Buffer) => got.push(part));
    const sent: Buffer[] = [];
    for (const size of [0, 1, 125, 126, 127, 65_535, 65_536, 200_000]) {
      const message = Buffer.alloc(size, String(size));
      sent.push(message);
      peer.send(message);
    }
    const all = Buffer.concat(sent);
    await until(() => Buffer.concat(got).length === all.length, 'all');
    assert.ok(Buffer.concat(got).equals(all));
    const received: Buffer[] = [];
    peer.on('message', (data: Buffer) => received.push(data));
    for (const message of sent) {
      stream.write(message);
    }
    await until(() => Buffer.concat(received).length === all.length, 'all');
    assert.ok(Buffer.concat(received).equals(all));
  });

  it('answers pings, and ends with the other side', async () => {
    let pong = '';
    peer.on('pong', (data) => {
      pong = String(data);
    });
    peer.ping('are you there');
    await until(() => pong === 'are you there', 'the pong');
    stream.resume();
    peer.close(1000);
    await until(() => stream.destroyed, 'the end');
  });

  it('closes the WebSocket when it ends', async () => {
    let code = 0;
    peer.on('close', (given) => {
      code = given;
    });
    stream.end();
    await until(() => code === 1000, 'the close');
  });

  it('is not sent more than it reads', async () => {
    const chunk = Buffer.alloc(100_000);
    for (let sent = 0; sent < 50; sent += 1) {
      peer.send(chunk);
    }
    await settled(() => peer.bufferedAmount);
    assert.ok(far.writableLength > 3e6, `${far.writableLength} bytes wait`);
    assert.ok(stream.readableLength < 1e6);
    let read = 0;
    stream.on('data', (part: Buffer) => {
      read += part.length;
    });
    await until(() => read === 50 * chunk.length, 'all');
  });

  it('breaks when the other side breaks the protocol', async () => {
    stream.resume();
    far.write(Buffer.from([0x82, 0xff, 0, 0]));
    await until(() => stream.destroyed, 'the end');
    assert.match(stream.errored?.message ?? '', /breaks its protocol/u);
  });
});
