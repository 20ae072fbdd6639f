import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createProxy } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, connect, createServer as createPlain, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { KubeClient } from '../../../src/core/kube/client.ts';
import { KubeError, type KubeErrorKind } from '../../../src/core/kube/error.ts';
import { createKubeClient } from '../../../src/core/kube/httpClient.ts';
import type { KubeconfigCluster, KubeconfigUser } from '../../../src/core/kubeconfig/model.ts';
import { contextFor, pem, pemData } from '../kube/apiServer.ts';
import { until } from '../playground/harness.ts';

describe('The TLS session of upgraded connections', () => {
  let server: ReturnType<typeof createServer>;
  const clients: KubeClient[] = [];
  const open = new Set<Duplex>();
  /** Common names in the certificates of the clients, in the order of the connections. */
  const names: (string | undefined)[] = [];

  const portOf = (one: Server) => (one.address() as AddressInfo).port;
  const listen = (one: Server) => new Promise<void>((done) => one.listen(0, '127.0.0.1', done));
  const keep = <S extends Duplex>(socket: S): S => {
    open.add(socket);
    return socket.on('error', () => undefined);
  };
  const client = (
    user: Partial<KubeconfigUser> = {},
    cluster: Partial<KubeconfigCluster> = {},
    port = portOf(server),
  ) => {
    const context = contextFor(`https://127.0.0.1:${port}`, user, { caData: pemData('ca.crt'), ...cluster });
    const made = createKubeClient(context, { environment: {} });
    clients.push(made);
    return made;
  };
  const upgraded = async (by: KubeClient): Promise<TLSSocket> => {
    const { socket } = await by.upgrade('POST', '/x', 'SPDY/3.1', { timeoutMs: 5_000 });
    return keep(socket as TLSSocket);
  };
  /** Whether a connection went on with a session. It is closed once the server has offered one to go on with. */
  const resumes = async (by: KubeClient): Promise<boolean> => {
    const socket = await upgraded(by);
    await new Promise((resolve) => socket.once('data', resolve));
    const reused = socket.isSessionReused();
    socket.destroy();
    return reused;
  };
  const failsAs = (kind: KubeErrorKind, promise: Promise<unknown>) =>
    assert.rejects(promise, (error) => KubeError.is(error, kind) || assert.fail(String(error)));

  beforeEach(async () => {
    names.length = 0;
    server = createServer({
      key: readFileSync(pem('server.key')),
      cert: readFileSync(pem('server.crt')),
      ca: readFileSync(pem('ca.crt')),
      requestCert: true,
      rejectUnauthorized: false,
    });
    server.on('connection', keep);
    server.on('upgrade', (request, socket) => {
      names.push((request.socket as TLSSocket).getPeerCertificate().subject?.CN?.toString());
      keep(socket).write('HTTP/1.1 101 Go on\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\nfirst');
    });
    await listen(server);
  });

  afterEach(async () => {
    for (const one of clients.splice(0)) {
      one.close();
    }
    for (const socket of open) {
      socket.destroy();
    }
    open.clear();
    await new Promise((resolve) => server.close(resolve));
  });

  it('is gone on with, by a shorter key exchange', async () => {
    const one = client();
    assert.equal(await resumes(one), false);
    const socket = await upgraded(one);
    assert.equal(socket.isSessionReused(), true);
    assert.deepEqual(socket.getEphemeralKeyInfo(), { type: 'ECDH', name: 'X25519', size: 253 });
  });

  it('is begun anew, from the beginning, when the server does not know it any more', async () => {
    const one = client();
    await resumes(one);
    server.setTicketKeys(randomBytes(48));
    assert.deepEqual([await resumes(one), await resumes(one), await resumes(one)], [false, false, true]);
  });

  it('is that of one client alone', async () => {
    await resumes(client());
    assert.equal(await resumes(client()), false);
  });

  it('ends with the certificate that it was opened with', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tls-session-'));
    const [certFile, keyFile] = [join(folder, 'cert'), join(folder, 'key')];
    const renew = (name: string) => {
      copyFileSync(pem(`${name}.crt`), certFile);
      copyFileSync(pem(`${name}.key`), keyFile);
    };
    try {
      renew('client');
      const one = client({ certFile, keyFile });
      assert.deepEqual([await resumes(one), await resumes(one)], [false, true]);
      renew('client-renewed');
      assert.deepEqual([await resumes(one), await resumes(one)], [false, true]);
      assert.deepEqual(names, ['admin', 'admin', 'renewed', 'renewed']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is not what a server is trusted by', async () => {
    await failsAs('tls', upgraded(client({}, { caData: pemData('other-ca.crt') })));
    await failsAs('tls', upgraded(client({}, { tlsServerName: 'another.example.test' })));
  });

  it('is waited for no longer than the signal or the time allows', async () => {
    const silent = createPlain((socket) => keep(socket).resume());
    await listen(silent);
    const closed = () => [...open].every((socket) => socket.destroyed);
    try {
      const one = client({}, {}, portOf(silent));
      const controller = new AbortController();
      const waiting = failsAs('cancelled', one.upgrade('POST', '/x', 'SPDY/3.1', { signal: controller.signal }));
      await until(() => open.size === 1, 'the connection');
      controller.abort();
      await waiting;
      await failsAs('timeout', one.upgrade('POST', '/x', 'SPDY/3.1', { timeoutMs: 50 }));
      await until(closed, 'the end of both connections');
    } finally {
      silent.close();
    }
    await failsAs('unreachable', upgraded(client({}, {}, 1)));
  });

  it('is not needed through a proxy', async () => {
    const proxy = createProxy();
    proxy.on('connection', keep);
    proxy.on('connect', (_request, socket) => {
      const onward = keep(connect(portOf(server), '127.0.0.1'));
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(keep(socket)).pipe(onward);
    });
    await listen(proxy);
    try {
      const socket = await upgraded(client({}, { proxyUrl: `http://127.0.0.1:${portOf(proxy)}` }));
      const [first] = await socket.take(1).toArray();
      assert.equal(String(first), 'first');
    } finally {
      proxy.close();
    }
  });
});
