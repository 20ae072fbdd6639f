import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { OperationError } from '../../../src/core/base/operationError.ts';
import { type KubeObject, resources } from '../../../src/core/kube/resource.ts';
import { pauseVCluster } from '../../../src/core/lifecycle/pause.ts';
import { resumeVCluster } from '../../../src/core/lifecycle/resume.ts';
import { before as doBefore, LifecycleBench, TestOperation } from './bench.ts';
import {
  type CapturedName,
  captured,
  capturedWrites,
  objectsOf,
  stateOf,
  withoutDates,
  withSortedDeletions,
} from './captured.ts';

/** Every shape of the sample fleet that has replicas, with what its pausing scales, in order. */
const shapes: Readonly<Record<string, readonly string[]>> = {
  'payments-prod': ['payments-prod'],
  'checkout-staging': ['checkout-staging'],
  'data-science': ['data-science'],
  search: ['search', 'search-etcd'],
  office: ['office'],
  'pr-1431': ['pr-1431'],
  nightly: ['nightly'],
  'partner-sandbox': ['partner-sandbox'],
  intranet: ['intranet'],
  billing: ['billing', 'billing-api', 'billing-controller', 'billing-etcd'],
  warehouse: ['warehouse', 'warehouse-api', 'warehouse-controller', 'warehouse-etcd'],
  'build-farm': ['build-farm'],
};

describe('pauseVCluster', () => {
  let lab: LifecycleBench;
  const pause = (name: string, operation = new TestOperation(), client = lab.client) =>
    pauseVCluster(client, lab.address(name), operation);
  const resume = (name: string) => resumeVCluster(lab.client, lab.address(name), new TestOperation());
  const claims = (namespace: string) => lab.playground.api.list(resources.persistentvolumeclaims, namespace).length;

  beforeEach(async () => {
    lab = await LifecycleBench.start();
  });
  afterEach(() => lab.end());

  function assertPaused(name: string): void {
    const address = lab.address(name);
    const current = lab
      .workloads(address)
      .some(({ metadata }) => /^vcluster-0\.[23]/u.test(metadata?.labels?.['chart'] ?? ''));
    for (const [workload, { replicas, marks }] of Object.entries(lab.seen(address))) {
      assert.equal(replicas, 0, workload);
      assert.equal(marks['loft.sh/paused'], 'true', workload);
      assert.match(marks['loft.sh/paused-replicas'] ?? '', /^[1-9]$/u, workload);
      assert.equal(marks['loft.sh/paused-date'] !== undefined, current, workload);
    }
    // Only a StatefulSet counts the pods that still end; those of an API server may take their time.
    const staying = lab.controlPlanePods(address).filter(({ metadata }) => !metadata?.deletionTimestamp);
    assert.deepEqual(staying, []);
    assert.deepEqual(
      lab.syncedPods(address).filter(({ metadata }) => !metadata?.deletionTimestamp),
      [],
    );
  }

  for (const [name, scaled] of Object.entries(shapes)) {
    it(`takes down and brings back ${name}`, async () => {
      const address = lab.address(name);
      const before = lab.seen(address);
      const pods = lab.syncedPods(address).length;
      const volumes = claims(address.namespace);
      const operation = new TestOperation();
      assert.deepEqual(await pause(name, operation), { scaled, deletedPods: pods, notes: [] });
      assertPaused(name);
      assert.equal(claims(address.namespace), volumes, 'volumes stay');
      assert.ok(operation.phases.includes(`Scaling ${scaled[0]} to 0`), operation.phases.join());
      const { scaled: back } = await resume(name);
      assert.deepEqual(lab.seen(address), before);
      assert.deepEqual(
        back.map((one) => one.name),
        [...scaled.slice(1).sort((a, b) => order(a) - order(b)), scaled[0]],
      );
      assert.equal(lab.playground.requests.openWatches(), 0);
    });
  }

  for (const name of ['current', 'legacy', 'legacy-ha'] satisfies CapturedName[]) {
    it(`writes what the CLI wrote, and no more, to ${name}`, async () => {
      const cli = captured(name);
      const { api, requests } = lab.playground;
      api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: cli.namespace } });
      for (const object of objectsOf(cli, cli.before)) {
        api.create(object);
      }
      for (const pod of capturedPods(cli.requests)) {
        api.create(syncedPod(pod, cli.namespace, cli.name));
      }
      // While its pods come up, controllers write as well, and conflicts would make us write again.
      const ready = ({ status }: KubeObject) => (status as { readyReplicas?: number }).readyReplicas;
      const isUp = () => lab.workloads(lab.address(cli.name)).every((one) => ready(one) === cli.before[0]?.replicas);
      await lab.until(isUp, 'its pods');
      requests.reset();
      await pause(cli.name);
      assert.deepEqual(withoutDates(lab.seen(lab.address(cli.name))), stateOf(cli.paused));
      assert.deepEqual(withSortedDeletions(lab.writes()), capturedWrites(cli));
    });

    it(`brings back what the CLI paused: ${name}`, async () => {
      const cli = captured(name);
      const { api } = lab.playground;
      api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: cli.namespace } });
      for (const object of objectsOf(cli, cli.paused)) {
        api.create(object);
      }
      await resume(cli.name);
      assert.deepEqual(lab.seen(lab.address(cli.name)), stateOf(cli.resumed));
      assert.equal(
        lab.writes()[0],
        name === 'legacy-ha' ? 'patch statefulsets/ha-etcd' : `patch statefulsets/${cli.name}`,
      );
    });
  }

  it('deletes what is left of the pods when it is paused already, and looks at no configuration', async () => {
    const address = lab.address('pr-1423');
    lab.playground.api.create(syncedPod('stray', address.namespace, 'pr-1423'));
    const before = lab.seen(address);
    assert.deepEqual(await pause('pr-1423'), { scaled: [], deletedPods: 1, notes: [] });
    assert.deepEqual(lab.seen(address), before);
    assert.deepEqual(lab.writes(), ['delete pods/stray']);
    assert.equal(lab.playground.requests.count({ resource: 'secrets' }), 0);
    assert.equal(lab.playground.requests.count({ verb: 'watch' }), 0);
  });

  it('takes the replicas of one that was scaled to zero by hand from its configuration', async () => {
    const address = lab.address('payments-prod');
    lab.playground.api.patch(resources.statefulsets, address.namespace, address.name, { spec: { replicas: 0 } });
    await lab.until(() => lab.controlPlanePods(address).length === 0, 'its end');
    await pause('payments-prod');
    assert.equal(lab.seen(address)['payments-prod']?.marks['loft.sh/paused-replicas'], '3');
    await pause('demo');
    assert.equal(lab.seen(lab.address('demo'))['demo']?.marks['loft.sh/paused-replicas'], '1');
    const legacy = lab.address('intranet');
    lab.playground.api.patch(resources.statefulsets, legacy.namespace, 'intranet', { spec: { replicas: 0 } });
    await lab.until(() => lab.controlPlanePods(legacy).length === 0, 'its end');
    await pause('intranet');
    assert.equal(lab.seen(legacy)['intranet']?.marks['loft.sh/paused-replicas'], '1');
  });

  it('says so when the configuration may not be read', async () => {
    lab.playground.faults.add({ resource: 'secrets' }, { kind: 'status', code: 403 });
    const { notes } = await pause('demo');
    assert.match(notes.join(), /come back with 1/u);
    assert.equal(lab.replicas(lab.address('demo'))['demo'], 0);
  });

  it('pauses what was paused and then scaled up by hand, with the replicas that it has now', async () => {
    const { namespace } = lab.address('pr-1423');
    lab.playground.api.patch(resources.statefulsets, namespace, 'pr-1423', { spec: { replicas: 2 } });
    await lab.until(() => lab.controlPlanePods(lab.address('pr-1423')).length === 2, 'its pods');
    await pause('pr-1423');
    assertPaused('pr-1423');
    assert.equal(lab.seen(lab.address('pr-1423'))['pr-1423']?.marks['loft.sh/paused-replicas'], '2');
  });

  it('leaves the scheduler, and an etcd beside a StatefulSet, as the CLI does', async () => {
    const { api } = lab.playground;
    const { namespace } = lab.address('billing');
    api.create(component('Deployment', 'billing-scheduler', 'vcluster-scheduler', 'billing', namespace));
    api.create(component('StatefulSet', 'intranet-etcd', 'vcluster-etcd', 'intranet', namespace));
    const { scaled } = await pause('billing');
    assert.deepEqual(scaled, shapes['billing']);
    assert.equal(lab.replicas(lab.address('billing'))['billing-scheduler'], 1);
    await pause('intranet');
    assert.deepEqual(lab.replicas(lab.address('intranet')), { intranet: 0, 'intranet-etcd': 1 });
    const mark = { 'loft.sh/paused': 'true', 'loft.sh/paused-replicas': '3' };
    const marked = { metadata: { annotations: mark }, spec: { replicas: 0 } };
    api.patch(resources.statefulsets, namespace, 'intranet-etcd', marked);
    await resume('intranet');
    assert.deepEqual(lab.replicas(lab.address('intranet')), { intranet: 1, 'intranet-etcd': 3 });
  });

  it('deletes the pods of a multi-namespace vcluster, wherever they are, and no others', async () => {
    const { api } = lab.playground;
    const marker = 'legacy-apps-x-intranet';
    for (const [name, owner] of [
      ['vcluster-11111111-aaaaaaaa', marker],
      ['vcluster-22222222-aaaaaaaa', marker],
      ['vcluster-33333333-bbbbbbbb', 'legacy-apps-x-billing'],
    ] as const) {
      const labels = { 'vcluster.loft.sh/managed-by': owner };
      api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
      api.create(pod('web', name, {}));
    }
    const billing = lab.syncedPods(lab.address('billing')).length;
    const own = lab.syncedPods(lab.address('intranet')).length;
    assert.equal((await pause('intranet')).deletedPods, own + 2);
    const left = api.list(resources.pods).filter(({ metadata }) => !metadata?.deletionTimestamp);
    const inside = left.filter(({ metadata }) => /^vcluster-\d/u.test(metadata?.namespace ?? ''));
    assert.deepEqual(
      inside.map(({ metadata }) => metadata?.namespace),
      ['vcluster-33333333-bbbbbbbb'],
    );
    assert.equal(lab.syncedPods(lab.address('billing')).length, billing);
  });

  it('does without the permissions to watch and to list namespaces', async () => {
    const rules = [
      { apiGroups: ['apps'], resources: ['statefulsets', 'deployments'], verbs: ['list', 'patch'] },
      { apiGroups: [''], resources: ['pods'], verbs: ['list', 'delete'] },
    ].map((rule) => ({ ...rule, namespaces: [lab.address('office').namespace] }));
    const client = lab.clientFor(lab.playground.tokens.issue({ user: 'jane', rules }));
    const { notes, scaled } = await pause('office', new TestOperation(), client);
    assert.deepEqual(scaled, ['office']);
    assert.equal(notes.length, 1);
    assert.match(notes[0] ?? '', /namespaces of its own could not be seen.*list namespaces/u);
    assertPaused('office');
  });

  it('waits through lost connections', async () => {
    lab.playground.faults.add({ verb: 'watch', resource: 'statefulsets' }, { kind: 'reset' }, 1);
    lab.playground.faults.add({ verb: 'watch', resource: 'statefulsets' }, { kind: 'gone' }, 1);
    await pause('payments-prod');
    assertPaused('payments-prod');
  });

  it('tries again when somebody else was quicker, from what is there then', async () => {
    const address = lab.address('billing');
    const scale = () => {
      lab.playground.api.patch(resources.deployments, address.namespace, 'billing', { spec: { replicas: 4 } });
    };
    await pause('billing', new TestOperation(), doBefore(lab.client, /^PATCH .*deployments\/billing$/u, scale));
    assertPaused('billing');
    assert.equal(lab.seen(address)['billing']?.marks['loft.sh/paused-replicas'], '4');
    const conflicts = lab.playground.requests.entries.filter(({ status }) => status === 409);
    assert.ok(conflicts.length > 0);
  });

  it('gives up on conflicts in the end', async () => {
    const fault = lab.playground.faults.add({ verb: 'patch' }, { kind: 'status', code: 409, reason: 'Conflict' });
    await assert.rejects(pause('office'), { name: 'KubeError', kind: 'conflict' });
    assert.equal(fault.hits, 12);
  }).timeout(10_000);

  it('touches nothing of one that was made anew meanwhile', async () => {
    const address = lab.address('office');
    const anew = () => remake(lab, address.namespace, 'office');
    for (const moment of [/^PATCH/u, /^WATCH statefulsets/u]) {
      const operation = new TestOperation();
      await assert.rejects(pause('office', operation, doBefore(lab.client, moment, anew)), { kind: 'gone' });
      assert.deepEqual(lab.seen(address), { office: { replicas: 1, marks: {} } }, String(moment));
    }
    lab.playground.requests.reset();
    const client = doBefore(lab.client, /^LIST pods .*managed-by/u, () => {
      anew();
      lab.playground.api.create(syncedPod('new', address.namespace, 'office'));
    });
    await assert.rejects(pause('office', new TestOperation(), client), { kind: 'gone' });
    assert.equal(lab.playground.requests.count({ verb: 'delete' }), 0);
  });

  it('ends when somebody resumes it meanwhile, and deletes no pods then', async () => {
    const { namespace } = lab.address('checkout-staging');
    for (const moment of [/^WATCH statefulsets/u, /^LIST pods .*managed-by/u]) {
      const wake = () => {
        const annotations = { 'loft.sh/paused': null, 'loft.sh/paused-replicas': null };
        const patch = { metadata: { annotations }, spec: { replicas: 1 } };
        lab.playground.api.patch(resources.statefulsets, namespace, 'checkout-staging', patch);
      };
      lab.playground.requests.reset();
      const client = doBefore(lab.client, moment, wake);
      await assert.rejects(pause('checkout-staging', new TestOperation(), client), { kind: 'refused' }, String(moment));
      assert.equal(lab.playground.requests.count({ verb: 'delete' }), 0);
    }
  });

  it('is refused where somebody else is in charge, and says why', async () => {
    await assert.rejects(pause('mobile-dev'), { kind: 'refused', message: /platform/iu });
    const { namespace } = lab.address('office');
    const restoring = { metadata: { annotations: { 'loft.sh/restoring': 'true' } } };
    lab.playground.api.patch(resources.statefulsets, namespace, 'office', restoring);
    await assert.rejects(pause('office'), { kind: 'refused', message: /being restored/u });
    const finalizers = { metadata: { finalizers: ['example.com/stay'] } };
    const other = lab.address('nightly');
    lab.playground.api.patch(resources.statefulsets, other.namespace, 'nightly', finalizers);
    lab.playground.api.delete(resources.statefulsets, other.namespace, 'nightly');
    await assert.rejects(pause('nightly'), { kind: 'gone' });
    await assert.rejects(pauseVCluster(lab.client, { ...other, name: 'nobody' }, new TestOperation()), {
      kind: 'gone',
    });
    assert.deepEqual(lab.writes(), []);
  });

  it('says which pods do not end, and goes on when asked again', async () => {
    const address = lab.address('payments-prod');
    const stuck = { metadata: { finalizers: ['example.com/stay'] } };
    lab.playground.api.patch(resources.pods, address.namespace, 'payments-prod-1', stuck);
    const short = { timings: { limitMs: 150 } };
    const synced = lab.syncedPods(address).length;
    await assert.rejects(pauseVCluster(lab.client, address, new TestOperation(), short), {
      kind: 'notReady',
      message: /payments-prod-1: Terminating/u,
    });
    assert.equal(lab.syncedPods(address).length, synced, 'no pod is deleted while the syncer is there');
    lab.playground.api.patch(resources.pods, address.namespace, 'payments-prod-1', { metadata: { finalizers: null } });
    lab.playground.api.remove(resources.pods, address.namespace, 'payments-prod-1');
    assert.deepEqual(await pause('payments-prod'), { scaled: [], deletedPods: synced, notes: [] });
    assertPaused('payments-prod');
  });

  it('deletes the synced pods only when the syncer of a Deployment has ended, or after the time for that', async () => {
    const address = lab.address('search');
    const [syncer] = lab.controlPlanePods(address).filter(({ metadata }) => metadata?.labels?.['app'] === 'vcluster');
    const name = syncer?.metadata?.name ?? '';
    lab.playground.api.patch(resources.pods, address.namespace, name, {
      metadata: { finalizers: ['example.com/stay'] },
    });
    const operation = new TestOperation();
    const { notes, deletedPods } = await pauseVCluster(lab.client, address, operation, { timings: { limitMs: 200 } });
    assert.match(notes.join(), /does not end/u);
    assert.ok(deletedPods > 0);
    assert.ok(operation.phases.includes('Waiting for 1 pod of search to end'), operation.phases.join());
  });

  it('does not mind synced pods that go by themselves, and stops when they may not be deleted', async () => {
    const address = lab.address('checkout-staging');
    const [first, second] = lab.syncedPods(address);
    const name = first?.metadata?.name ?? '';
    const client = doBefore(lab.client, new RegExp(`^DELETE .*pods/${name}$`, 'u'), () =>
      lab.playground.api.remove(resources.pods, address.namespace, name),
    );
    lab.playground.faults.add(
      { verb: 'delete', name: second?.metadata?.name ?? '' },
      { kind: 'status', code: 403, reason: 'Forbidden' },
      1,
    );
    await assert.rejects(pause('checkout-staging', new TestOperation(), client), { kind: 'forbidden' });
    await pause('checkout-staging');
    assertPaused('checkout-staging');
  });

  it('leaves a pod alone that has taken the name of a synced one', async () => {
    const address = lab.address('office');
    const name = lab.syncedPods(address)[0]?.metadata?.name ?? '';
    const replace = () => {
      lab.playground.api.remove(resources.pods, address.namespace, name);
      lab.playground.api.create(pod(name, address.namespace, {}));
    };
    await pause('office', new TestOperation(), doBefore(lab.client, /^DELETE/u, replace));
    const left = lab.playground.api.find(resources.pods, address.namespace, name);
    assert.deepEqual([left?.metadata?.deletionTimestamp, left?.metadata?.labels], [undefined, {}]);
  });

  it('can be run again, or taken back, after a failure at any of its writes', async () => {
    for (const way of ['again', 'back'] as const) {
      for (let failing = 0; failing < 4; failing += 1) {
        const name = failing % 2 === 0 ? 'billing' : 'warehouse';
        const address = lab.address(name);
        const before = lab.seen(address);
        const workload = shapes[name]?.[failing] ?? '';
        lab.playground.faults.add({ verb: 'patch', name: workload }, { kind: 'status', code: 500 }, 1);
        await assert.rejects(pause(name), { kind: 'server' });
        if (way === 'again') {
          await pause(name);
          assertPaused(name);
        }
        if (way === 'again' || failing > 0) {
          await resume(name);
        }
        assert.deepEqual(lab.seen(address), before, `${way} after ${workload}`);
      }
    }
  });

  const phases: readonly (readonly [RegExp, string])[] = [
    [/Looking at/u, 'payments-prod'],
    [/Scaling billing to/u, 'billing'],
    [/Scaling billing-controller/u, 'billing'],
    [/Scaling billing-etcd/u, 'billing'],
    [/Waiting for .* of billing-etcd/u, 'billing'],
    [/Waiting for .* of payments-prod/u, 'payments-prod'],
    [/Looking for its synced/u, 'payments-prod'],
    [/Deleting its synced pods: 0/u, 'payments-prod'],
    [/Deleting its synced pods: 2/u, 'payments-prod'],
  ];
  for (const [phase, name] of phases) {
    it(`stops at once when cancelled at ${phase.source}, and either command goes on`, async () => {
      await lab.end();
      lab = await LifecycleBench.start({ pace: 0.1 });
      const address = lab.address(name);
      const before = lab.seen(address);
      const operation = new TestOperation(phase);
      await assert.rejects(pause(name, operation), (error: OperationError) => {
        assert.ok(OperationError.is(error, 'cancelled'), String(error));
        assert.equal(/half-way/u.test(error.message), lab.writes().length > 0, error.message);
        return true;
      });
      assert.ok(operation.signal.aborted, 'the phase came');
      assert.equal(
        operation.phases.length - 1,
        operation.phases.findIndex((one) => phase.test(one)),
        'no phase follows',
      );
      await lab.until(() => lab.playground.requests.openWatches() === 0, 'the end of the watches');
      const touched = Object.values(lab.seen(address)).some(({ marks }) => marks['loft.sh/paused'] === 'true');
      if (touched) {
        await resume(name);
        assert.deepEqual(lab.seen(address), before);
      }
      await pause(name);
      assertPaused(name);
    });
  }

  it('is cancelled before it begins', async () => {
    const controller = new AbortController();
    controller.abort();
    const operation = { signal: controller.signal, report: () => undefined };
    await assert.rejects(pauseVCluster(lab.client, lab.address('office'), operation), {
      kind: 'cancelled',
      message: /Nothing of office was changed/u,
    });
    assert.equal(lab.playground.requests.entries.length, 0);
  });
});

function order(workload: string): number {
  return ['etcd', 'api', 'controller'].indexOf(workload.split('-').at(-1) ?? '');
}

function capturedPods(requests: readonly string[]): readonly string[] {
  return requests.flatMap((one) => /^delete .*\/pods\/(.*)$/u.exec(one)?.[1] ?? []);
}

function pod(name: string, namespace: string, labels: Readonly<Record<string, string>>): KubeObject {
  const spec = { containers: [{ name: 'main', image: 'nginx:1.27' }], terminationGracePeriodSeconds: 0 };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, labels }, spec };
}

function syncedPod(name: string, namespace: string, vcluster: string): KubeObject {
  return pod(name, namespace, { 'vcluster.loft.sh/managed-by': vcluster });
}

function component(kind: string, name: string, app: string, release: string, namespace: string): KubeObject {
  const selector = { app, release };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace, labels: selector },
    spec: {
      replicas: 1,
      selector: { matchLabels: selector },
      template: { metadata: { labels: selector }, spec: { containers: [{ name: 'main', image: 'nginx:1.27' }] } },
    },
  };
}

/** Deletes a StatefulSet and creates it again, without marks. */
function remake(lab: LifecycleBench, namespace: string, name: string): void {
  const { api } = lab.playground;
  const old = api.get(resources.statefulsets, namespace, name);
  api.remove(resources.statefulsets, namespace, name);
  const { labels = {} } = old.metadata ?? {};
  const spec = { ...(old['spec'] as object), replicas: 1 };
  api.create({ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name, namespace, labels }, spec });
}
