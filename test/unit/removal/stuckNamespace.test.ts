import assert from 'node:assert/strict';
import { awaitNamespaceEnd, stuckNamespace, stuckText } from '../../../src/core/removal/stuckNamespace.ts';
import { type ClientBench, startClientBench } from '../deploy/playgroundClient.ts';

const { signal } = new AbortController();

describe('a namespace that does not go away', () => {
  let own: ClientBench;
  beforeEach(async () => {
    own = await startClientBench();
  });
  afterEach(() => own.end());

  it('is held by an object with a finalizer, which is named', async () => {
    await own.create('/api/v1/namespaces', { metadata: { name: 'held' } });
    const finalizers = ['example.com/guard'];
    await own.create('/api/v1/namespaces/held/configmaps', { metadata: { name: 'stone', finalizers } });
    assert.equal(await stuckNamespace(own.client, 'held', signal), undefined, 'nobody deletes it');
    await own.bench.call('DELETE', '/api/v1/namespaces/held');
    const stuck = await stuckNamespace(own.client, 'held', signal);
    assert.ok(stuck);
    assert.deepEqual(stuck.held, [{ kind: 'ConfigMap', name: 'stone', finalizers }]);
    assert.match(
      stuckText(stuck),
      /held waits for ConfigMap stone, which is held by the finalizer example\.com\/guard/u,
    );
  });

  it('says what the cluster says where nothing else is seen', () => {
    const finalizers = ['example.com/ns'];
    assert.match(stuckText({ name: 'a', finalizers, held: [], messages: [] }), /its own finalizer example\.com\/ns/u);
    const messages = ['Some content in the namespace has finalizers remaining: x/y in 1 resource instances'];
    assert.match(stuckText({ name: 'a', finalizers: [], held: [], messages }), /x\/y in 1 resource/u);
    assert.match(stuckText({ name: 'a', finalizers: [], held: [], messages: [] }), /Nothing seems to hold it/u);
  });

  it('is waited for while it may go by itself, and not for longer', async () => {
    const phases: string[] = [];
    const operation = { signal, report: (text: string) => phases.push(text) };
    await awaitNamespaceEnd(own.client, 'none', operation, 5000);
    await own.create('/api/v1/namespaces', { metadata: { name: 'held' } });
    await awaitNamespaceEnd(own.client, 'held', operation, 5000);
    assert.deepEqual(phases, [], 'nobody deletes it');
    const finalizers = ['example.com/guard'];
    await own.create('/api/v1/namespaces/held/configmaps', { metadata: { name: 'stone', finalizers } });
    await own.bench.call('DELETE', '/api/v1/namespaces/held');
    await awaitNamespaceEnd(own.client, 'held', operation, 50);
    assert.match(phases.join(), /Waiting for the namespace held to end/u);
    const ended = awaitNamespaceEnd(own.client, 'held', operation, 5000);
    const patch = { metadata: { finalizers: null } };
    await own.client.request('PATCH', '/api/v1/namespaces/held/configmaps/stone', patch, {
      contentType: 'application/merge-patch+json',
    });
    await ended;
    assert.equal(await stuckNamespace(own.client, 'held', signal), undefined);
  });

  it('is no more once it is gone', async () => {
    assert.equal(await stuckNamespace(own.client, 'none', signal), undefined);
  });
});
