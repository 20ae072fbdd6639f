import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server } from 'node:tls';
import { after, before, describe, it } from 'mocha';
import type { Identity } from '../../../src/core/playground/authentication.ts';
import { CertificateAuthority, type KeyedCertificate } from '../../../src/core/playground/certificate.ts';
import { certified } from '../../../src/core/playground/clientCertificate.ts';

describe('the certificate of a client', () => {
  const authority = new CertificateAuthority('test-ca', Date.now());
  const admin = authority.client('system:admin', 'system:masters');
  let server: Server;
  let seen: (Identity | undefined)[] = [];
  let resumed: boolean[] = [];

  before(async () => {
    const options = { ...authority.server([]), ca: authority.cert, requestCert: true, rejectUnauthorized: false };
    server = createServer(options, (socket) => {
      seen.push(certified(socket));
      resumed.push(socket.isSessionReused());
      socket.end('over');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  after(() => server.close());

  /** Gives the session that was left. */
  async function visit(own: Partial<KeyedCertificate>, session?: Buffer): Promise<Buffer | undefined> {
    const { port } = server.address() as AddressInfo;
    const address = { port, host: '127.0.0.1', ca: authority.cert };
    const socket = connect({ ...address, ...own, ...(session ? { session } : {}) });
    let left: Buffer | undefined;
    socket.on('session', (given) => {
      left = given;
    });
    await once(socket.resume(), 'close');
    return left;
  }

  async function twice(own: Partial<KeyedCertificate>): Promise<readonly (Identity | undefined)[]> {
    seen = [];
    resumed = [];
    await visit(own, await visit(own));
    assert.deepEqual(resumed, [false, true]);
    return seen;
  }

  it('says who it is, also where a session is taken up again', async () => {
    const identity = { user: 'system:admin', groups: ['system:masters', 'system:authenticated'] };
    assert.deepEqual(await twice({ cert: admin.cert, key: admin.key }), [identity, identity]);
  });

  it('says nothing where there is none, also where a session is taken up again', async () => {
    assert.deepEqual(await twice({}), [undefined, undefined]);
  });
});
