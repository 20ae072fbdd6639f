import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Operation } from '../../src/core/base/operation.ts';
import type { KubeObject } from '../../src/core/kube/resource.ts';
import { forecastPause } from '../../src/core/lifecycle/forecast.ts';
import { pauseVCluster } from '../../src/core/lifecycle/pause.ts';
import { missingPermissions } from '../../src/core/lifecycle/permissions.ts';
import { resumeVCluster } from '../../src/core/lifecycle/resume.ts';
import type { VClusterAddress } from '../../src/core/vcluster/id.ts';
import { intercepted, type Seen, seenOf } from '../unit/lifecycle/bench.ts';
import {
  type Captured,
  type CapturedName,
  captured,
  capturedWrites,
  objectsOf,
  stateOf,
  withoutDates,
  withSortedDeletions,
} from '../unit/lifecycle/captured.ts';
import type { HostApi } from './host/hostApi.ts';
import { HostSession } from './hostSession.ts';
import { permit } from './permissions.ts';
import { until } from './until.ts';

interface List {
  readonly items: readonly KubeObject[];
}

const shapes = ['current', 'legacy', 'legacy-ha'] satisfies CapturedName[];
const quiet: Operation = { signal: new AbortController().signal, report: () => undefined };
/** What this code may take beyond what the server takes. */
const ownMs = 1000;

describe('pausing on a real API server', () => {
  let session: HostSession;
  let api: HostApi;
  const undo: (() => Promise<unknown>)[] = [];

  beforeEach(async function () {
    api = this.host.api;
    session = await HostSession.open(this.host);
    undo.push(() => session.close());
  });
  afterEach(async () => {
    for (const step of undo.splice(0).reverse()) {
      await step();
    }
  });

  /** A captured vcluster in a namespace of its own, in one of its states, with its control-plane pods. */
  async function create(
    name: CapturedName,
    state: 'before' | 'paused',
  ): Promise<Captured & { address: VClusterAddress }> {
    const cli = { ...captured(name), namespace: `${name}-${randomUUID().slice(0, 8)}` };
    const { namespace } = cli;
    await api.create('/api/v1/namespaces', { metadata: { name: namespace } });
    undo.push(() => api.remove(`/api/v1/namespaces/${namespace}`));
    for (const object of objectsOf(cli, cli[state])) {
      await api.create(path(namespace, object.kind), object);
    }
    const wanted = cli[state].reduce((sum, { replicas }) => sum + replicas, 0);
    const counted = async () => {
      const all = await workloads(namespace);
      const isObserved = ({ metadata, status }: KubeObject) =>
        (status as { observedGeneration?: number }).observedGeneration === metadata?.['generation'];
      const replicas = ({ status }: KubeObject) => (status as { replicas?: number }).replicas ?? 0;
      return all.every(isObserved) && all.reduce((sum, one) => sum + replicas(one), 0) === wanted;
    };
    await until('the controllers have counted the pods', counted);
    return { ...cli, address: { context: 'host', namespace, name: cli.name } };
  }

  async function workloads(namespace: string): Promise<readonly KubeObject[]> {
    const lists = ['StatefulSet', 'Deployment'].map((kind) => api.get<List>(path(namespace, kind)));
    return (await Promise.all(lists)).flatMap(({ items }) => items);
  }

  async function seen(namespace: string): Promise<Readonly<Record<string, Seen>>> {
    const all = await workloads(namespace);
    return withoutDates(Object.fromEntries(all.map((one) => [one.metadata?.name ?? '', seenOf(one)])));
  }

  async function syncedPods({ requests, namespace, name }: Captured): Promise<readonly string[]> {
    const pods = requests.flatMap((one) => /^delete .*\/pods\/(.*)$/u.exec(one)?.[1] ?? []);
    for (const pod of pods) {
      const labels = { 'vcluster.loft.sh/managed-by': name };
      const spec = { containers: [{ name: 'main', image: 'nginx' }], automountServiceAccountToken: false };
      await api.create(`/api/v1/namespaces/${namespace}/pods`, { metadata: { name: pod, labels }, spec });
    }
    return pods;
  }

  const pods = async (namespace: string) => (await api.get<List>(`/api/v1/namespaces/${namespace}/pods`)).items;

  for (const shape of shapes) {
    it(`is as the CLI's, in what is written and what is asked for: ${shape}`, async () => {
      const cli = await create(shape, 'before');
      await syncedPods(cli);
      const from = session.client.log.length;
      const started = performance.now();
      const result = await pauseVCluster(session.client, cli.address, quiet);
      const took = performance.now() - started;
      assert.deepEqual(await seen(cli.namespace), stateOf(cli.paused));
      const writes = session.client.log
        .slice(from)
        .filter(({ verb, outcome }) => verb === 'request' && outcome === 'ok')
        .map(({ resource }) => resource.replace(/^.*\/namespaces\/[^/]+\//u, ''));
      assert.deepEqual(
        withSortedDeletions(writes),
        capturedWrites(cli).map((one) => one.replace(/^\w+ /u, '')),
      );
      assert.deepEqual(await pods(cli.namespace), []);
      assert.equal(result.scaled.length, cli.before.length);
      console.log(`      paused ${shape} in ${took.toFixed(0)} ms`);
      assert.ok(took < 2 * ownMs);
      const again = performance.now();
      assert.deepEqual(await pauseVCluster(session.client, cli.address, quiet), {
        scaled: [],
        deletedPods: 0,
        notes: [],
      });
      const twice = performance.now() - again;
      console.log(`      again in ${twice.toFixed(0)} ms`);
      assert.ok(twice < ownMs);
      await resumeVCluster(session.client, cli.address, quiet);
      assert.deepEqual(await seen(cli.namespace), stateOf(cli.before));
    });

    it(`brings back what the CLI paused: ${shape}`, async () => {
      const cli = await create(shape, 'paused');
      const started = performance.now();
      const { scaled } = await resumeVCluster(session.client, cli.address, quiet);
      const took = performance.now() - started;
      console.log(`      resumed ${shape} in ${took.toFixed(0)} ms`);
      assert.ok(took < ownMs);
      assert.deepEqual(await seen(cli.namespace), stateOf(cli.resumed));
      assert.equal(scaled.at(-1)?.name, cli.name, 'the syncer comes last');
      if (shape === 'legacy-ha') {
        assert.equal(scaled[0]?.name, 'ha-etcd');
      }
      await assert.rejects(resumeVCluster(session.client, cli.address, quiet), { kind: 'refused' });
    });
  }

  it('leaves alone what was made anew at the moment of the write, and of the wait', async () => {
    const cli = await create('current', 'before');
    const collection = path(cli.namespace, 'StatefulSet');
    const remake = async () => {
      await api.remove(`${collection}/${cli.name}`, { propagationPolicy: 'Background' });
      for (const object of objectsOf(cli, cli.before)) {
        await api.create(collection, object);
      }
    };
    for (const moment of [/^Scaling/u, /^Waiting/u]) {
      let remade: Promise<void> | undefined;
      const client = intercepted(session.client, () => remade);
      const report = (phase: string) => {
        if (moment.test(phase)) {
          remade ??= remake();
        }
      };
      const stuck = moment.source.includes('Waiting') ? await bind(cli) : undefined;
      await assert.rejects(pauseVCluster(client, cli.address, { ...quiet, report }), { kind: 'gone' });
      await stuck?.();
      assert.deepEqual((await seen(cli.namespace))[cli.name], { replicas: 1, marks: {} }, String(moment));
    }
  });

  /** Puts a finalizer on its pod, so that it does not end before `release` is called. */
  async function bind({ namespace, name }: Captured): Promise<() => Promise<unknown>> {
    const pod = `/api/v1/namespaces/${namespace}/pods/${name}-0`;
    await until('its pod is there', () => api.get(pod).then(Boolean, () => false));
    await api.patch(pod, { metadata: { finalizers: ['example.com/stay'] } });
    return () => api.patch(pod, { metadata: { finalizers: null } });
  }

  it('waits for pods to end, no longer than it may, and not after it was cancelled', async () => {
    const cli = await create('current', 'before');
    const release = await bind(cli);
    await assert.rejects(pauseVCluster(session.client, cli.address, quiet, { timings: { limitMs: 300 } }), {
      kind: 'notReady',
      message: /pr-0003-0: Terminating/u,
    });
    const controller = new AbortController();
    const report = (phase: string) => {
      if (/^Waiting/u.test(phase)) {
        controller.abort();
      }
    };
    const started = performance.now();
    await assert.rejects(pauseVCluster(session.client, cli.address, { signal: controller.signal, report }), {
      kind: 'cancelled',
    });
    assert.ok(performance.now() - started < ownMs);
    const waiting = pauseVCluster(session.client, cli.address, {
      ...quiet,
      report: (phase) => void (/^Waiting/u.test(phase) && release()),
    });
    await waiting;
    assert.deepEqual(await seen(cli.namespace), stateOf(cli.paused));
  });

  it('needs no more than the permissions that are asked for', async function () {
    const cli = await create('legacy-ha', 'before');
    await syncedPods(cli);
    const user = `user-${randomUUID()}`;
    const file = await HostSession.open(this.host, { token: this.host.token(user) });
    undo.push(() => file.close());
    const missing = () => missingPermissions(file.client, 'pause', cli.address, quiet.signal);
    assert.match((await missing()) ?? '', /list statefulsets.apps, list deployments.apps, list pods, delete pods/u);
    const apps = { verbs: ['list', 'patch'], resources: ['statefulsets', 'deployments'], apiGroups: ['apps'] };
    undo.push(await permit(api, user, apps, cli.namespace));
    undo.push(await permit(api, user, { verbs: ['list', 'delete'], resources: ['pods'] }, cli.namespace));
    await until('the roles count', async () => (await missing()) === undefined);
    const { notes } = await pauseVCluster(file.client, cli.address, quiet);
    assert.equal(notes.length, 1);
    assert.deepEqual(await seen(cli.namespace), stateOf(cli.paused));
    await resumeVCluster(file.client, cli.address, quiet);
    assert.deepEqual(await seen(cli.namespace), stateOf(cli.before));
  });

  it('is foreseen', async () => {
    const cli = await create('current', 'before');
    const synced = await syncedPods(cli);
    const forecast = await forecastPause(session.client, cli.address, quiet.signal);
    assert.deepEqual(
      [forecast.controlPlanePods, forecast.syncedPods, forecast.uncertainPods],
      [1, synced.length, synced.length],
    );
  });
});

function path(namespace: string, kind: string | undefined): string {
  return `/apis/apps/v1/namespaces/${namespace}/${kind === 'Deployment' ? 'deployments' : 'statefulsets'}`;
}
