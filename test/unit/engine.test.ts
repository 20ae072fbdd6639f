import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createEngine, type Engine } from '../../src/core/engine.ts';
import type { TreeNode } from '../../src/core/explorer/node.ts';
import { KubeError } from '../../src/core/kube/error.ts';
import { resources } from '../../src/core/kube/resource.ts';
import { type Playground, startPlayground } from '../../src/core/playground/playground.ts';
import { engineOptions } from './engineOptions.ts';
import { TreeView } from './explorer/treeView.ts';

/** The engine as the extension runs it, on two real servers that can be told to misbehave. */
describe('Engine', () => {
  let folder: string;
  let file: string;
  let first: Playground;
  let second: Playground;
  let engine: Engine;
  let view: TreeView;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'engine-'));
    file = path.join(folder, 'config');
    const start = async (name: string) => {
      const own = path.join(folder, name);
      await mkdir(own);
      return startPlayground({ folder: own, tls: false, pace: 0.01, fleet: { vclusters: 3, podsEach: 4 } });
    };
    [first, second] = [await start('one'), await start('two')];
    const narrow = first.tokens.issue({
      user: 'jane',
      rules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'], namespaces: ['vcluster-vc-0002'] }],
    });
    await writeFile(
      file,
      JSON.stringify({
        'current-context': 'first',
        clusters: [
          { name: 'one', cluster: { server: first.server.url } },
          { name: 'two', cluster: { server: second.server.url } },
        ],
        users: [
          { name: 'one', user: { token: first.token } },
          { name: 'two', user: { token: second.token } },
          { name: 'jane', user: { token: narrow } },
        ],
        contexts: [
          { name: 'first', context: { cluster: 'one', user: 'one' } },
          { name: 'second', context: { cluster: 'two', user: 'two' } },
          { name: 'narrow', context: { cluster: 'one', user: 'jane' } },
        ],
      }),
    );
    engine = await createEngine(
      engineOptions({
        kubeconfig: () => [file],
        ownKubeconfigs: () => [second.kubeconfigPath],
        namespaces: (context) => (context === 'narrow' ? ['vcluster-vc-0002', 'elsewhere'] : []),
        pluginTimeoutMs: () => 1000,
        storageFolder: folder,
      }),
    );
    view = new TreeView(engine.explorer);
  });

  afterEach(async () => {
    view.dispose();
    engine.dispose();
    await Promise.all([first.stop(), second.stop()]);
    await rm(folder, { recursive: true, force: true });
  });

  async function until(condition: () => boolean, what: string): Promise<void> {
    const deadline = Date.now() + 8000;
    while (!condition()) {
      if (Date.now() > deadline) {
        const seen = view.visible.map(({ label, description }) => `${label} · ${description}`);
        assert.fail(`${what} did not come about:\n${seen.join('\n')}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  function child(parent: string | undefined, label: string): TreeNode | undefined {
    return view.visible.find((node) => node.parent === parent && node.label === label);
  }

  /** Expands a node after the other by label, from the top; gives the last. */
  async function open(...labels: readonly string[]): Promise<TreeNode> {
    let found: TreeNode | undefined;
    for (const label of labels) {
      if (found !== undefined && !view.isExpanded(found.id)) {
        view.expand(found.id);
      }
      const parent = found?.id;
      await until(() => child(parent, label) !== undefined, label);
      found = child(parent, label);
    }
    assert.ok(found);
    if (found.expandable && !view.isExpanded(found.id)) {
      view.expand(found.id);
    }
    return found;
  }

  const toPods = ['vcluster-vc-0001', 'vc-0001', 'Synced resources', 'Pods', 'default'];

  /** The first synced pod of vc-0001. */
  function syncedPod() {
    const pod = first.api.list(resources.pods, 'vcluster-vc-0001').find(({ metadata }) => {
      return metadata?.annotations?.['vcluster.loft.sh/object-namespace'] === 'default';
    });
    assert.ok(pod?.metadata?.name);
    return { name: pod.metadata.name, virtual: pod.metadata.annotations?.['vcluster.loft.sh/object-name'] ?? '' };
  }

  it('contacts nobody before a context is expanded', async () => {
    assert.deepEqual(view.labels(undefined), ['first', 'narrow', 'second', 'vcluster-playground']);
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(first.requests.entries.length + second.requests.entries.length, 0);
  });

  it('shows a synced pod, and that pod alone again when it changes', async () => {
    const { name, virtual } = syncedPod();
    const node = await open('first', ...toPods, virtual);
    await until(() => view.visible.every(({ label }) => label !== 'Loading…'), 'all lists');
    await new Promise((resolve) => setTimeout(resolve, 200));
    view.clear();
    first.api.patch(
      resources.pods,
      'vcluster-vc-0001',
      name,
      {
        status: {
          containerStatuses: [
            { name: 'app', ready: false, restartCount: 7, state: { waiting: { reason: 'CrashLoopBackOff' } } },
          ],
        },
      },
      { subresource: 'status' },
    );
    await until(() => view.node(node.id)?.description.includes('CrashLoopBackOff') === true, 'the crash');
    assert.deepEqual(view.fired, [[node.id]]);
  });

  it('shows vclusters that come and go', async () => {
    await open('first');
    await until(() => view.labels(view.visible[0]?.id).length === 3, 'three namespaces');
    const before = first.api.get(resources.statefulsets, 'vcluster-vc-0003', 'vc-0003');
    first.api.delete(resources.statefulsets, 'vcluster-vc-0003', 'vc-0003');
    await until(() => view.labels(view.visible[0]?.id).length === 2, 'two namespaces');
    first.api.seed(before);
    await until(() => view.labels(view.visible[0]?.id).length === 3, 'three namespaces again');
  });

  const faults = [
    ['401', 'Not signed in', { kind: 'status', code: 401 }],
    ['403', 'Permission missing', { kind: 'status', code: 403 }],
    ['500', 'The cluster cannot answer', { kind: 'status', code: 500 }],
    ['a web page', 'Not a Kubernetes API', { kind: 'html' }],
    ['a cut connection', 'Cannot reach the cluster', { kind: 'reset' }],
  ] as const;
  for (const [what, label, action] of faults) {
    it(`says so where the server answers with ${what}, recovers on refresh, and lets other contexts go on`, async () => {
      const fault = first.faults.add({ resource: 'statefulsets' }, action);
      const message = await open('first', label);
      assert.equal(message.kind, 'message');
      assert.ok(message.fix);
      await open('second', ...toPods);
      fault.remove();
      engine.explorer.refresh(message.parent);
      await open('first', 'vcluster-vc-0001');
      assert.equal(child(message.parent, label), undefined);
    });
  }

  it('goes on loading where the server never answers, and lets other contexts go on', async () => {
    first.faults.add({ resource: 'statefulsets' }, { kind: 'stall' });
    await open('first', 'Loading…');
    await open('second', ...toPods);
    assert.deepEqual(view.labels(view.visible[0]?.id), ['Loading…']);
  });

  it('keeps what it knew when the server goes away', async () => {
    await open('first', 'vcluster-vc-0001', 'vc-0001');
    first.faults.add({}, { kind: 'status', code: 503 });
    first.faults.dropWatches();
    const message = await open('first', 'The cluster cannot answer');
    assert.equal(message.icon.id, 'warning');
    assert.ok(child(message.parent, 'vcluster-vc-0001'));
    first.faults.clear();
    engine.explorer.refresh();
    await until(() => child(message.parent, message.label) === undefined, 'the end of the message');
  });

  it('falls back to the namespaces that are permitted', async () => {
    const { parent } = await open('narrow', 'vcluster-vc-0002', 'vc-0002', 'Synced resources', 'Pods', 'default');
    assert.ok(parent);
    const narrow = view.visible.find(({ label }) => label === 'narrow');
    assert.deepEqual(view.labels(narrow?.id), ['vcluster-vc-0002', 'Shows only vcluster-vc-0002']);
  });

  it('names the synced kinds that may not be listed', async () => {
    const { id } = await open('narrow', 'vcluster-vc-0002', 'vc-0002', 'Synced resources');
    await until(
      () => view.labels(id).some((label) => label === 'PersistentVolumes: Permission missing'),
      'the missing permission',
    );
    assert.ok(view.labels(id).includes('Pods'));
  });

  it('gives YAML with secrets masked', async () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'default' } };
    first.api.create({ ...secret, data: { password: Buffer.from('hunter2').toString('base64') } });
    const reference = { context: 'first', resource: 'secrets', namespace: 'default', name: 's' };
    const yaml = await engine.objectYaml(reference);
    assert.match(yaml, /password: .*7 bytes/u);
    await assert.rejects(engine.objectYaml({ ...reference, name: 'gone' }), (error) => KubeError.is(error, 'notFound'));
    await assert.rejects(engine.objectYaml({ ...reference, context: 'gone' }), (error) =>
      KubeError.is(error, 'kubeconfig'),
    );
  });

  it('gives the log of a container', async () => {
    const reference = { context: 'first', resource: 'pods', namespace: 'vcluster-vc-0001', name: 'vc-0001-0' };
    const containers = await engine.podContainers(reference);
    assert.equal(containers[0]?.name, 'syncer');
    const options = { container: 'syncer', previous: false, follow: false, tailLines: 5 };
    let text = '';
    for await (const piece of engine.podLog(reference, options, new AbortController().signal)) {
      text += piece;
    }
    assert.ok(text.trim().split('\n').length <= 5);
    assert.ok(text.length > 10);
  });

  it('lists for other extensions', async () => {
    assert.deepEqual((await engine.list()).map(({ id, status }) => [id, status]).toSorted(), [
      ['first/vcluster-vc-0001/vc-0001', 'running'],
      ['first/vcluster-vc-0002/vc-0002', 'running'],
      ['first/vcluster-vc-0003/vc-0003', 'running'],
    ]);
    assert.equal((await engine.list('second')).length, 3);
    await assert.rejects(engine.list('nowhere'), (error) => KubeError.is(error, 'kubeconfig'));
    second.faults.add({ resource: 'pods' }, { kind: 'status', code: 401 });
    await assert.rejects(engine.list('vcluster-playground'), (error) => KubeError.is(error, 'unauthorized'));
  });

  it('switches the current context, but never in a kubeconfig of our own', async () => {
    await engine.useContext('second');
    assert.equal(JSON.parse(await readFile(file, 'utf8'))['current-context'], 'second');
    await until(() => view.labels(undefined)[0] === 'second', 'the new order');
    await assert.rejects(engine.useContext('vcluster-playground'), (error) => KubeError.is(error, 'kubeconfig'));
  });
});
