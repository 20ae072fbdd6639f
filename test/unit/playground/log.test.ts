import assert from 'node:assert/strict';
import { resources } from '../../../src/core/kube/resource.ts';
import { podSummary } from '../../../src/core/playground/podStatus.ts';
import { type Bench, startBench, until } from './harness.ts';

describe('playground logs', () => {
  let bench: Bench;
  const path = '/api/v1/namespaces/default/pods/p/log';

  before(async () => {
    bench = await startBench();
    const containers = ['one', 'two'].map((name) => ({ name, image: 'x:1' }));
    bench.playground.api.create({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', namespace: 'default' },
      spec: { containers },
    });
    const early = await bench.call('GET', `${path}?container=one`);
    assert.deepEqual(
      [early.status, early.body['message']],
      [400, 'container "one" in pod "p" is waiting to start: ContainerCreating'],
    );
    await until(
      () => podSummary(bench.playground.api.get(resources.pods, 'default', 'p')).ready === 2,
      'a running pod',
    );
  });
  after(() => bench.end());

  it('need a container when there are several', async () => {
    const reply = await bench.call('GET', path);
    assert.deepEqual(
      [reply.status, reply.body['message']],
      [400, 'a container name must be specified for pod p, choose one of: [one two]'],
    );
    assert.equal((await bench.call('GET', `${path}?container=none`)).status, 400);
    assert.equal((await bench.call('GET', `${path}?container=one&previous=true`)).status, 400);
  });

  it('show the last lines, with times when they are asked for', async () => {
    const all = (await bench.call('GET', `${path}?container=one`)).text.trimEnd().split('\n');
    assert.ok(all.length > 10);
    assert.deepEqual(
      (await bench.call('GET', `${path}?container=one&tailLines=2`)).text.trimEnd().split('\n'),
      all.slice(-2),
    );
    assert.equal((await bench.call('GET', `${path}?container=one&tailLines=0`)).text, '');
    const stamped = (await bench.call('GET', `${path}?container=one&tailLines=1&timestamps=true`)).text;
    assert.match(stamped, /^\d{4}-\d\d-\d\dT[\d:.]+Z /);
    const recent = (await bench.call('GET', `${path}?container=one&sinceSeconds=20`)).text.trimEnd().split('\n');
    assert.ok(recent.length < all.length && recent.length > 0);
  });

  it('are followed line by line', async () => {
    const { server, token, logs } = bench.playground;
    const controller = new AbortController();
    const reply = await fetch(`${server.url}${path}?container=two&follow=true&tailLines=0`, {
      headers: { authorization: `Bearer ${token}` },
      signal: controller.signal,
    });
    const reader = reply.body?.pipeThrough(new TextDecoderStream()).getReader();
    logs.append('default', 'p', 'two', 'first');
    assert.equal((await reader?.read())?.value, 'first\n');
    logs.append('default', 'p', 'two', 'second');
    assert.equal((await reader?.read())?.value, 'second\n');
    controller.abort();
    assert.equal((await bench.call('GET', `${path}?container=two`)).text, 'first\nsecond\n');
  });
});
