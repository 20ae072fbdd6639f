import assert from 'node:assert/strict';
import { resources } from '../../../src/core/kube/resource.ts';
import { type Bench, configMap, names, startBench } from './harness.ts';

describe('playground lists', () => {
  let bench: Bench;
  const path = '/api/v1/namespaces/default/configmaps';
  const selected = async (selector: string) =>
    names((await bench.call('GET', `${path}?labelSelector=${encodeURIComponent(selector)}`)).body.items);

  before(async () => {
    bench = await startBench();
    const { api } = bench.playground;
    api.create(configMap('a', { app: 'web', tier: 'front' }));
    api.create(configMap('b', { app: 'web' }));
    api.create(configMap('c', { app: 'db' }));
    api.create(configMap('d'));
  });
  after(() => bench.end());

  it('select by labels in every form', async () => {
    assert.deepEqual(await selected('app=web'), ['a', 'b']);
    assert.deepEqual(await selected('app==web,tier!=front'), ['b']);
    assert.deepEqual(await selected('app!=web'), ['c', 'd']);
    assert.deepEqual(await selected('app in (web, db),tier'), ['a']);
    assert.deepEqual(await selected('app notin (web)'), ['c', 'd']);
    assert.deepEqual(await selected('!app'), ['d']);
    assert.deepEqual(await selected('app'), ['a', 'b', 'c']);
  });

  it('answer 400 to a selector that cannot be read and to a field that cannot be selected by', async () => {
    assert.equal((await bench.call('GET', `${path}?labelSelector=${encodeURIComponent('a in b')}`)).status, 400);
    const field = await bench.call('GET', `${path}?fieldSelector=data.x%3D1`);
    assert.equal(field.status, 400);
    assert.equal(field.body['message'], 'field label not supported: data.x');
  });

  it('select by fields', async () => {
    const { items } = (await bench.call('GET', `${path}?fieldSelector=metadata.name!%3Da,metadata.namespace%3Ddefault`))
      .body;
    assert.deepEqual(names(items), ['b', 'c', 'd']);
    const services = (await bench.call('GET', '/api/v1/services?fieldSelector=spec.type%3DLoadBalancer')).body;
    assert.deepEqual(services.items, []);
  });

  it('leave out kind and apiVersion of items, as kube-apiserver does', async () => {
    const { body } = await bench.call('GET', path);
    assert.equal(body.kind, 'ConfigMapList');
    assert.equal(body.items[0]?.kind, undefined);
    assert.equal((await bench.call('GET', `${path}/a`)).body.kind, 'ConfigMap');
  });

  it('page over one moment, whatever changes meanwhile', async () => {
    const first = await bench.call('GET', `${path}?limit=2`);
    const { continue: token, remainingItemCount, resourceVersion } = first.body.metadata as Record<string, unknown>;
    assert.deepEqual([names(first.body.items), remainingItemCount], [['a', 'b'], 2]);
    bench.playground.api.create(configMap('bb'));
    bench.playground.api.delete(resources.configmaps, 'default', 'd');
    const second = await bench.call('GET', `${path}?limit=2&continue=${token}`);
    assert.deepEqual(names(second.body.items), ['c', 'd']);
    assert.equal(second.body.metadata?.resourceVersion, resourceVersion);
    assert.equal(second.body.metadata?.['continue'], undefined);
    bench.playground.api.delete(resources.configmaps, 'default', 'bb');
    bench.playground.api.create(configMap('d'));
  });

  it('answer 410 to a continue token after compaction and 400 to one that is none', async () => {
    const first = await bench.call('GET', `${path}?limit=1`);
    bench.playground.store.advance();
    bench.playground.store.compact();
    const late = await bench.call('GET', `${path}?limit=1&continue=${first.body.metadata?.['continue']}`);
    assert.deepEqual([late.status, late.body['reason']], [410, 'Expired']);
    assert.equal((await bench.call('GET', `${path}?continue=x`)).status, 400);
  });

  it('answer 504 to a version of the future', async () => {
    const reply = await bench.call('GET', `${path}?resourceVersion=99999999`);
    assert.deepEqual([reply.status, reply.body['reason']], [504, 'Timeout']);
  });

  it('give metadata alone when only that is accepted', async () => {
    const accept = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
    const { body } = await bench.call('GET', path, undefined, { accept });
    assert.equal(body.kind, 'PartialObjectMetadataList');
    assert.equal(body.items[0]?.kind, 'PartialObjectMetadata');
    assert.equal(body.items[0]?.['data'], undefined);
  });

  it('give a Table when kubectl asks for it', async () => {
    const { body } = await bench.call('GET', '/api/v1/nodes', undefined, {
      accept: 'application/json;as=Table;v=v1;g=meta.k8s.io',
    });
    const rows = body['rows'] as readonly { cells: readonly unknown[] }[];
    assert.deepEqual([body.kind, rows[0]?.cells.slice(0, 2)], ['Table', ['worker-1', 'Ready']]);
  });

  it('answer 406 when nothing that is accepted can be given', async () => {
    assert.equal((await bench.call('GET', path, undefined, { accept: 'text/html' })).status, 406);
  });

  it('hold 10,000 objects without taking long', async () => {
    const { api } = bench.playground;
    api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'many' } });
    for (let number = 0; number < 10_000; number += 1) {
      api.create({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: `c-${number}`, namespace: 'many' },
        data: { x: 'y' },
      });
    }
    const { body } = await bench.call('GET', '/api/v1/namespaces/many/configmaps');
    assert.equal(body.items.length, 10_000);
    assert.equal((await bench.call('DELETE', '/api/v1/namespaces/many/configmaps')).body.items.length, 10_000);
    assert.equal(api.list(resources.configmaps, 'many').length, 0);
  });
});
