import assert from 'node:assert/strict';
import { resources } from '../../../src/core/kube/resource.ts';
import { type Bench, configMap, openWatch, startBench, until } from './harness.ts';

describe('playground watches', () => {
  let bench: Bench;
  const path = '/api/v1/namespaces/default/configmaps?watch=true';

  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench.end());

  it('begin with what is there when no version is given', async () => {
    bench.playground.api.create(configMap('a'));
    const watch = await openWatch(bench, path);
    const first = await watch.next();
    assert.deepEqual([first?.type, first?.object.kind, first?.object.metadata?.name], ['ADDED', 'ConfigMap', 'a']);
    watch.close();
  });

  it('go on from a version, with nothing lost and nothing twice', async () => {
    const { api, store } = bench.playground;
    api.create(configMap('before'));
    const version = store.version;
    api.create(configMap('a'));
    api.patch(resources.configmaps, 'default', 'a', { data: { x: '1' } });
    const watch = await openWatch(bench, `${path}&resourceVersion=${version}`);
    api.delete(resources.configmaps, 'default', 'a');
    const events = [await watch.next(), await watch.next(), await watch.next()];
    assert.deepEqual(
      events.map((event) => `${event?.type} ${event?.object.metadata?.name}`),
      ['ADDED a', 'MODIFIED a', 'DELETED a'],
    );
    const versions = events.map((event) => Number(event?.object.metadata?.resourceVersion));
    assert.deepEqual(
      versions,
      [...versions].sort((a, b) => a - b),
    );
    assert.equal(versions[2], store.version);
    watch.close();
  });

  it('show an object coming into a selection and leaving it', async () => {
    const { api, store } = bench.playground;
    const watch = await openWatch(bench, `${path}&labelSelector=app%3Dweb&resourceVersion=${store.version}`);
    api.create(configMap('a'));
    api.patch(resources.configmaps, 'default', 'a', { metadata: { labels: { app: 'web' } } });
    api.patch(resources.configmaps, 'default', 'a', { metadata: { labels: { app: null } } });
    const [added, deleted] = [await watch.next(), await watch.next()];
    assert.equal(added?.type, 'ADDED');
    assert.equal(deleted?.type, 'DELETED');
    assert.equal(deleted?.object.metadata?.labels?.['app'], 'web');
    assert.equal(deleted?.object.metadata?.resourceVersion, String(store.version));
    watch.close();
  });

  it('tell with an ERROR event of 410 that a version is forgotten', async () => {
    const { api, store } = bench.playground;
    const version = store.version;
    api.create(configMap('a'));
    store.compact();
    const watch = await openWatch(bench, `${path}&resourceVersion=${version}`);
    const event = await watch.next();
    assert.deepEqual([event?.type, event?.object['code'], event?.object['reason']], ['ERROR', 410, 'Expired']);
    assert.equal(await watch.next(), undefined);
  });

  it('forget by themselves when there were too many changes', async () => {
    const { Store } = await import('../../../src/core/playground/store.ts');
    const { servedByPlural } = await import('../../../src/core/playground/catalogue.ts');
    const store = new Store(10);
    const type = servedByPlural('configmaps');
    const start = store.version;
    for (let number = 0; number < 25; number += 1) {
      store.put(type, configMap(`c-${number}`));
    }
    assert.equal(store.since(type, start), undefined);
    assert.equal(store.since(type, store.version - 5)?.length, 5);
  });

  it('end at the time that was asked for, with a bookmark of the latest version', async () => {
    const { store } = bench.playground;
    const watch = await openWatch(
      bench,
      `${path}&allowWatchBookmarks=true&timeoutSeconds=1&resourceVersion=${store.version}`,
    );
    store.advance(5);
    const bookmark = await watch.next();
    assert.deepEqual([bookmark?.type, bookmark?.object.kind], ['BOOKMARK', 'ConfigMap']);
    assert.equal(bookmark?.object.metadata?.resourceVersion, String(store.version));
    assert.equal(await watch.next(), undefined);
  });

  it('mark the end of the initial events when they are asked for', async () => {
    bench.playground.api.create(configMap('a'));
    const watch = await openWatch(
      bench,
      `${path}&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan`,
    );
    assert.equal((await watch.next())?.type, 'ADDED');
    const bookmark = await watch.next();
    assert.equal(bookmark?.type, 'BOOKMARK');
    assert.equal(bookmark?.object.metadata?.annotations?.['k8s.io/initial-events-end'], 'true');
    watch.close();
  });

  it('give metadata alone when only that is accepted', async () => {
    bench.playground.api.create(configMap('a', {}, { x: '1' }));
    const watch = await openWatch(bench, path, {
      accept: 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
    });
    const event = await watch.next();
    assert.deepEqual([event?.object.kind, event?.object['data']], ['PartialObjectMetadata', undefined]);
    watch.close();
  });

  it('are counted while they are open', async () => {
    const { requests } = bench.playground;
    const watch = await openWatch(bench, path);
    assert.equal(requests.openWatches({ resource: 'configmaps' }), 1);
    assert.equal(requests.openWatches({ resource: 'pods' }), 0);
    watch.close();
    await until(() => requests.openWatches() === 0, 'the end of the watch');
    assert.equal(requests.count({ verb: 'watch' }), 1);
    assert.deepEqual(requests.summary(), { 'watch configmaps': 1 });
  });
});
