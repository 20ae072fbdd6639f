import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { OperationError } from '../../../src/core/base/operationError.ts';
import { connectAsServiceAccount } from '../../../src/core/connection/serviceAccount.ts';
import type { KubeClient } from '../../../src/core/kube/client.ts';
import { KubeError } from '../../../src/core/kube/error.ts';
import { createKubeClient } from '../../../src/core/kube/httpClient.ts';
import { safeConcat } from '../../../src/core/vcluster/translate.ts';
import { type Bench, startBench } from '../playground/harness.ts';

const bindings = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings';

describe('connectAsServiceAccount', () => {
  let bench: Bench;
  const clients: KubeClient[] = [];
  const clientWith = (token: string): KubeClient => {
    const cluster = { name: 'c', server: bench.playground.server.url, skipTlsVerify: false };
    const client = createKubeClient({ name: 'vc', file: '', cluster, user: { name: 'u', token } }, { environment: {} });
    clients.push(client);
    return client;
  };
  let admin: KubeClient;

  before(async () => {
    bench = await startBench();
    admin = clientWith(bench.playground.token);
  });
  after(async () => {
    for (const client of clients) {
      client.close();
    }
    await bench.end();
  });

  it('makes the account, binds it and gives a token that signs in as it until it expires', async () => {
    const choice = {
      namespace: 'kube-system',
      name: 'deployer',
      clusterRole: 'cluster-admin',
      expirationSeconds: 3600,
    };
    const asked = Date.now();
    const { token, expiresAt } = await connectAsServiceAccount(admin, choice);
    assert(Math.abs(expiresAt - asked - 3_600_000) < 5_000);
    const { body } = await bench.call('GET', `${bindings}/vcluster-sa-deployer-kube-system`);
    assert.deepEqual(body['roleRef'], {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: 'cluster-admin',
    });
    assert.deepEqual(body['subjects'], [{ kind: 'ServiceAccount', name: 'deployer', namespace: 'kube-system' }]);
    const who = await clientWith(token).request('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'SelfSubjectReview',
    });
    assert.match(JSON.stringify(who), /"username":"system:serviceaccount:kube-system:deployer"/);
  });

  it('can be done again, with the name of the binding as the CLI cuts it', async () => {
    const name = 'a'.repeat(60);
    const choice = { namespace: 'default', name, clusterRole: 'view', expirationSeconds: 600 };
    const first = await connectAsServiceAccount(admin, choice);
    const second = await connectAsServiceAccount(admin, choice);
    assert.notEqual(first.token, '');
    assert.notEqual(second.token, '');
    assert.equal((await bench.call('GET', `${bindings}/${safeConcat('vcluster', 'sa', name, 'default')}`)).status, 200);
  });

  it('binds nothing where no role is chosen', async () => {
    await connectAsServiceAccount(admin, { namespace: 'default', name: 'plain', expirationSeconds: 600 });
    assert.equal((await bench.call('GET', `${bindings}/vcluster-sa-plain-default`)).status, 404);
    assert.equal((await bench.call('GET', '/api/v1/namespaces/default/serviceaccounts/plain')).status, 200);
  });

  it('refuses another role than the one it has, and says which', async () => {
    const choice = { namespace: 'default', name: 'two', expirationSeconds: 600 };
    await connectAsServiceAccount(admin, { ...choice, clusterRole: 'view' });
    const attempt = connectAsServiceAccount(admin, { ...choice, clusterRole: 'cluster-admin' });
    await assert.rejects(
      attempt,
      (error) =>
        OperationError.is(error, 'refused') && /default\/two has the cluster role view already/.test(error.message),
    );
  });

  it('refuses what cannot be, before anything is asked of the server', async () => {
    const good = { namespace: 'default', name: 'x', expirationSeconds: 600 };
    const bad = [
      { expirationSeconds: 599 },
      { expirationSeconds: 1e99 },
      { expirationSeconds: Number.NaN },
      { name: '' },
      { namespace: '' },
    ];
    for (const change of bad) {
      await assert.rejects(connectAsServiceAccount(admin, { ...good, ...change }), (error) =>
        OperationError.is(error, 'invalid'),
      );
    }
    assert.equal((await bench.call('GET', '/api/v1/namespaces/default/serviceaccounts/x')).status, 404);
  });

  it('rejects with what the server says', async () => {
    const choice = { namespace: 'nowhere', name: 'x', expirationSeconds: 600 };
    await assert.rejects(connectAsServiceAccount(admin, choice), (error) => KubeError.is(error, 'notFound'));
    const { token } = await connectAsServiceAccount(admin, { ...choice, namespace: 'default', name: 'weak' });
    await assert.rejects(connectAsServiceAccount(clientWith(token), { ...choice, namespace: 'default' }), (error) =>
      KubeError.is(error, 'forbidden'),
    );
    const signal = AbortSignal.abort();
    await assert.rejects(connectAsServiceAccount(admin, { ...choice, namespace: 'default', signal }), (error) =>
      KubeError.is(error, 'cancelled'),
    );
  });
});
