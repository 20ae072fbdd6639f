import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { extensionExports } from './exports.ts';

describe('the API for other extensions', () => {
  it('has in version 1 exactly what is documented', async () => {
    const { getAPI } = await extensionExports();
    assert.equal(typeof getAPI, 'function');
    const api = (await extensionExports()).getAPI(1);
    assert.deepEqual(Object.keys(api).sort(), ['connect', 'disconnect', 'list', 'onDidChange', 'pause', 'resume']);
    assert.ok(Object.isFrozen(api));
  });

  it('refuses a version that it does not have', async () => {
    const exports = await extensionExports();
    assert.throws(() => exports.getAPI(2 as 1), RangeError);
  });

  it('says what is wrong with a context that is not there, and gives no empty list', async () => {
    const api = (await extensionExports()).getAPI(1);
    await assert.rejects(api.list({ context: 'no such context' }), { name: 'KubeError', kind: 'kubeconfig' });
  });
});
