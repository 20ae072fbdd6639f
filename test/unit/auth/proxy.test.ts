import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { type Environment, proxyFor, withoutPassword } from '../../../src/core/auth/proxy.ts';
import { KubeError } from '../../../src/core/kube/error.ts';
import { createKubeClient } from '../../../src/core/kube/httpClient.ts';
import { resources } from '../../../src/core/kube/resource.ts';
import { ApiServer, contextFor, json, pemData } from '../kube/apiServer.ts';

describe('proxyFor', () => {
  const through = (server: string, environment: Environment, proxyUrl?: string) =>
    proxyFor(new URL(server), proxyUrl, environment);

  it('takes proxy-url of the cluster before anything else', () => {
    assert.equal(through('https://api', { HTTPS_PROXY: 'http://env', NO_PROXY: '*' }, 'socks5://own'), 'socks5://own');
  });

  it('takes the variable for the scheme, in capitals first, and no ALL_PROXY', () => {
    const environment = {
      HTTPS_PROXY: 'https://s:1',
      https_proxy: 'x',
      http_proxy: 'plain:2',
      ALL_PROXY: 'http://all',
    };
    assert.equal(through('https://api', environment), 'https://s:1');
    assert.equal(through('http://api', environment), 'http://plain:2');
    assert.equal(through('https://api', { ALL_PROXY: 'http://all' }), undefined);
  });

  it('never proxies this computer', () => {
    for (const host of ['localhost', '127.0.0.1', '127.8.9.1', '[::1]']) {
      assert.equal(through(`https://${host}:6443`, { HTTPS_PROXY: 'http://p' }), undefined, host);
    }
  });

  it('obeys NO_PROXY as Go does', () => {
    const rows: readonly [string, string, boolean][] = [
      ['https://api.example.test', '*', false],
      ['https://api.example.test', 'example.test', false],
      ['https://example.test', 'example.test', false],
      ['https://notexample.test', 'example.test', true],
      ['https://api.example.test', '.example.test', false],
      ['https://example.test', '.example.test', true],
      ['https://api.example.test', 'other, *.example.test', false],
      ['https://API.example.test', 'api.EXAMPLE.test', false],
      ['https://api.example.test:6443', 'api.example.test:6443', false],
      ['https://api.example.test:6443', 'api.example.test:443', true],
      ['https://api.example.test', 'api.example.test:443', false],
      ['https://10.1.2.3:6443', '10.0.0.0/8', false],
      ['https://11.1.2.3:6443', '10.0.0.0/8', true],
      ['https://10.1.2.3:6443', '10.1.2.3', false],
      ['https://[fd00::1]:6443', 'fd00::/8', false],
      ['https://[fd00::1]:6443', '[fd00::1]:6443', false],
      ['https://10.1.2.3', '10.0.0.0/99,/,10.0.0.0/', true],
    ];
    for (const [server, NO_PROXY, proxied] of rows) {
      assert.equal(
        through(server, { HTTPS_PROXY: 'http://p', NO_PROXY }),
        proxied ? 'http://p' : undefined,
        `${server} ${NO_PROXY}`,
      );
    }
  });

  it('shows a proxy without its password', () => {
    assert.equal(withoutPassword('http://user:s3cret@proxy:3128/x'), 'http://proxy:3128');
    assert.equal(withoutPassword('no url'), '?');
  });
});

describe('A proxy', () => {
  let server: ApiServer;
  let tunnels: { readonly to: string | undefined; readonly authorization: string | undefined }[];
  let answer: string;
  const sockets = new Set<Socket>();
  const proxy = createServer();

  before(async () => {
    proxy.on('connection', (socket: Socket) => sockets.add(socket));
    proxy.on('connect', (request, socket) => {
      tunnels.push({ to: request.url, authorization: request.headers['proxy-authorization'] });
      if (!answer.includes('200')) {
        socket.end(`HTTP/1.1 ${answer}\r\n\r\n`);
        return;
      }
      const onward = connect(server.port, '127.0.0.1', () => {
        socket.write(`HTTP/1.1 ${answer}\r\n\r\n`);
        onward.pipe(socket).pipe(onward);
      });
      for (const end of [onward, socket]) {
        end.on('error', () => undefined);
      }
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  });

  beforeEach(async () => {
    tunnels = [];
    answer = '200 OK';
    server = await ApiServer.start((_call, response) => json(response, { metadata: {} }), true);
  });

  afterEach(() => server.close());
  after(async () => {
    for (const socket of sockets) {
      socket.destroy();
    }
    await new Promise((resolve) => proxy.close(resolve));
  });

  const url = (login = '') => `http://${login}127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  async function ask(proxyUrl: string | undefined, environment: Environment, host = 'https://api.example.test:6443') {
    const cluster = { caData: pemData('ca.crt'), ...(proxyUrl === undefined ? {} : { proxyUrl }) };
    const client = createKubeClient(
      contextFor(host, { certData: pemData('client.crt'), keyData: pemData('client.key') }, cluster),
      { environment },
    );
    try {
      await client.get(resources.pods, 'ns', 'a');
    } finally {
      client.close();
    }
  }

  it('is used when the cluster names one, with TLS and client certificate end to end', async () => {
    await ask(url('me:s3cret@'), {});
    assert.deepEqual(tunnels, [
      { to: 'api.example.test:6443', authorization: `Basic ${Buffer.from('me:s3cret').toString('base64')}` },
    ]);
    assert.equal(server.calls[0]?.clientName, 'admin');
  });

  it('is taken from HTTPS_PROXY, but not for what NO_PROXY names', async () => {
    await ask(undefined, { HTTPS_PROXY: url() });
    assert.equal(tunnels.length, 1);
    await ask(undefined, { HTTPS_PROXY: url(), NO_PROXY: '127.0.0.0/8' }, server.url);
    assert.equal(tunnels.length, 1);
    assert.equal(server.calls.length, 2);
  });

  it('that refuses or is gone is named in the error, without its password', async () => {
    const explains = (error: unknown) =>
      KubeError.is(error, 'unreachable') &&
      error.message.includes('127.0.0.1') &&
      /proxy/u.test(error.message) &&
      !error.message.includes('s3cret');
    answer = '407 Proxy Authentication Required';
    await assert.rejects(ask(url('me:s3cret@'), {}), explains);
    await assert.rejects(ask('http://me:s3cret@127.0.0.1:1', {}), explains);
  });
});
