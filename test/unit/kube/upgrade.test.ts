import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import type { KubeClient } from '../../../src/core/kube/client.ts';
import { KubeError, type KubeErrorKind } from '../../../src/core/kube/error.ts';
import { createKubeClient } from '../../../src/core/kube/httpClient.ts';
import type { KubeconfigUser } from '../../../src/core/kubeconfig/model.ts';
import { until } from '../playground/harness.ts';
import { contextFor, pem, pemData } from './apiServer.ts';

const path = '/api/v1/namespaces/team/pods/web-0/portforward';

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

describe('upgrade', () => {
  let server: Server;
  let client: KubeClient;
  const asked: Asked[] = [];
  const sockets: Duplex[] = [];
  /** The status and the body of the next answers; 101 once there is none left. */
  const answers: [number, string][] = [];

  const status = (code: number, message: string, reason = '') =>
    JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, message, reason });
  const url = () => `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clientFor = (user: Partial<KubeconfigUser>) =>
    createKubeClient(contextFor(url(), user, { caData: pemData('ca.crt') }), { environment: {} });
  const failure = async (promise: Promise<unknown>, kind: KubeErrorKind): Promise<KubeError> => {
    const error = await promise.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(KubeError.is(error, kind), String(error));
    return error;
  };
  const upgrade = (signal?: AbortSignal) =>
    client.upgrade('POST', path, 'SPDY/3.1', { headers: { 'x-stream': 'one' }, ...(signal ? { signal } : {}) });

  beforeEach(async () => {
    asked.length = 0;
    answers.length = 0;
    server = createServer({ key: readFileSync(pem('server.key')), cert: readFileSync(pem('server.crt')) });
    server.on('connection', (socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
    });
    server.on('upgrade', (request, socket) => {
      socket.on('error', () => undefined);
      asked.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
      const [code, body] = answers.shift() ?? [101, ''];
      if (code === 0) {
        return;
      }
      if (code === 101) {
        socket.write(
          'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nX-Stream: one\r\n\r\nfirst',
        );
        socket.pipe(socket);
      } else {
        const type = body.startsWith('{') ? 'application/json' : 'text/plain';
        socket.end(`HTTP/1.1 ${code} No\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    client = clientFor({ token: 's3cret' });
  });
  afterEach(async () => {
    client.close();
    for (const socket of sockets.splice(0)) {
      socket.destroy();
    }
    await new Promise((resolve) => server.close(resolve));
  });

  it('gives a connection that goes on in the other protocol', async () => {
    const { socket, headers } = await upgrade();
    assert.equal(headers['x-stream'], 'one');
    let text = '';
    socket.on('data', (part) => {
      text += String(part);
    });
    socket.write(' second');
    await until(() => text === 'first second', 'the echo');
    const [request] = asked;
    assert.deepEqual([request?.method, request?.url], ['POST', path]);
    assert.deepEqual(
      ['upgrade', 'x-stream', 'authorization'].map((name) => request?.headers[name]),
      ['SPDY/3.1', 'one', 'Bearer s3cret'],
    );
    client.close();
    await pause(20);
    socket.write(' third');
    await until(() => text === 'first second third', 'an echo after the client was closed');
    socket.destroy();
  });

  it('says what the server said instead', async () => {
    answers.push([403, status(403, 'pods "web-0" is forbidden', 'Forbidden')]);
    const forbidden = await failure(upgrade(), 'forbidden');
    assert.deepEqual(forbidden.detail.permission, {
      verb: 'create',
      group: '',
      resource: 'pods/portforward',
      namespace: 'team',
    });
    answers.push([404, status(404, 'pods "web-0" not found', 'NotFound')]);
    assert.match((await failure(upgrade(), 'notFound')).message, /pods "web-0" not found/u);
    answers.push([500, 'unable to forward port because pod is not running']);
    assert.match((await failure(upgrade(), 'server')).message, /because pod is not running/u);
    answers.push([400, status(400, 'Upgrade request required', 'BadRequest')]);
    await failure(upgrade(), 'invalid');
    answers.push([200, '<html>Please sign in</html>']);
    await failure(upgrade(), 'notKubernetes');
  });

  it('asks for the credentials again after a 401', async () => {
    const script =
      'console.log(JSON.stringify({ apiVersion: process.env.V, kind: "ExecCredential", status: { token: String(process.hrtime.bigint()) } }))';
    const apiVersion = 'client.authentication.k8s.io/v1';
    const exec = {
      apiVersion,
      command: process.execPath,
      args: ['-e', script],
      env: [{ name: 'V', value: apiVersion }],
      interactiveMode: 'Never',
      provideClusterInfo: false,
    };
    client.close();
    client = clientFor({ exec });
    answers.push([401, status(401, 'Unauthorized')]);
    const { socket } = await upgrade();
    socket.destroy();
    assert.equal(asked.length, 2);
    assert.notEqual(asked[0]?.headers['authorization'], asked[1]?.headers['authorization']);
    answers.push([401, status(401, 'Unauthorized')], [401, status(401, 'Unauthorized')]);
    await failure(upgrade(), 'unauthorized');
  });

  it('ends with the signal', async () => {
    answers.push([0, '']);
    const controller = new AbortController();
    const waiting = upgrade(controller.signal);
    await until(() => asked.length === 1, 'the request');
    controller.abort();
    await failure(waiting, 'cancelled');
    await failure(upgrade(AbortSignal.abort()), 'cancelled');
    answers.push([0, '']);
    await failure(client.upgrade('POST', path, 'SPDY/3.1', { timeoutMs: 50 }), 'timeout');
  });

  it('resumes the TLS session of the connection before', async () => {
    const reused: boolean[] = [];
    for (let round = 0; round < 3; round += 1) {
      const { socket } = await upgrade();
      reused.push((socket as TLSSocket).isSessionReused());
      await new Promise((resolve) => socket.once('data', resolve));
      socket.destroy();
      globalThis.gc?.();
    }
    const many = await Promise.all(Array.from({ length: 20 }, () => upgrade()));
    assert.deepEqual(reused, [false, true, true]);
    assert.ok(many.every(({ socket }) => (socket as TLSSocket).isSessionReused()));
    for (const { socket } of many) {
      socket.destroy();
    }
  });
});
