import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { KubeClient, WatchEvent } from '../../../src/core/kube/client.ts';
import { KubeError, type KubeErrorKind } from '../../../src/core/kube/error.ts';
import { createKubeClient, type KubeClientOptions } from '../../../src/core/kube/httpClient.ts';
import { resources } from '../../../src/core/kube/resource.ts';
import { ApiServer, contextFor, json, refuse } from './apiServer.ts';

describe('HTTP client', () => {
  let server: ApiServer;
  const clients: KubeClient[] = [];

  const client = (options: KubeClientOptions = {}, url = server.url) => {
    const made = createKubeClient(contextFor(url, { token: 's3cret-token' }), { environment: {}, ...options });
    clients.push(made);
    return made;
  };
  const failure = async (promise: Promise<unknown>, kind: KubeErrorKind): Promise<KubeError> => {
    const error = await promise.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(KubeError.is(error), String(error));
    assert.equal(error.kind, kind, error.message);
    return error;
  };
  const get = (made: KubeClient) => made.get(resources.pods, 'ns', 'a');
  const collect = async (events: AsyncIterable<WatchEvent>) => {
    const seen: WatchEvent[] = [];
    for await (const event of events) {
      seen.push(event);
    }
    return seen;
  };

  beforeEach(async () => {
    server = await ApiServer.start();
  });

  afterEach(async () => {
    for (const made of clients.splice(0)) {
      made.close();
    }
    await server.close();
  });

  it('asks for what it is told', async () => {
    server.script = (_call, response) =>
      json(response, { metadata: { resourceVersion: '5' }, items: [{ metadata: { name: 'a' } }, 'nonsense', null] });
    const list = await client().list(resources.statefulsets, undefined, {
      query: { labelSelector: 'app=vcluster', limit: 2, continue: undefined },
    });
    assert.deepEqual(list, { metadata: { resourceVersion: '5' }, items: [{ metadata: { name: 'a' } }] });
    const [call] = server.calls;
    assert.equal(call?.path, '/apis/apps/v1/statefulsets');
    assert.deepEqual(call?.query, { labelSelector: 'app=vcluster', limit: '2' });
    assert.equal(call?.headers.accept, 'application/json');
  });

  it('takes a list without items for an empty one', async () => {
    server.script = (_call, response) => json(response, { metadata: {}, items: null });
    assert.deepEqual((await client().list(resources.pods, 'ns')).items, []);
  });

  it('sends a body of a given kind', async () => {
    server.script = (call, response) => json(response, { got: JSON.parse(call.body) });
    const answer = await client().request(
      'PATCH',
      '/api/v1/namespaces/ns/pods/a',
      { x: 'ü' },
      { contentType: 'application/merge-patch+json' },
    );
    assert.deepEqual(answer, { got: { x: 'ü' } });
    assert.equal(server.calls[0]?.headers['content-type'], 'application/merge-patch+json');
  });

  it('asks for metadata only, without whole objects as an alternative, and strips what comes anyway', async () => {
    const secret = {
      kind: 'Secret',
      metadata: {
        name: 's',
        annotations: { mine: '1', 'kubectl.kubernetes.io/last-applied-configuration': '{"data":{}}' },
      },
      data: { password: 'eA==' },
      stringData: { password: 'x' },
    };
    const stripped = { kind: 'Secret', metadata: { name: 's', annotations: { mine: '1' } } };
    const made = client();
    server.script = (call, response) =>
      call.query['watch']
        ? void response.end(JSON.stringify({ type: 'ADDED', object: secret }))
        : json(response, call.path.endsWith('/s') ? secret : { metadata: {}, items: [secret] });
    assert.deepEqual(await made.get(resources.secrets, 'ns', 's', { metadataOnly: true }), stripped);
    assert.deepEqual((await made.list(resources.secrets, 'ns', { metadataOnly: true })).items, [stripped]);
    assert.deepEqual((await collect(made.watch(resources.secrets, 'ns', { metadataOnly: true })))[0]?.object, stripped);
    assert.deepEqual(
      server.calls.map((call) => call.headers.accept),
      ['PartialObjectMetadata', 'PartialObjectMetadataList', 'PartialObjectMetadata'].map(
        (as) => `application/json;as=${as};g=meta.k8s.io;v=v1`,
      ),
    );
    assert.deepEqual(await made.get(resources.secrets, 'ns', 's'), secret);
  });

  it('unpacks gzip, and asks for it unless the server is on this computer', async () => {
    server.script = (call, response) =>
      json2(
        response,
        gzipSync(JSON.stringify({ metadata: { name: 'ü' } })),
        { 'content-encoding': 'gzip' },
        call.headers['accept-encoding'],
      );
    assert.equal((await get(client({ gzip: true }))).metadata?.name, 'ü');
    await get(client());
    assert.deepEqual(
      server.calls.map((call) => call.headers['accept-encoding']),
      ['gzip', undefined],
    );
  });

  it('sorts answers by what to do about them', async () => {
    const made = client();
    const rows: readonly [number, KubeErrorKind][] = [
      [400, 'invalid'],
      [401, 'unauthorized'],
      [403, 'forbidden'],
      [404, 'notFound'],
      [405, 'invalid'],
      [409, 'conflict'],
      [410, 'expired'],
      [422, 'invalid'],
      [429, 'throttled'],
      [500, 'server'],
      [503, 'server'],
    ];
    for (const [status, kind] of rows) {
      server.script = (_call, response) => refuse(response, status);
      const error = await failure(get(made), kind);
      assert.equal(error.detail.status, status);
      assert.equal(error.detail.reason, `Reason${status}`);
    }
  });

  it('says which permission a 403 is about', async () => {
    server.script = (_call, response) => refuse(response, 403);
    const made = client();
    const error = await failure(made.list(resources.statefulsets, undefined), 'forbidden');
    assert.deepEqual(error.detail.permission, { verb: 'list', group: 'apps', resource: 'statefulsets' });
    assert.match(error.message, /list statefulsets\.apps in the whole cluster/u);
    const watch = await failure(collect(made.watch(resources.pods, 'ns')), 'forbidden');
    assert.deepEqual(watch.detail.permission, { verb: 'watch', group: '', resource: 'pods', namespace: 'ns' });
    const log = await failure(made.request('GET', '/api/v1/namespaces/ns/pods/a/log'), 'forbidden');
    assert.deepEqual(log.detail.permission, { verb: 'get', group: '', resource: 'pods/log', namespace: 'ns' });
  });

  it('reads Retry-After in seconds and as a date', async () => {
    const made = client();
    server.script = (_call, response) => void response.writeHead(429, { 'retry-after': '7' }).end('Too many requests');
    assert.equal((await failure(get(made), 'throttled')).detail.retryAfterMs, 7000);
    server.script = (_call, response) =>
      refuse(response, 503, 'soon', { 'retry-after': new Date(Date.now() + 20_000).toUTCString() });
    const { retryAfterMs = 0 } = (await failure(get(made), 'server')).detail;
    assert.ok(retryAfterMs > 18_000 && retryAfterMs <= 20_000, String(retryAfterMs));
  });

  it('makes the texts of servers harmless and short, and never shows credentials', async () => {
    server.script = (_call, response) =>
      refuse(response, 409, `\u001b[31mred\u001b[0m \u202eevil\nnext ${'x'.repeat(900)}`);
    const error = await failure(get(client()), 'conflict');
    assert.match(error.message, /red \ufffdevil next x/u);
    assert.ok(error.message.length < 620);
    assert.ok(!JSON.stringify([error, String(error.stack), String(error.cause)]).includes('s3cret'));
  });

  it('knows what is not Kubernetes', async () => {
    const made = client();
    const scripts: readonly ((response: ServerResponse) => unknown)[] = [
      (response) => response.end('<!doctype html><title>Sign in</title>'),
      (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"metadata": {'),
      (response) => response.end(''),
      (response) => response.end('[]'),
      (response) => response.writeHead(302, { location: 'https://elsewhere/' }).end(),
      (response) => response.writeHead(403, { 'content-type': 'text/html' }).end('<html>blocked</html>'),
      (response) => response.socket?.end('SSH-2.0-OpenSSH_9.0\r\n'),
    ];
    for (const script of scripts) {
      server.script = (_call, response) => void script(response);
      await failure(get(made), 'notKubernetes');
    }
    await failure(made.list(resources.pods, undefined), 'notKubernetes');
  });

  it('gives up on a reply that never ends: by size, by time, and when told to', async () => {
    server.script = async (_call, response) => {
      while (!response.destroyed) {
        response.write('x'.repeat(65_536));
        await pause(1);
      }
    };
    await failure(get(client({ maxBodyBytes: 2 ** 20 })), 'notKubernetes');
    await failure(get(client({ timeoutMs: 100 })), 'timeout');
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 50);
    await failure(client().get(resources.pods, 'ns', 'a', { signal: abort.signal }), 'cancelled');
    const bomb = gzipSync(Buffer.alloc(8 * 2 ** 20));
    server.script = (_call, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    await failure(get(client({ maxBodyBytes: 2 ** 20 })), 'notKubernetes');
  });

  it('tells silence, refusal, unknown names and a broken connection apart', async () => {
    server.script = () => undefined;
    await failure(get(client({ timeoutMs: 50 })), 'timeout');
    assert.match((await failure(get(client({}, 'http://127.0.0.1:1')), 'unreachable')).message, /refuses/u);
    assert.match((await failure(get(client({}, 'http://no-such-host.invalid')), 'unreachable')).message, /not known/u);
    server.script = (_call, response) => void response.writeHead(200).write('{"met', () => response.destroy());
    await failure(get(client()), 'unreachable');
  });

  it('repeats a read once on a connection that the server closed meanwhile', async () => {
    const made = client();
    let first = true;
    server.script = (_call, response) => {
      if (first) {
        first = false;
        response.destroy();
      } else {
        json(response, { metadata: {} });
      }
    };
    await get(made);
    first = true;
    await failure(made.request('POST', '/api/v1/namespaces', {}), 'unreachable');
  });

  it('watches: lines over chunks and characters over chunks', async () => {
    const event = { type: 'ADDED', object: { metadata: { name: 'zürich-日本-🚀' } } };
    const bytes = Buffer.from(`${JSON.stringify(event)}\n\n${JSON.stringify(event)}\r\n${JSON.stringify(event)}`);
    server.script = async (_call, response) => {
      for (const byte of bytes) {
        response.write(Buffer.of(byte));
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    };
    let opened = 0;
    const onOpen = () => {
      opened += 1;
    };
    assert.deepEqual(await collect(client().watch(resources.pods, 'ns', { query: { resourceVersion: '7' }, onOpen })), [
      event,
      event,
      event,
    ]);
    assert.equal(opened, 1);
    assert.deepEqual(server.calls[0]?.query, { resourceVersion: '7', watch: 'true' });
  });

  it('ends a watch with the error that the server sends, or with what is wrong with its lines', async () => {
    const made = client({ maxLineBytes: 1000 });
    const watch = (body: string) => {
      server.script = (_call, response) => void response.end(body);
      return collect(made.watch(resources.pods, 'ns'));
    };
    await failure(
      watch(JSON.stringify({ type: 'ERROR', object: { kind: 'Status', code: 410, message: 'too old' } })),
      'expired',
    );
    await failure(watch(JSON.stringify({ type: 'ERROR', object: {} })), 'server');
    await failure(watch('{"type": "ADDED", "object": {"met'), 'notKubernetes');
    await failure(watch('{"type": 5}\n'), 'notKubernetes');
    await failure(watch('x'.repeat(5000)), 'notKubernetes');
  });

  it('breaks a watch off when told to, and when the client is closed', async () => {
    server.script = (_call, response) => void response.write('{"type":"BOOKMARK","object":{}}\n');
    const abort = new AbortController();
    const made = client();
    const one = collect(made.watch(resources.pods, 'ns', { signal: abort.signal }));
    const two = collect(made.watch(resources.pods, 'ns'));
    setTimeout(() => abort.abort(), 50);
    await failure(one, 'cancelled');
    made.close();
    await failure(two, 'cancelled');
    await failure(get(made), 'cancelled');
  });

  it('leaves no connection behind when the consumer of a watch stops', async () => {
    let closed = false;
    server.script = (_call, response) => {
      response.on('close', () => {
        closed = true;
      });
      response.write('{"type":"BOOKMARK","object":{}}\n');
    };
    for await (const _event of client().watch(resources.pods, 'ns')) {
      break;
    }
    await pause(50);
    assert.ok(closed);
  });

  it('streams text as it comes', async () => {
    const text = 'eins\nzwö\n';
    server.script = async (_call, response) => {
      for (const byte of Buffer.from(text)) {
        response.write(Buffer.of(byte));
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    };
    let seen = '';
    for await (const chunk of client().stream('/api/v1/namespaces/ns/pods/a/log', { query: { follow: true } })) {
      seen += chunk;
    }
    assert.equal(seen, text);
    assert.deepEqual(server.calls[0]?.query, { follow: 'true' });
  });
});

function json2(
  response: ServerResponse,
  packed: Buffer,
  headers: Record<string, string>,
  accepts: string | undefined,
): void {
  if (accepts === undefined) {
    json(response, { metadata: {} });
    return;
  }
  response.writeHead(200, headers);
  response.end(packed);
}
