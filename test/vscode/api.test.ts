import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { extensionExports } from './exports.ts';

describe('the API for other extensions', () => {
  it('has in version 1 exactly what is documented', async () => {
    const { getAPI } = await extensionExports();
    assert.equal(typeof getAPI, 'function');
    const api = (await extensionExports()).getAPI(1);
    assert.deepEqual(Object.keys(api).sort(), [
      'connect',
      'convertConfig',
      'disconnect',
      'explain',
      'hostName',
      'list',
      'onDidChange',
      'pause',
      'predict',
      'resume',
      'validateConfig',
    ]);
    assert.ok(Object.isFrozen(api));
  });

  it('refuses a version that it does not have', async () => {
    const exports = await extensionExports();
    assert.throws(() => exports.getAPI(2 as 1), RangeError);
  });

  it('answers what the host makes of an object at once, with no cluster', async () => {
    const api = (await extensionExports()).getAPI(1);
    const target = { name: 'my-vcluster', namespace: 'team', version: '0.36.1' };
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'nginx', namespace: 'default' }, spec: {} };
    assert.equal(
      api.hostName({ kind: 'Pod', name: 'nginx', namespace: 'default' }, target),
      'nginx-x-default-x-my-vcluster',
    );
    const { object, unknown } = api.predict(pod, target);
    assert.ok(object !== null && unknown.includes('/metadata/uid'));
    const { changes } = api.explain(pod, object, target);
    assert.ok(changes.some(({ path, rule }) => path === '/metadata/name' && rule === 'metadata.name'));
    assert.ok(changes.every(({ kind, reason }) => kind !== 'drift' && reason !== ''));
  });

  it('says what is wrong with a context that is not there, and gives no empty list', async () => {
    const api = (await extensionExports()).getAPI(1);
    await assert.rejects(api.list({ context: 'no such context' }), { name: 'KubeError', kind: 'kubeconfig' });
  });
});
