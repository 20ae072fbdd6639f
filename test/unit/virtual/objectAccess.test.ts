import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { OperationError } from '../../../src/core/base/operationError.ts';
import type { ObjectReference } from '../../../src/core/explorer/node.ts';
import { nodeId } from '../../../src/core/explorer/nodeId.ts';
import { childrenOf } from '../../../src/core/explorer/outline.ts';
import { Hosts } from '../../../src/core/host/hosts.ts';
import { KubeError } from '../../../src/core/kube/error.ts';
import { createKubeClient } from '../../../src/core/kube/httpClient.ts';
import { resources } from '../../../src/core/kube/resource.ts';
import { createReflector } from '../../../src/core/reflector/liveReflector.ts';
import { vclusterId } from '../../../src/core/vcluster/id.ts';
import { ObjectAccess } from '../../../src/core/virtual/objectAccess.ts';
import { context, host, inner, inside, kubeconfig, prod, vcluster } from '../explorer/samples.ts';
import { FakeKubeconfig } from '../host/fakeCluster.ts';
import { type Bench, startBench, until } from '../playground/harness.ts';
import { FakeConnections } from './fakeConnections.ts';
import { innerClient, startInnerServer } from './innerServer.ts';

const shop = vclusterId({ context: 'prod', namespace: 'team-a', name: 'shop' });

/** What the tree says of the pod `web` in the namespace `default` of the vcluster, as it travels in the address of a document. */
function innerReference(): ObjectReference {
  const state = prod(host([vcluster('shop')]), { virtual: { [shop]: inside({ pods: [inner('web', 'default')] }) } });
  const [node] = childrenOf(state, nodeId('virtual-kind', 'prod', 'team-a', 'shop', 'pods'));
  assert.ok(node?.object);
  return JSON.parse(JSON.stringify(node.object)) as ObjectReference;
}

/** A pod of the same name on each server, told apart by its container. */
async function addPod({ playground: { api } }: Bench, container: string): Promise<void> {
  const spec = { containers: [{ name: container, image: 'nginx:1.27' }] };
  api.create({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'default' }, spec });
  const phase = () => api.get(resources.pods, 'default', 'web')['status'];
  await until(() => JSON.stringify(phase()).includes('"running"'), 'the pod');
}

describe('ObjectAccess', () => {
  let outer: Bench;
  let server: Bench;
  let hosts: Hosts;
  let connections: FakeConnections;
  let access: ObjectAccess;

  beforeEach(async () => {
    [outer, server] = await Promise.all([startBench(), startInnerServer()]);
    await Promise.all([addPod(outer, 'on-host'), addPod(server, 'inside')]);
    const { playground } = outer;
    const cluster = { name: 'prod', server: playground.server.url, skipTlsVerify: false };
    const entry = context('prod', { cluster, user: { name: 'ada', token: playground.token } });
    hosts = new Hosts(new FakeKubeconfig(kubeconfig([entry])), {
      createClient: createKubeClient,
      reflectors: createReflector,
      fallbackNamespaces: () => [],
      lingerMs: 10,
    });
    connections = new FakeConnections();
    access = new ObjectAccess(hosts, connections);
    connections.connect(shop, innerClient(server));
  });

  afterEach(async () => {
    hosts.dispose();
    connections.client(shop)?.close();
    await Promise.all([outer.end(), server.end()]);
  });

  const hostReference: ObjectReference = { context: 'prod', resource: 'pods', namespace: 'default', name: 'web' };

  it('reads what the reference is of: the host or the inside of a vcluster', async () => {
    assert.match(await access.yaml(hostReference), /name: on-host/u);
    assert.match(await access.yaml(innerReference()), /name: inside/u);
    const names = async (pod: ObjectReference) => (await access.containers(pod)).map(({ name }) => name);
    assert.deepEqual(await names(hostReference), ['on-host']);
    assert.deepEqual(await names(innerReference()), ['inside']);
  });

  it('gives the log of a pod inside a vcluster', async () => {
    const options = { container: 'inside', previous: false, follow: false, tailLines: 3 };
    outer.playground.requests.reset();
    let text = '';
    for await (const piece of access.log(innerReference(), options, new AbortController().signal)) {
      text += piece;
    }
    assert.ok(text.length > 10);
    assert.equal(server.playground.requests.count({ resource: 'pods', subresource: 'log', namespace: 'default' }), 1);
    assert.equal(outer.playground.requests.entries.length, 0);
  });

  it('masks the values of Secrets inside a vcluster', async () => {
    const metadata = { name: 'login', namespace: 'default' };
    server.playground.api.create({ apiVersion: 'v1', kind: 'Secret', metadata, stringData: { password: 'geheim' } });
    const yaml = await access.yaml({ ...innerReference(), resource: 'secrets', name: 'login' });
    assert.match(yaml, /password: •••••• \(6 bytes\)/u);
  });

  it('never reads from the host what is inside a vcluster that is not connected', async () => {
    connections.client(shop)?.close();
    connections.disconnect(shop);
    const refused = (error: unknown) =>
      OperationError.is(error, 'refused') && /shop is not connected/u.test(error.message);
    await assert.rejects(access.yaml(innerReference()), refused);
    await assert.rejects(access.containers(innerReference()), refused);
    const options = { container: 'inside', previous: false, follow: false, tailLines: 3 };
    assert.throws(() => access.log(innerReference(), options, new AbortController().signal), refused);
  });

  it('says that a context cannot be used', async () => {
    await assert.rejects(access.yaml({ ...hostReference, context: 'gone' }), (error) =>
      KubeError.is(error, 'kubeconfig'),
    );
  });
});
