import assert from 'node:assert/strict';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { upgradeDirectly } from '../../../src/core/kube/directUpgrade.ts';
import { bodyOf, headIn } from '../../../src/core/kube/httpAnswer.ts';

const yes = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: SPDY/3.1\r\nX-Two: a\r\nx-two:  b \r\n\r\n';

describe('An answer by HTTP', () => {
  it('has a head once that is whole, and what follows it', () => {
    const bytes = Buffer.from(`${yes}more`);
    for (let length = 0; length < yes.length; length += 1) {
      assert.equal(headIn(bytes.subarray(0, length)), undefined, `${length} bytes`);
    }
    const head = headIn(bytes);
    assert.deepEqual([head?.status, { ...head?.headers }], [101, { upgrade: 'SPDY/3.1', 'x-two': 'a, b' }]);
    assert.equal(String(head?.rest), 'more');
  });

  it('is told from what is no HTTP', () => {
    const notHttp = [
      'SSH-2.0-x\r\n',
      '\r\n\r\n',
      'HTTP/2 101 x\r\n\r\n',
      'HTTP/1.1 2000 x\r\n\r\n',
      'HTTP/1.1 200 x\r\na b\r\n\r\n',
    ];
    for (const text of [...notHttp, `HTTP/1.1 200 x\r\na: ${'b'.repeat(70_000)}`]) {
      assert.throws(() => headIn(Buffer.from(text)), { name: 'HTTPParserError' }, text.slice(0, 40));
    }
  });

  it('has a body by its length, in chunks, or up to the end', () => {
    const body = (text: string) => {
      const head = headIn(Buffer.from(`HTTP/1.1 403 No\r\n${text}`));
      assert.ok(head);
      const { body: found, whole } = bodyOf(head);
      return [String(found), whole];
    };
    assert.deepEqual(body('Content-Length: 3\r\n\r\nabcd'), ['abc', true]);
    assert.deepEqual(body('Content-Length: 3\r\n\r\nab'), ['ab', false]);
    assert.deepEqual(body('\r\nab'), ['ab', false]);
    const chunked = 'Transfer-Encoding: chunked\r\n\r\n';
    assert.deepEqual(body(`${chunked}2;x=y\r\nab\r\nA\r\n0123456789\r\n0\r\n\r\n`), ['ab0123456789', true]);
    assert.deepEqual(body(`${chunked}2\r\nab\r\nA\r\n0123`), ['ab0123', false]);
    assert.deepEqual(body(`${chunked}2\r\nab`), ['ab', false]);
  });
});

describe('An upgrade on a connection of its own', () => {
  let server: Server;
  let answer: (socket: Socket) => void;
  let asked = '';

  const dial = (signal: AbortSignal) =>
    new Promise<Socket>((resolve) => {
      const socket = connect({ port: (server.address() as AddressInfo).port, signal }, () => resolve(socket));
      socket.on('error', () => undefined);
    });
  const upgrade = (headers = {}, path = '/a?b=%20') =>
    upgradeDirectly(dial, 'host:1', { method: 'POST', path, upgrade: 'SPDY/3.1', headers }, AbortSignal.timeout(5_000));

  beforeEach(async () => {
    asked = '';
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (part) => {
        asked += part;
        if (asked.endsWith('\r\n\r\n')) {
          answer(socket);
        }
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it('is asked for by HTTP/1.1, and goes on with what came after the head', async () => {
    answer = (socket) => void socket.write(`HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${yes}first`);
    const given = await upgrade({ accept: '*/*', 'impersonate-group': ['a', 'b'] });
    assert.equal(
      asked,
      'POST /a?b=%20 HTTP/1.1\r\nhost: host:1\r\naccept: */*\r\nimpersonate-group: a\r\nimpersonate-group: b\r\n' +
        'connection: Upgrade\r\nupgrade: SPDY/3.1\r\ncontent-length: 0\r\n\r\n',
    );
    assert.ok('socket' in given);
    const [first] = await given.socket.take(1).toArray();
    assert.equal(String(first), 'first');
    given.socket.destroy();
  });

  it('gives what was said instead, whole or not', async () => {
    answer = (socket) => void socket.write('HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno');
    const refused = await upgrade();
    assert.deepEqual('status' in refused && [refused.status, refused.body], [403, 'no']);
    asked = '';
    answer = (socket) => void socket.end('HTTP/1.1 500 No\r\n\r\nbecause');
    const failed = await upgrade();
    assert.deepEqual('status' in failed && [failed.status, failed.body], [500, 'because']);
  });

  it('fails when the server closes before it has answered, or speaks no HTTP', async () => {
    answer = (socket) => socket.end('HTTP/1.1 1');
    await assert.rejects(upgrade(), { code: 'ECONNRESET' });
    asked = '';
    answer = (socket) => void socket.write('220 mail\r\n');
    await assert.rejects(upgrade(), { name: 'HTTPParserError' });
  });

  it('sends nothing that would be read as something else', async () => {
    await assert.rejects(upgrade({ authorization: 'Bearer a\r\nx: y' }), TypeError);
    await assert.rejects(upgrade({}, '/a b'), TypeError);
    assert.equal(asked, '');
  });
});
