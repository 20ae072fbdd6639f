import assert from 'node:assert/strict';
import { type KubeObject, resources } from '../../../src/core/kube/resource.ts';
import { podSummary } from '../../../src/core/playground/podStatus.ts';
import { listAt, numberAt, textAt } from '../../../src/core/playground/tree.ts';
import { type Bench, configMap, names, startBench, until, workload } from './harness.ts';

describe('playground controllers', () => {
  let bench: Bench;
  const pods = (namespace = 'default') => bench.playground.api.list(resources.pods, namespace);
  const statuses = () =>
    pods().map((pod) => `${podSummary(pod).status} ${podSummary(pod).ready}/${podSummary(pod).total}`);

  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench.end());

  it('bring up the pods of a StatefulSet one after another and take them down again', async () => {
    const { api, store } = bench.playground;
    const seen: string[] = [];
    store.onDidChange(({ type, object }) => {
      const status = type.plural === 'pods' && object.metadata?.name === 'db-0' ? podSummary(object).status : undefined;
      if (status && seen.at(-1) !== status) {
        seen.push(status);
      }
    });
    api.create(workload('StatefulSet', 'db', 2));
    await until(() => statuses().join() === 'Running 1/1,Running 1/1', 'two running pods');
    assert.deepEqual(names(pods()), ['db-0', 'db-1']);
    assert.deepEqual(seen, ['Pending', 'ContainerCreating', 'Running']);
    await until(
      () => numberAt(api.get(resources.statefulsets, 'default', 'db'), 'status', 'readyReplicas') === 2,
      'the status',
    );
    api.patch(resources.statefulsets, 'default', 'db', { spec: { replicas: 0 } });
    await until(() => pods().length === 0, 'the end of the pods');
    await until(
      () => numberAt(api.get(resources.statefulsets, 'default', 'db'), 'status', 'replicas') === 0,
      'the status',
    );
  });

  it('replace the pods of a changed template', async () => {
    const { api } = bench.playground;
    api.create(workload('StatefulSet', 'db', 1));
    await until(() => statuses()[0] === 'Running 1/1', 'a running pod');
    const uid = pods()[0]?.metadata?.uid;
    api.patch(resources.statefulsets, 'default', 'db', {
      spec: { template: { metadata: { annotations: { again: '1' } } } },
    });
    await until(() => statuses()[0] === 'Running 1/1' && pods()[0]?.metadata?.uid !== uid, 'a new pod');
    assert.equal(pods()[0]?.metadata?.annotations?.['again'], '1');
  });

  it('bring up Deployments through ReplicaSets, and delete both with them', async () => {
    const { api } = bench.playground;
    api.create(workload('Deployment', 'web', 2));
    await until(
      () => numberAt(api.get(resources.deployments, 'default', 'web'), 'status', 'availableReplicas') === 2,
      'two replicas',
    );
    assert.match(names(pods())[0] ?? '', /^web-[a-z0-9]{10}-[a-z0-9]{5}$/);
    api.delete(resources.deployments, 'default', 'web');
    await until(() => pods().length === 0, 'the end of the pods');
    assert.equal((await bench.call('GET', '/apis/apps/v1/replicasets')).body.items.length, 0);
  });

  it('leave dependents alone when they are to be orphaned', async () => {
    const { api } = bench.playground;
    api.create(workload('Deployment', 'web', 1));
    await until(() => statuses()[0] === 'Running 1/1', 'a running pod');
    api.delete(resources.deployments, 'default', 'web', { propagationPolicy: 'Orphan' });
    await until(() => api.find(resources.deployments, 'default', 'web') === undefined, 'the end of the Deployment');
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.equal(pods().length, 1);
  });

  it('wait for dependents before the owner when it is deleted in the foreground', async () => {
    const { api, store } = bench.playground;
    const owner = api.create(configMap('owner'));
    const { uid = '' } = owner.metadata ?? {};
    const child = configMap('child');
    api.create({
      ...child,
      metadata: { ...child.metadata, ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid }] },
    });
    const gone: string[] = [];
    store.onDidChange(({ change, object }) => change === 'DELETED' && gone.push(object.metadata?.name ?? ''));
    assert.ok(api.delete(resources.configmaps, 'default', 'owner', { propagationPolicy: 'Foreground' }));
    await until(() => gone.length === 2, 'both deletions');
    assert.deepEqual(gone, ['child', 'owner']);
  });

  it('keep what another owner still has', async () => {
    const { api } = bench.playground;
    const owners = ['one', 'two'].map((name) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name,
      uid: api.create(configMap(name)).metadata?.uid ?? '',
    }));
    const child = configMap('child');
    api.create({ ...child, metadata: { ...child.metadata, ownerReferences: owners } });
    api.delete(resources.configmaps, 'default', 'one');
    await until(
      () => api.get(resources.configmaps, 'default', 'child').metadata?.ownerReferences?.length === 1,
      'one owner less',
    );
    api.delete(resources.configmaps, 'default', 'two');
    await until(() => api.find(resources.configmaps, 'default', 'child') === undefined, 'the end of the child');
  });

  it('empty a namespace before it goes, and let nothing new into it', async () => {
    const { api } = bench.playground;
    api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } });
    api.create(workload('StatefulSet', 'db', 1, 'team'));
    await until(() => podSummary(pods('team')[0] ?? {}).ready === 1, 'a running pod');
    const marked = await bench.call('DELETE', '/api/v1/namespaces/team');
    assert.equal(textAt(marked.body, 'status', 'phase'), 'Terminating');
    const late = await bench.call('POST', '/api/v1/namespaces/team/configmaps', { metadata: { name: 'late' } });
    assert.deepEqual([late.status, late.body['reason']], [403, 'Forbidden']);
    await until(() => api.find(resources.namespaces, undefined, 'team') === undefined, 'the end of the namespace');
    assert.deepEqual([api.list(resources.statefulsets), pods('team')], [[], []]);
  });

  it('say for which finalizer a namespace hangs, and let it go with the finalizer', async () => {
    const { api, store } = bench.playground;
    api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } });
    const held = configMap('held');
    api.create({ ...held, metadata: { ...held.metadata, namespace: 'team', finalizers: ['example.com/hold'] } });
    api.delete(resources.namespaces, undefined, 'team');
    const conditions = () => listAt(api.get(resources.namespaces, undefined, 'team'), 'status', 'conditions');
    const message = (type: string) =>
      textAt(
        conditions().find((one) => textAt(one, 'type') === type && textAt(one, 'status') === 'True'),
        'message',
      );
    await until(() => message('NamespaceFinalizersRemaining') !== undefined, 'the condition');
    assert.equal(
      message('NamespaceFinalizersRemaining'),
      'Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances',
    );
    assert.equal(
      message('NamespaceContentRemaining'),
      'Some resources are remaining: configmaps. has 1 resource instances',
    );
    const { version } = store;
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.equal(store.version, version);
    api.patch(resources.configmaps, 'team', 'held', { metadata: { finalizers: null } });
    await until(() => api.find(resources.namespaces, undefined, 'team') === undefined, 'the end of the namespace');
  });

  it('keep a namespace with a finalizer of its own', async () => {
    const { api } = bench.playground;
    const metadata = { name: 'team', finalizers: ['example.com/hold'] };
    api.create({ apiVersion: 'v1', kind: 'Namespace', metadata });
    api.delete(resources.namespaces, undefined, 'team');
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.equal(textAt(api.get(resources.namespaces, undefined, 'team'), 'status', 'phase'), 'Terminating');
    api.patch(resources.namespaces, undefined, 'team', { metadata: { finalizers: null } });
    await until(() => api.find(resources.namespaces, undefined, 'team') === undefined, 'the end of the namespace');
  });

  it('let a pod end gracefully, or at once when that is asked for', async () => {
    const { api } = bench.playground;
    const pod: KubeObject = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', namespace: 'default' },
      spec: { containers: [{ name: 'c', image: 'x:1' }] },
    };
    api.create(pod);
    await until(() => statuses()[0] === 'Running 1/1', 'a running pod');
    const marked = await bench.call('DELETE', '/api/v1/namespaces/default/pods/p');
    assert.deepEqual([marked.body.kind, marked.body.metadata?.['deletionGracePeriodSeconds']], ['Pod', 30]);
    await until(() => pods().length === 0, 'the end of the pod');
    api.create(pod);
    await until(() => statuses()[0] === 'Running 1/1', 'a running pod');
    await bench.call('DELETE', '/api/v1/namespaces/default/pods/p?gracePeriodSeconds=0');
    assert.equal(pods().length, 0);
  });

  it('leave a pod pending that no node can take until one can', async () => {
    const { api } = bench.playground;
    const spec = { nodeSelector: { pool: 'gpu' }, containers: [{ name: 'c', image: 'x:1' }] };
    api.create({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'default' }, spec });
    await until(() => api.list(resources.events).some((event) => event['reason'] === 'FailedScheduling'), 'the event');
    const condition = listAt(pods()[0], 'status', 'conditions')[0];
    assert.deepEqual([statuses()[0], textAt(condition, 'reason')], ['Pending 0/1', 'Unschedulable']);
    assert.match(textAt(condition, 'message') ?? '', /^0\/1 nodes are available: 1 node\(s\) didn't match/);
    const node = api.get(resources.nodes, undefined, 'worker-1');
    api.create({ ...node, metadata: { name: 'gpu-1', labels: { pool: 'gpu' } } });
    api.patch(resources.nodes, undefined, 'gpu-1', { status: node['status'] }, { subresource: 'status' });
    api.patch(resources.nodes, undefined, 'gpu-1', { spec: { taints: [] } });
    await until(() => statuses()[0] === 'Running 1/1', 'a running pod');
    assert.equal(textAt(pods()[0], 'spec', 'nodeName'), 'gpu-1');
  });

  it('let images of nowhere fail, and what is told to crash, crash', async () => {
    const { api } = bench.playground;
    const pod = (name: string, container: object) =>
      api.create({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name, namespace: 'default' },
        spec: { containers: [{ name: 'c', image: 'x:1', ...container }] },
      });
    pod('a', { image: 'registry.invalid/x:1' });
    pod('b', { env: [{ name: 'EXIT_CODE', value: '3' }] });
    await until(() => statuses().join() === 'ImagePullBackOff 0/1,CrashLoopBackOff 0/1', 'both failures');
    assert.equal(podSummary(pods()[1] ?? {}).restarts, 1);
  });

  it('give services addresses and ports, each once, and volumes to claims', async () => {
    const { api } = bench.playground;
    const service = (name: string, spec: object) =>
      api.create({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name, namespace: 'default' },
        spec: { ports: [{ port: 80 }], ...spec },
      });
    const addresses = [service('a', {}), service('b', {})].map((one) => textAt(one, 'spec', 'clusterIP'));
    assert.notEqual(addresses[0], addresses[1]);
    assert.equal(textAt(service('c', { clusterIP: 'None' }), 'spec', 'clusterIP'), 'None');
    const ports = (one: KubeObject) => (one['spec'] as { ports: readonly { nodePort: number }[] }).ports[0]?.nodePort;
    assert.equal(ports(service('d', { type: 'NodePort', ports: [{ port: 80, nodePort: 30_080 }] })), 30_080);
    assert.throws(() => service('e', { type: 'NodePort', ports: [{ port: 80, nodePort: 30_080 }] }), { code: 422 });
    const balancer = service('f', { type: 'LoadBalancer' });
    assert.ok((ports(balancer) ?? 0) >= 30_000);
    const external = () =>
      textAt(
        (api.get(resources.services, 'default', 'f') as { status?: { loadBalancer: { ingress?: readonly object[] } } })
          .status?.loadBalancer.ingress?.[0],
        'ip',
      );
    await until(() => external() !== undefined, 'an address outside');
    api.create({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'v', namespace: 'default' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    });
    await until(
      () => textAt(api.get(resources.persistentvolumeclaims, 'default', 'v'), 'status', 'phase') === 'Bound',
      'a volume',
    );
  });
});
