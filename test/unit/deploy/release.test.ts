import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { OperationError } from '../../../src/core/base/operationError.ts';
import { readHelmRecord } from '../../../src/core/deploy/helmRecord.ts';
import { discardInterruption, readRelease } from '../../../src/core/deploy/release.ts';
import type { KubeClient } from '../../../src/core/kube/client.ts';
import type { KubeObject } from '../../../src/core/kube/resource.ts';
import type { Bench } from '../playground/harness.ts';
import { helmSecret, secretOf } from './helmSecret.ts';
import { type ClientBench, startClientBench } from './playgroundClient.ts';

const address = { context: 'c', namespace: 'team-web', name: 'web' };
const { signal } = new AbortController();

describe('reading the release of a vcluster', () => {
  let own: ClientBench;
  let bench: Bench;
  let client: KubeClient;

  beforeEach(async () => {
    own = await startClientBench();
    ({ bench, client } = own);
    await put('/api/v1/namespaces', { metadata: { name: 'team-web' } });
  });

  afterEach(() => own.end());

  const put = (path: string, object: unknown) => own.create(path, object);

  const store = (secret: KubeObject) => put('/api/v1/namespaces/team-web/secrets', secret);

  it('gives what the user gave, of the deployed revision', async () => {
    await store(helmSecret({ revision: 9, status: 'superseded', config: { a: 0 } }));
    await store(
      helmSecret({ revision: 10, config: { z: 'yes', sync: { toHost: { pods: { enabled: true } } }, a: 1 } }),
    );
    await store(helmSecret({ name: 'webb', revision: 11, config: { other: true } }));
    const { source, record, values, interruption } = await readRelease(client, address, signal);
    assert.equal(source, 'helm');
    assert.equal(record?.revision, 10);
    assert.deepEqual(record?.chart, { name: 'vcluster', version: '0.36.1' });
    assert.equal(record?.deployedAt, '2026-01-02T03:04:05.678Z');
    assert.equal(values, "a: 1\nsync:\n  toHost:\n    pods:\n      enabled: true\nz: 'yes'\n");
    assert.equal(interruption, undefined);
  });

  for (const [status, blocks, message] of [
    ['pending-install', true, /installation of web did not end/u],
    ['pending-upgrade', true, /upgrade of web to revision 2 did not end/u],
    ['failed', false, /revision 2, failed/u],
    ['uninstalling', false, /being deleted, which did not end/u],
  ] as const) {
    it(`tells of a revision that is ${status}`, async () => {
      await store(helmSecret({ revision: 1, config: { a: 1 } }));
      await store(helmSecret({ revision: 2, status, config: { a: 2 } }));
      const { record, interruption } = await readRelease(client, address, signal);
      assert.equal(record?.revision, 1, 'the deployed one counts');
      assert.equal(interruption?.blocks, blocks);
      assert.match(interruption?.message ?? '', message);
    });
  }

  it('takes a half-done revision away, if it still is that', async () => {
    await store(helmSecret({ status: 'pending-install' }));
    const { record, interruption } = await readRelease(client, address, signal);
    assert.equal(record?.status, 'pending-install');
    assert.ok(interruption);
    const path = `/api/v1/namespaces/team-web/secrets/${interruption.secret.name}`;
    const finished = { metadata: { labels: { status: 'deployed' } } };
    await bench.call('PATCH', path, finished, { 'content-type': 'application/merge-patch+json' });
    await discardInterruption(client, address, interruption, signal);
    assert.equal((await bench.call('GET', path)).status, 200, 'it has come to its end meanwhile');
    await bench.call(
      'PATCH',
      path,
      { metadata: { labels: { status: 'pending-install' } } },
      { 'content-type': 'application/merge-patch+json' },
    );
    await discardInterruption(client, address, interruption, signal);
    assert.equal((await bench.call('GET', path)).status, 404);
    await discardInterruption(client, address, interruption, signal);
  });

  it('leaves a revision that comes to its end just then', async () => {
    await store(helmSecret({ status: 'pending-upgrade' }));
    const { interruption } = await readRelease(client, address, signal);
    assert.ok(interruption);
    const path = `/api/v1/namespaces/team-web/secrets/${interruption.secret.name}`;
    const finished = { metadata: { labels: { status: 'deployed' } } };
    const late: KubeClient = {
      ...client,
      context: client.context,
      get: async (...parameters) => {
        const seen = await client.get(...parameters);
        await bench.call('PATCH', path, finished, { 'content-type': 'application/merge-patch+json' });
        return seen;
      },
      request: (...parameters) => client.request(...parameters),
    };
    await discardInterruption(late, address, interruption, signal);
    assert.equal((await bench.call('GET', path)).status, 200);
  });

  it('falls back to the configuration of the current generation', async () => {
    const text = 'controlPlane:\n  service: {spec: {type: NodePort}}\n';
    const data = { 'config.yaml': Buffer.from(text).toString('base64') };
    await put('/api/v1/namespaces/team-web/secrets', { metadata: { name: 'vc-config-web' }, data });
    const release = await readRelease(client, address, signal);
    assert.deepEqual(release, {
      source: 'config',
      values: 'controlPlane:\n  service:\n    spec:\n      type: NodePort\n',
    });
  });

  it('says that nothing is known', async () => {
    assert.deepEqual(await readRelease(client, address, signal), { source: 'none', values: '' });
  });

  it('reads one Secret whole and the rest as metadata', async () => {
    await store(helmSecret({ revision: 1, status: 'superseded' }));
    await store(helmSecret({ revision: 2 }));
    const before = bench.playground.requests.entries.length;
    await readRelease(client, address, signal);
    assert.equal(bench.playground.requests.entries.length - before, 2);
  });

  const broken: readonly (readonly [what: string, secret: KubeObject, message: RegExp])[] = [
    ['is empty', { ...helmSecret(), data: {} }, /it is empty/u],
    ['is no gzip', secretOf(Buffer.from('hello')), /it is damaged/u],
    ['is cut', secretOf(gzipSync(JSON.stringify({ name: 'web' })).subarray(0, 20)), /it is damaged/u],
    ['is a bomb', secretOf(gzipSync(Buffer.alloc(80 * 2 ** 20, 0x20))), /it is too large/u],
    ['is JSON null', secretOf(gzipSync('null')), /not a release of this namespace/u],
    [
      'is of another namespace',
      { ...helmSecret({ namespace: 'else' }), metadata: { name: 'x', namespace: 'team-web' } },
      /not a release/u,
    ],
  ];
  for (const [what, secret, message] of broken) {
    it(`refuses a record that ${what}`, async () => {
      await assert.rejects(readHelmRecord(secret), (error) => {
        assert.ok(OperationError.is(error, 'invalid'));
        assert.match(error.message, message);
        return true;
      });
    });
  }

  it('reads a record that is not packed', async () => {
    const json = JSON.stringify({ name: 'web', namespace: 'team-web', version: 3, config: { a: 1 } });
    assert.equal((await readHelmRecord(secretOf(Buffer.from(json)))).values, 'a: 1\n');
  });
});
