import assert from 'node:assert/strict';
import { resources } from '../../../src/core/kube/resource.ts';
import { listAt, numberAt, textAt } from '../../../src/core/playground/tree.ts';
import { type Bench, startBench } from './harness.ts';

describe('playground access', () => {
  let bench: Bench;
  let now: number;
  const as = (token: string) => ({ authorization: `Bearer ${token}` });
  const pods = { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'] } as const;

  beforeEach(async () => {
    now = Date.now();
    bench = await startBench({ clock: { now: () => now } });
  });
  afterEach(() => bench.end());

  it('is asked for with a token, but for health', async () => {
    const { server } = bench.playground;
    const reply = await fetch(`${server.url}/api/v1/pods`);
    assert.equal(reply.status, 401);
    assert.equal(((await reply.json()) as { reason: string }).reason, 'Unauthorized');
    assert.equal((await bench.call('GET', '/version', undefined, as('wrong'))).status, 401);
    assert.equal(await (await fetch(`${server.url}/readyz`)).text(), 'ok');
    assert.equal((await fetch(`${server.url}/version`)).status, 401);
  });

  it('goes no further than the rules of a token, and says what is missing', async () => {
    const token = bench.playground.tokens.issue({ user: 'jane', rules: [{ ...pods, namespaces: ['default'] }] });
    assert.equal((await bench.call('GET', '/api/v1/namespaces/default/pods', undefined, as(token))).status, 200);
    const wide = await bench.call('GET', '/api/v1/pods', undefined, as(token));
    const message = 'pods is forbidden: User "jane" cannot list resource "pods" in API group "" at the cluster scope';
    assert.deepEqual([wide.status, wide.body['reason'], wide.body['message']], [403, 'Forbidden', message]);
    const watch = await bench.call('GET', '/api/v1/namespaces/default/pods?watch=1', undefined, as(token));
    assert.match(
      String(watch.body['message']),
      /cannot watch resource "pods" in API group "" in the namespace "default"$/,
    );
    const sets = await bench.call('DELETE', '/apis/apps/v1/namespaces/default/statefulsets/x', undefined, as(token));
    assert.match(String(sets.body['message']), /^statefulsets.apps "x" is forbidden: User "jane" cannot delete/);
    assert.equal((await bench.call('GET', '/apis', undefined, as(token))).status, 200);
  });

  it('can be reviewed', async () => {
    const token = bench.playground.tokens.issue({ user: 'jane', rules: [pods] });
    const ask = async (verb: string, resource: string) => {
      const spec = { resourceAttributes: { verb, resource, namespace: 'default' } };
      const { body } = await bench.call(
        'POST',
        '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
        { spec },
        as(token),
      );
      return (body['status'] as { allowed: boolean }).allowed;
    };
    assert.deepEqual(
      [await ask('list', 'pods'), await ask('watch', 'pods'), await ask('list', 'secrets')],
      [true, false, false],
    );
    const rules = await bench.call(
      'POST',
      '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
      { spec: { namespace: 'default' } },
      as(token),
    );
    assert.deepEqual((rules.body['status'] as { resourceRules: unknown }).resourceRules, [pods]);
    const other = await bench.call('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', {
      spec: { user: 'root', groups: ['system:masters'], resourceAttributes: { verb: 'list', resource: 'pods' } },
    });
    assert.equal((other.body['status'] as { allowed: boolean }).allowed, true);
  });

  it('is given to service accounts by RBAC, with tokens that expire and end with them', async () => {
    const { api } = bench.playground;
    const metadata = { name: 'robot', namespace: 'default' };
    api.create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata });
    api.create({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata, rules: [pods] });
    const subjects = [{ kind: 'ServiceAccount', ...metadata }];
    api.create({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      subjects,
      roleRef: { kind: 'Role', name: 'robot' },
    });
    const request = (expirationSeconds: number) =>
      bench.call('POST', '/api/v1/namespaces/default/serviceaccounts/robot/token', { spec: { expirationSeconds } });
    assert.equal((await request(60)).status, 422);
    const { token } = (await request(600)).body['status'] as { token: string };
    const list = (namespace: string) => bench.call('GET', `/api/v1/namespaces/${namespace}/pods`, undefined, as(token));
    assert.deepEqual([(await list('default')).status, (await list('kube-system')).status], [200, 403]);
    const review = await bench.call('POST', '/apis/authentication.k8s.io/v1/tokenreviews', { spec: { token } });
    const { authenticated, user } = review.body['status'] as { authenticated: boolean; user: { username: string } };
    assert.deepEqual([authenticated, user.username], [true, 'system:serviceaccount:default:robot']);
    now += 599_000;
    assert.equal((await list('default')).status, 200);
    now += 1000;
    assert.equal((await list('default')).status, 401);
    const second = ((await request(600)).body['status'] as { token: string }).token;
    api.delete(resources.serviceaccounts, 'default', 'robot');
    assert.equal((await bench.call('GET', '/apis', undefined, as(second))).status, 401);
  });

  it('can be taken away', async () => {
    const { tokens } = bench.playground;
    const token = tokens.issue({ user: 'jane', groups: ['system:masters'] }, 1000);
    assert.equal((await bench.call('GET', '/api/v1/pods', undefined, as(token))).status, 200);
    now += 1000;
    assert.equal((await bench.call('GET', '/api/v1/pods', undefined, as(token))).status, 401);
    const other = tokens.issue({ user: 'jane', groups: ['system:masters'] });
    tokens.revoke(other);
    assert.equal((await bench.call('GET', '/api/v1/pods', undefined, as(other))).status, 401);
  });

  it('reads what kubectl sends in protobuf', async () => {
    const field = (number: number, content: Buffer) =>
      Buffer.concat([Buffer.from([(number << 3) | 2, content.length]), content]);
    const text = (number: number, content: string) => field(number, Buffer.from(content));
    const label = field(11, Buffer.concat([text(1, 'team'), text(2, 'a')]));
    const namespace = field(1, Buffer.concat([text(1, 'made'), label]));
    const body = Buffer.concat([
      Buffer.from('k8s\0'),
      field(1, Buffer.concat([text(1, 'v1'), text(2, 'Namespace')])),
      field(2, namespace),
    ]);
    const send = (bytes: Buffer) =>
      fetch(`${bench.playground.server.url}/api/v1/namespaces`, {
        method: 'POST',
        body: new Uint8Array(bytes),
        headers: { ...as(bench.playground.token), 'content-type': 'application/vnd.kubernetes.protobuf' },
      });
    assert.equal((await send(body)).status, 201);
    assert.equal(bench.playground.api.get(resources.namespaces, undefined, 'made').metadata?.labels?.['team'], 'a');
    assert.equal((await send(body.subarray(0, -3))).status, 400);
    assert.equal((await send(Buffer.from('nonsense'))).status, 400);
  });

  it('reads the Deployment that `kubectl create deployment` makes up', async () => {
    const field = (number: number, ...parts: readonly Buffer[]) => {
      const content = Buffer.concat(parts);
      const length = content.length < 128 ? [content.length] : [128 | (content.length & 127), content.length >> 7];
      return Buffer.concat([Buffer.from([(number << 3) | 2, ...length]), content]);
    };
    const text = (number: number, content: string) => field(number, Buffer.from(content));
    const label = (number: number) => field(number, text(1, 'app'), text(2, 'web'));
    const container = field(2, text(1, 'main'), text(2, 'nginx:1.27'), field(6, Buffer.from([0x18, 80])));
    const template = field(3, field(1, label(11)), field(2, container));
    const spec = field(2, Buffer.from([0x08, 2]), field(2, label(1)), template);
    const body = Buffer.concat([
      Buffer.from('k8s\0'),
      field(1, text(1, 'apps/v1'), text(2, 'Deployment')),
      field(2, field(1, text(1, 'web'), label(11)), spec),
    ]);
    const reply = await fetch(`${bench.playground.server.url}/apis/apps/v1/namespaces/default/deployments`, {
      method: 'POST',
      body: new Uint8Array(body),
      headers: { ...as(bench.playground.token), 'content-type': 'application/vnd.kubernetes.protobuf' },
    });
    assert.equal(reply.status, 201);
    const made = bench.playground.api.get(resources.deployments, 'default', 'web');
    const [main] = listAt(made, 'spec', 'template', 'spec', 'containers');
    assert.deepEqual(
      [numberAt(made, 'spec', 'replicas'), textAt(main, 'image'), numberAt(listAt(main, 'ports')[0], 'containerPort')],
      [2, 'nginx:1.27', 80],
    );
  });
});
