import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { silentLog } from '../../../src/core/base/log.ts';
import { Connections } from '../../../src/core/connection/connections.ts';
import { contextFate } from '../../../src/core/connection/contextFate.ts';
import { ContextWatch } from '../../../src/core/connection/contextWatch.ts';
import type { Kubeconfig } from '../../../src/core/kubeconfig/model.ts';
import { vclusterId } from '../../../src/core/vcluster/id.ts';
import { context, error, kubeconfig } from '../explorer/samples.ts';
import { FakeClient, FakeKubeconfig } from '../host/fakeCluster.ts';

const id = vclusterId({ context: 'prod', namespace: 'team-a', name: 'shop' });
const name = 'vcluster_shop_team-a_prod';
const server = 'https://127.0.0.1:31337';
const kubeconfigPath = '/home/ada/.kube/config';
const ours = context(name, { cluster: { name, server, skipTlsVerify: false } });
const view = { context: name, server, kubeconfigPath };
const last = { contexts: new Set(['prod', name]), isCurrent: true };
const without = kubeconfig([context('prod')], 'prod');
const within = kubeconfig([context('prod'), ours], name);

describe('contextFate', () => {
  it('is not known while its file cannot be read, or is not looked at any more', () => {
    const problem = error('kubeconfig', 'line 7 is not YAML');
    const broken: Kubeconfig = { ...without, files: [{ path: kubeconfigPath, exists: true, problem }] };
    assert.equal(contextFate(broken, view, last), undefined);
    assert.equal(contextFate({ ...without, files: [{ path: '/other', exists: true }] }, view, last), undefined);
    assert.deepEqual(contextFate({ ...without, files: [{ path: kubeconfigPath, exists: false }] }, view, last), {
      kind: 'missing',
    });
  });

  it('takes one that leads elsewhere by now for somebody else’s, which is no concern of ours', () => {
    const other = context(name, { cluster: { name, server: 'https://elsewhere', skipTlsVerify: false } });
    assert.equal(contextFate(kubeconfig([context('prod'), other]), view, last)?.kind, 'there');
  });

  it('is renamed only if the new one leads to the same server', () => {
    const renamed = { ...ours, name: 'mine' };
    assert.deepEqual(contextFate(kubeconfig([context('prod'), renamed]), view, last), {
      kind: 'renamed',
      context: 'mine',
      parts: name,
    });
    assert.deepEqual(contextFate(kubeconfig([context('prod'), context('mine')]), view, last), { kind: 'missing' });
  });
});

/** A kubeconfig and a place in the hands of the test, to bring about what happens in between. */
describe('ContextWatch, in between', () => {
  async function bench() {
    const source = new FakeKubeconfig(without);
    const reads: (() => void)[] = [];
    const writes: (() => void)[] = [];
    const vanished: string[] = [];
    const placed = { context: name, kubeconfigPath, remove: async () => undefined };
    const way = {
      route: { kind: 'forward', podPort: 8443 },
      entry: { name, server, user: { token: 'secret' } },
      client: new FakeClient(ours),
      forward: undefined,
      dispose: () => undefined,
    } as const;
    const connections = new Connections({
      connector: { open: async () => way },
      places: () => ({
        place: async () => {
          await new Promise<void>((resolve) => writes.push(resolve));
          return placed;
        },
      }),
      mode: () => 'switch',
      log: silentLog,
      now: () => 1000,
    });
    const reload = () => new Promise<void>((resolve) => reads.push(resolve));
    const watched = {
      get value() {
        return source.value;
      },
      onDidChange: source.onDidChange,
      reload,
    };
    const watch = new ContextWatch({ connections, kubeconfig: watched, log: silentLog });
    watch.onDidVanish((one) => vanished.push(one.context));
    const operation = { signal: new AbortController().signal, report: () => undefined };
    const turn = async (): Promise<void> => {
      await new Promise((resolve) => setImmediate(resolve));
    };
    const proceed = async (queue: (() => void)[]): Promise<void> => {
      await turn();
      queue.shift()?.();
      await turn();
    };
    const connect = (mode: 'switch' | 'merge') => connections.connect(id, operation, { mode });
    return { source, reads, writes, vanished, connections, watch, connect, proceed };
  }

  it('believes nothing that was read before the context was written', async () => {
    const { source, reads, writes, vanished, connections, connect, proceed } = await bench();
    const connecting = connect('switch');
    await proceed(writes);
    await connecting;
    source.set({ ...without, currentContext: 'other' });
    assert.equal(connections.view(id)?.missing, undefined);
    source.set(within);
    await proceed(reads);
    assert.deepEqual(vanished, []);
    source.set(without);
    assert.deepEqual([vanished, connections.view(id)?.missing], [[name], true]);
  });

  it('misses nothing that is on its way from one place to another', async () => {
    const { source, reads, writes, vanished, connect, proceed } = await bench();
    const connecting = connect('switch');
    await proceed(writes);
    await connecting;
    source.set(within);
    await proceed(reads);
    const moving = connect('merge');
    await new Promise((resolve) => setImmediate(resolve));
    source.set(without);
    await proceed(writes);
    await moving;
    source.set(within);
    await proceed(reads);
    assert.deepEqual(vanished, []);
  });
});
