import assert from 'node:assert/strict';
import type { Log } from '../../../src/core/base/log.ts';
import { type KubeObject, resources } from '../../../src/core/kube/resource.ts';
import { Agenda, WorkQueue } from '../../../src/core/playground/agenda.ts';
import { badRequest } from '../../../src/core/playground/refusal.ts';
import { at, listAt, textAt } from '../../../src/core/playground/tree.ts';
import { type Bench, names, startBench, until, workload } from './harness.ts';

function service(name: string, spec: object): KubeObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'default', labels: { team: 'a' } }, spec };
}

describe('playground services', () => {
  let bench: Bench;
  const endpoints = (name: string) => bench.playground.api.find(resources.endpoints, 'default', name);
  const slices = () => bench.playground.api.list(resources.endpointslices, 'default');
  const addresses = (field: 'addresses' | 'notReadyAddresses') =>
    listAt(endpoints('web'), 'subsets').flatMap((subset) =>
      listAt(subset, field).map((one) => textAt(one, 'targetRef', 'name')),
    );

  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench.end());

  it('have the ready pods that they select as their endpoints', async () => {
    const { api } = bench.playground;
    const ready: string[] = [];
    bench.playground.store.onDidChange(({ type, object }) => {
      if (type.plural === 'endpoints' && object.metadata?.name === 'web') {
        const subset = listAt(object, 'subsets')[0];
        ready.push(`${listAt(subset, 'addresses').length}/${listAt(subset, 'notReadyAddresses').length}`);
      }
    });
    api.create(service('web', { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] }));
    await until(() => endpoints('web') !== undefined, 'Endpoints without pods');
    assert.equal(endpoints('web')?.['subsets'], undefined);
    api.create(workload('StatefulSet', 'web', 1));
    api.create(workload('StatefulSet', 'other', 1));
    await until(() => addresses('addresses').length === 1, 'an endpoint');
    assert.deepEqual(
      ready.filter((one, index) => one !== ready[index - 1]),
      ['0/0', '0/1', '1/0'],
    );
    const pod = api.get(resources.pods, 'default', 'web-0');
    assert.deepEqual(endpoints('web')?.['subsets'], [
      {
        addresses: [
          {
            ip: textAt(pod, 'status', 'podIP'),
            nodeName: 'worker-1',
            targetRef: { kind: 'Pod', name: 'web-0', namespace: 'default', uid: pod.metadata?.uid },
          },
        ],
        ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
      },
    ]);
    api.patch(resources.statefulsets, 'default', 'web', { spec: { replicas: 0 } });
    await until(
      () => addresses('addresses').length + addresses('notReadyAddresses').length === 0,
      'the end of the pod',
    );
    api.delete(resources.services, 'default', 'web');
    await until(() => endpoints('web') === undefined && slices().length === 0, 'the end of both');
  });

  it('have slices that say whose they are', async () => {
    const { api } = bench.playground;
    api.create(
      service('web', { selector: { app: 'web' }, clusterIP: 'None', ports: [{ port: 80, targetPort: 'http' }] }),
    );
    const set = workload('StatefulSet', 'web', 2);
    const ports = [{ name: 'http', containerPort: 8080 }];
    api.create({
      ...set,
      spec: {
        ...(set['spec'] as object),
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [{ name: 'main', image: 'x:1', ports }] },
        },
      },
    });
    await until(() => listAt(slices()[0], 'endpoints').length === 2 && slices().length === 1, 'both pods');
    await until(() => at(listAt(slices()[0], 'endpoints')[1], 'conditions', 'ready') === true, 'a ready pod');
    const slice = slices()[0];
    assert.deepEqual(slice?.metadata?.labels, {
      team: 'a',
      'service.kubernetes.io/headless': '',
      'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
      'kubernetes.io/service-name': 'web',
    });
    assert.deepEqual(slice?.['ports'], [{ port: 8080, protocol: 'TCP' }]);
    const owner = slice?.metadata?.ownerReferences?.[0];
    assert.deepEqual([owner?.kind, owner?.name], ['Service', 'web']);
    const version = slice?.metadata?.resourceVersion;
    api.patch(resources.pods, 'default', 'web-0', { metadata: { annotations: { seen: '1' } } });
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.equal(slices()[0]?.metadata?.resourceVersion, version);
  });

  it('without a selector keep the endpoints that somebody made', async () => {
    const { api } = bench.playground;
    const own = { apiVersion: 'v1', kind: 'Endpoints', metadata: { name: 'far', namespace: 'default' }, subsets: [] };
    api.create(own);
    api.create(service('far', { ports: [{ port: 80 }] }));
    api.create(service('near', { selector: { app: 'x' }, ports: [{ port: 80 }] }));
    await until(() => endpoints('near') !== undefined, 'the other');
    assert.equal(endpoints('far')?.metadata?.labels, undefined);
    assert.ok(!names(slices()).some((name) => name.startsWith('far')));
  });

  it('come with a ServiceAccount in every namespace, which comes back', async () => {
    const { api } = bench.playground;
    const account = (namespace: string) => api.find(resources.serviceaccounts, namespace, 'default');
    api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'new' } });
    await until(() => account('new') !== undefined && account('kube-system') !== undefined, 'the accounts');
    const uid = account('new')?.metadata?.uid;
    api.delete(resources.serviceaccounts, 'new', 'default');
    await until(() => account('new') !== undefined && account('new')?.metadata?.uid !== uid, 'another account');
    api.delete(resources.namespaces, undefined, 'new');
    await until(() => api.find(resources.namespaces, undefined, 'new') === undefined, 'the end of the namespace');
    assert.equal(account('new'), undefined);
  });
});

describe('playground agenda', () => {
  it('tells the log what fails, and goes on', async () => {
    const told: string[] = [];
    const note = (level: string) => (message: string, cause?: unknown) => {
      told.push(`${level}: ${message}${cause ? ` (${(cause as Error).message})` : ''}`);
    };
    const log: Log = { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') };
    const agenda = new Agenda(0.001, log);
    const done: string[] = [];
    let tries = 0;
    const queue = new WorkQueue(agenda, (key) => {
      tries += 1;
      if (key === 'a/x' && tries === 1) {
        throw badRequest('no');
      }
      done.push(key);
    });
    agenda.after(0, () => {
      throw new Error('slip');
    });
    queue.add('a/x');
    queue.add('a/y');
    await until(() => done.length === 2, 'both keys');
    agenda.stop();
    assert.deepEqual(done, ['a/y', 'a/x']);
    assert.deepEqual(told, ['error: What was to be done later failed. (slip)', 'debug: Work on a/x was refused: no']);
  });
});
