import assert from 'node:assert/strict';
import { reviewAccess } from '../../../src/core/kube/accessReview.ts';
import { createKubeClient } from '../../../src/core/kube/httpClient.ts';
import { ApiServer, contextFor, json, refuse } from './apiServer.ts';

describe('reviewAccess', () => {
  it('tells allowed, denied and unknown apart', async () => {
    const server = await ApiServer.start();
    const client = createKubeClient(contextFor(server.url), { environment: {} });
    const permission = { verb: 'get', group: '', resource: 'pods/log', namespace: 'ns' };
    try {
      server.script = (_call, response) => json(response, { status: { allowed: true } }, 201);
      assert.deepEqual(await reviewAccess(client, permission), { state: 'allowed' });
      const { spec } = JSON.parse(server.calls[0]?.body ?? '');
      assert.deepEqual(spec.resourceAttributes, {
        verb: 'get',
        group: '',
        resource: 'pods',
        subresource: 'log',
        namespace: 'ns',
      });
      assert.equal(server.calls[0]?.path, '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews');
      server.script = (_call, response) => json(response, { status: { allowed: false, reason: 'no\nrole' } });
      assert.deepEqual(await reviewAccess(client, permission), { state: 'denied', reason: 'no role' });
      server.script = (_call, response) =>
        json(response, { status: { allowed: false, evaluationError: 'webhook down' } });
      assert.equal((await reviewAccess(client, permission)).state, 'unknown');
      server.script = (_call, response) => json(response, {});
      assert.equal((await reviewAccess(client, permission)).state, 'unknown');
      server.script = (_call, response) => refuse(response, 500);
      const access = await reviewAccess(client, permission);
      assert.equal(access.state === 'unknown' && access.why.kind, 'server');
    } finally {
      client.close();
      await server.close();
    }
  });
});
