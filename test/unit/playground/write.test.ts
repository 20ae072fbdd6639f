import assert from 'node:assert/strict';
import { resources } from '../../../src/core/kube/resource.ts';
import { type Bench, configMap, startBench, until, workload } from './harness.ts';

describe('playground writes', () => {
  let bench: Bench;
  const path = '/api/v1/namespaces/default/configmaps';
  const patchAs = (type: string, name: string, patch: unknown, query = '') =>
    bench.call('PATCH', `${path}/${name}${query}`, patch, { 'content-type': `application/${type}` });

  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench.end());

  it('create with what only the server can say', async () => {
    const { status, body } = await bench.call('POST', path, {
      metadata: { generateName: 'a-', managedFields: [{}] },
      data: { x: '1' },
    });
    assert.equal(status, 201);
    assert.match(body.metadata?.name ?? '', /^a-[a-z0-9]{5}$/);
    assert.match(body.metadata?.uid ?? '', /^[0-9a-f-]{36}$/);
    assert.match(body.metadata?.creationTimestamp ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.equal(body.metadata?.['managedFields'], undefined);
    assert.deepEqual([body.kind, body.metadata?.namespace], ['ConfigMap', 'default']);
  });

  it('refuse what is there, what has no namespace, and bad names', async () => {
    await bench.call('POST', path, configMap('a'));
    const again = await bench.call('POST', path, configMap('a'));
    assert.deepEqual(
      [again.status, again.body['reason'], again.body['message']],
      [409, 'AlreadyExists', 'configmaps "a" already exists'],
    );
    const nowhere = await bench.call('POST', '/api/v1/namespaces/nope/configmaps', { metadata: { name: 'a' } });
    assert.deepEqual([nowhere.status, nowhere.body['message']], [404, 'namespaces "nope" not found']);
    const bad = await bench.call('POST', path, { metadata: { name: 'Not_A_Name' } });
    assert.deepEqual([bad.status, bad.body['reason']], [422, 'Invalid']);
    const label = await bench.call('POST', path, { metadata: { name: 'b', labels: { app: 'no spaces' } } });
    assert.equal(label.status, 422);
    const kind = await bench.call('POST', path, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'b' } });
    assert.equal(kind.status, 400);
    assert.equal((await bench.call('POST', path, '{"meta')).status, 400);
  });

  it('refuse a workload whose selector does not fit its template', async () => {
    const object = workload('StatefulSet', 'db', 1);
    const { status, body } = await bench.call('POST', '/apis/apps/v1/namespaces/default/statefulsets', {
      ...object,
      spec: { ...(object['spec'] as object), selector: { matchLabels: { app: 'other' } } },
    });
    assert.equal(status, 422);
    assert.match(String(body['message']), /selector/);
  });

  it('keep nothing of a dry run', async () => {
    const { store, api } = bench.playground;
    const namespaces = api.list(resources.namespaces).map(({ metadata }) => metadata?.name ?? '');
    // What a new cluster writes by itself is not to be taken for a trace.
    const isReady = (name: string) => api.find(resources.serviceaccounts, name, 'default') !== undefined;
    await until(() => namespaces.every(isReady), 'the rest of a new cluster');
    const version = store.version;
    assert.equal((await bench.call('POST', `${path}?dryRun=All`, configMap('a'))).status, 201);
    assert.equal((await bench.call('GET', `${path}/a`)).status, 404);
    bench.playground.api.create(configMap('a'));
    assert.deepEqual((await patchAs('merge-patch+json', 'a', { data: { x: '1' } }, '?dryRun=All')).body['data'], {
      x: '1',
    });
    assert.equal((await bench.call('DELETE', `${path}/a?dryRun=All`)).status, 200);
    assert.deepEqual((await bench.call('GET', `${path}/a`)).body['data'], {});
    assert.equal(store.version, version + 1);
    assert.equal((await bench.call('DELETE', `${path}/a?dryRun=Some`)).status, 400);
  });

  it('update only what was read last', async () => {
    const { body } = await bench.call('POST', path, configMap('a'));
    const changed = { ...body, data: { x: '1' } };
    assert.equal((await bench.call('PUT', `${path}/a`, changed)).status, 200);
    const stale = await bench.call('PUT', `${path}/a`, { ...changed, data: { x: '2' } });
    assert.deepEqual([stale.status, stale.body['reason']], [409, 'Conflict']);
    const { resourceVersion: _version, ...unconditional } = changed.metadata ?? {};
    assert.equal(
      (await bench.call('PUT', `${path}/a`, { ...changed, metadata: unconditional, data: { x: '3' } })).status,
      200,
    );
  });

  it('give no new version to a write that changes nothing', async () => {
    const { body } = await bench.call('POST', path, configMap('a', { app: 'web' }));
    const same = await patchAs('merge-patch+json', 'a', { metadata: { labels: { app: 'web' } } });
    assert.equal(same.body.metadata?.resourceVersion, body.metadata?.resourceVersion);
  });

  it('patch in all four ways', async () => {
    await bench.call('POST', path, configMap('a', {}, { x: '1', y: '2' }));
    assert.deepEqual((await patchAs('merge-patch+json', 'a', { data: { x: null, z: '3' } })).body['data'], {
      y: '2',
      z: '3',
    });
    const operations = [
      { op: 'test', path: '/data/y', value: '2' },
      { op: 'add', path: '/metadata/labels/a~1b', value: 'c' },
      { op: 'move', from: '/data/y', path: '/data/w' },
    ];
    const json = await patchAs('json-patch+json', 'a', operations);
    assert.deepEqual([json.body['data'], json.body.metadata?.labels], [{ z: '3', w: '2' }, { 'a/b': 'c' }]);
    assert.equal((await patchAs('json-patch+json', 'a', [{ op: 'remove', path: '/data/none' }])).status, 422);
    assert.equal((await patchAs('strategic-merge-patch+json', 'a', { data: { q: '1' } })).status, 200);
    const applied = await patchAs(
      'apply-patch+yaml',
      'new',
      { apiVersion: 'v1', kind: 'ConfigMap', data: { k: 'v' } },
      '?fieldManager=test',
    );
    assert.deepEqual([applied.status, applied.body.metadata?.name], [201, 'new']);
    assert.equal((await patchAs('apply-patch+yaml', 'new', {})).status, 422);
    assert.equal((await patchAs('xml', 'a', {})).status, 415);
    assert.equal((await patchAs('merge-patch+json', 'none', {})).status, 404);
  });

  it('turn stringData of a Secret into data', async () => {
    const secrets = '/api/v1/namespaces/default/secrets';
    const { body } = await bench.call('POST', secrets, { metadata: { name: 's' }, stringData: { a: 'b' } });
    assert.deepEqual([body['data'], body['stringData'], body['type']], [{ a: 'Yg==' }, undefined, 'Opaque']);
  });

  it('keep status and spec apart, and count generations', async () => {
    const { api } = bench.playground;
    const sets = '/apis/apps/v1/namespaces/default/statefulsets';
    api.create(workload('StatefulSet', 'db', 0));
    const main = await bench.call(
      'PATCH',
      `${sets}/db`,
      { status: { replicas: 9 }, spec: { replicas: 2 } },
      { 'content-type': 'application/merge-patch+json' },
    );
    assert.equal(main.body.metadata?.['generation'], 2);
    assert.equal((main.body['status'] as { replicas: number }).replicas, 0);
    const status = await bench.call(
      'PATCH',
      `${sets}/db/status`,
      { status: { replicas: 1 }, spec: { replicas: 5 } },
      { 'content-type': 'application/merge-patch+json' },
    );
    assert.equal(status.body.metadata?.['generation'], 2);
    assert.equal((status.body['spec'] as { replicas: number }).replicas, 2);
  });

  it('scale through the subresource', async () => {
    bench.playground.api.create(workload('Deployment', 'web', 1));
    const scale = '/apis/apps/v1/namespaces/default/deployments/web/scale';
    const { body } = await bench.call('GET', scale);
    assert.deepEqual([body.kind, body['spec']], ['Scale', { replicas: 1 }]);
    const unconditional = { ...body, metadata: { name: 'web' }, spec: { replicas: 3 } };
    assert.deepEqual((await bench.call('PUT', scale, unconditional)).body['spec'], { replicas: 3 });
    assert.equal((await bench.call('PUT', scale, { ...body, spec: { replicas: 4 } })).status, 409);
    const deployment = bench.playground.api.get(resources.deployments, 'default', 'web');
    assert.equal((deployment['spec'] as { replicas: number }).replicas, 3);
  });

  it('delete only what the preconditions say, and answer with a Status', async () => {
    const { body } = await bench.call('POST', path, configMap('a'));
    const wrong = await bench.call('DELETE', `${path}/a`, { preconditions: { uid: 'other' } });
    assert.deepEqual([wrong.status, wrong.body['reason']], [409, 'Conflict']);
    const right = await bench.call('DELETE', `${path}/a`, { preconditions: { uid: body.metadata?.uid } });
    assert.deepEqual([right.status, right.body.kind, right.body['status']], [200, 'Status', 'Success']);
    assert.equal((await bench.call('DELETE', `${path}/a`)).status, 404);
  });

  it('wait for finalizers', async () => {
    await bench.call('POST', path, { metadata: { name: 'a', finalizers: ['example.com/wait'] } });
    const marked = await bench.call('DELETE', `${path}/a`);
    assert.ok(marked.body.metadata?.deletionTimestamp);
    assert.equal((await bench.call('GET', `${path}/a`)).status, 200);
    await patchAs('merge-patch+json', 'a', { metadata: { finalizers: null } });
    assert.equal((await bench.call('GET', `${path}/a`)).status, 404);
  });

  it('answer 404 and 405 where nothing is and where nothing can be done', async () => {
    assert.equal((await bench.call('GET', '/apis/storage.loft.sh/v1')).status, 404);
    assert.equal((await bench.call('GET', '/api/v1/namespaces/default/nonsense')).status, 404);
    assert.equal((await bench.call('POST', `${path}/a`, {})).status, 405);
    assert.equal((await bench.call('GET', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews')).status, 405);
    assert.equal((await bench.call('PUT', `${path}/none`, configMap('none'))).status, 404);
    assert.equal((await bench.call('POST', path, configMap('a'), { 'content-type': 'text/plain' })).status, 415);
    assert.equal((await bench.call('POST', path, configMap('a', {}, { x: 'y'.repeat(4_000_000) }))).status, 413);
  });
});
