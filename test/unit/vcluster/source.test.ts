import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { resources } from '../../../src/core/kube/resource.ts';
import { projectSecret } from '../../../src/core/vcluster/objects.ts';
import { Source } from '../../../src/core/vcluster/source.ts';
import { FakeReflectors, noClient } from './fakeReflectors.ts';

function secret(name: string, release: string) {
  return { metadata: { name, namespace: 'n', labels: { release } } };
}

describe('Source', () => {
  function open() {
    const server = new FakeReflectors();
    const touched: string[][] = [];
    const query = { type: resources.secrets, project: projectSecret };
    const source = new Source(noClient, server.factory, { query }, (releases) => touched.push([...releases]));
    source.start();
    return { server, source, touched };
  }

  it('finds objects by the vcluster they belong to now', () => {
    const { server, source, touched } = open();
    server.of('secrets').list([secret('a', 'v'), secret('b', 'v'), secret('c', 'w')]);
    server.of('secrets').put(secret('b', 'w'));
    server.of('secrets').remove('n/a');
    assert.deepEqual(touched, [['n/v', 'n/w'], ['n/v', 'n/w'], ['n/v']]);
    assert.deepEqual([source.of('n/v'), source.of('n/w').map(({ name }) => name)], [[], ['c', 'b']]);
    assert.deepEqual([...source.releases], ['n/w']);
  });

  it('forgets them when it stops', () => {
    const { server, source } = open();
    server.of('secrets').list([secret('a', 'v')]);
    source.stop();
    assert.deepEqual([[...source.releases], source.of('n/v'), source.synced], [[], [], false]);
  });
});
