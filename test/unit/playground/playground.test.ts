import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPlayground } from '../../../src/core/playground/playground.ts';
import { startBench } from './harness.ts';

describe('playground', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'playground-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('writes a kubeconfig of its own that only its user can read', async () => {
    const playground = await startPlayground({ folder, fleet: 'empty' });
    try {
      assert.equal((await stat(playground.kubeconfigPath)).mode & 0o777, 0o600);
      const config = JSON.parse(await readFile(playground.kubeconfigPath, 'utf8'));
      assert.equal(config['current-context'], 'vcluster-playground');
      assert.equal(config.clusters[0].cluster.server, playground.server.url);
      assert.equal(config.users[0].user.token, playground.token);
    } finally {
      await playground.stop();
    }
  });

  it('serves TLS with the certificate that its kubeconfig trusts', async () => {
    const playground = await startPlayground({ folder, fleet: 'empty' });
    try {
      const config = JSON.parse(await readFile(playground.kubeconfigPath, 'utf8'));
      const ca = Buffer.from(config.clusters[0].cluster['certificate-authority-data'], 'base64');
      const status = (options: object) =>
        new Promise((resolve, reject) => {
          get(`${playground.server.url}/readyz`, { agent: false, ...options }, (reply) => {
            reply.resume();
            resolve(reply.statusCode);
          }).on('error', reject);
        });
      assert.equal(await status({ ca }), 200);
      await assert.rejects(status({}), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    } finally {
      await playground.stop();
    }
  });

  it('leaves nothing behind: no file, no connection, no folder that was not there', async () => {
    const inner = join(folder, 'made');
    const playground = await startPlayground({ folder: inner, fleet: 'sample', tls: false, live: { everyMs: 5 } });
    const reply = await fetch(`${playground.server.url}/api/v1/pods?watch=true`, {
      headers: { authorization: `Bearer ${playground.token}` },
    });
    const ended = assert.rejects(async () => {
      for await (const _chunk of reply.body ?? []);
    });
    assert.equal(playground.server.connections, 1);
    await playground.stop();
    await ended;
    assert.deepEqual(await readdir(folder), []);
    assert.equal(playground.server.connections, 0);
    await assert.rejects(fetch(`${playground.server.url}/readyz`), TypeError);
    const { version } = playground.store;
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.equal(playground.store.version, version);
    await playground.stop();
  });

  it('keeps what else is in its folder', async () => {
    await mkdir(join(folder, 'x'));
    await writeFile(join(folder, 'config'), 'mine');
    await (await startPlayground({ folder, fleet: 'empty', tls: false })).stop();
    assert.deepEqual((await readdir(folder)).sort(), ['config', 'x']);
  });

  it('rejects a port that is taken and leaves nothing behind', async () => {
    const bench = await startBench();
    try {
      await assert.rejects(startPlayground({ folder, fleet: 'empty', port: bench.playground.server.port }), {
        code: 'EADDRINUSE',
      });
      assert.deepEqual(await readdir(folder), []);
    } finally {
      await bench.end();
    }
  });

  it('tells what it serves, plainly and in one answer', async () => {
    const bench = await startBench();
    try {
      const groups = (await bench.call('GET', '/apis')).body['groups'] as readonly { name: string }[];
      assert.ok(groups.some(({ name }) => name === 'apps'));
      const apps = (await bench.call('GET', '/apis/apps/v1')).body['resources'] as readonly { name: string }[];
      assert.ok(apps.some(({ name }) => name === 'statefulsets/scale'));
      const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';
      const all = await bench.call('GET', '/apis', undefined, { accept });
      assert.equal(
        all.headers.get('content-type'),
        'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
      );
      const document = await bench.call('GET', '/openapi/v3/apis/apps/v1');
      assert.match(document.text, /fieldValidation/);
      assert.equal((await bench.call('GET', '/openapi/v3/nonsense')).status, 404);
    } finally {
      await bench.end();
    }
  });
});
