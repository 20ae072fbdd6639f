import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Operation } from '../../../src/core/base/operation.ts';
import type { KubeconfigMode } from '../../../src/core/connection/connection.ts';
import { createEngine, type Engine } from '../../../src/core/engine.ts';
import { resources } from '../../../src/core/kube/resource.ts';
import { pauseVCluster } from '../../../src/core/lifecycle/pause.ts';
import { type Playground, startPlayground } from '../../../src/core/playground/playground.ts';
import type { VCluster } from '../../../src/core/vcluster/model.ts';
import { engineOptions } from '../engineOptions.ts';

const staging = 'checkout-staging';
const context = `vcluster_${staging}_team-checkout_vcluster-playground`;

/** The engine as the extension runs it, on the sample fleet. */
describe('Operations', function () {
  this.timeout(20_000);
  let folder: string;
  let config: string;
  let playground: Playground;
  let engine: Engine;
  let mode: KubeconfigMode;
  let protectedContexts: readonly string[];
  let vclusters: ReadonlyMap<string, VCluster>;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'operations-'));
    playground = await startPlayground({ folder: path.join(folder, 'playground'), pace: 0.02 });
    config = path.join(folder, 'config');
    await copyFile(playground.kubeconfigPath, config);
    mode = 'switch';
    protectedContexts = [];
    engine = await createEngine(
      engineOptions({
        kubeconfig: () => [config],
        connectMode: () => mode,
        protectedContexts: () => protectedContexts,
        storageFolder: folder,
      }),
    );
    await engine.list();
    const { view } = engine.hosts.open('vcluster-playground') ?? assert.fail();
    vclusters = new Map([...view.vclusters.values()].map((one) => [one.name, one]));
  });

  afterEach(async () => {
    await engine.close();
    engine.dispose();
    await playground.stop();
    await rm(folder, { recursive: true, force: true });
  });

  function operation(controller = new AbortController()): Operation & { readonly phases: string[] } {
    const phases: string[] = [];
    return { signal: controller.signal, report: (text) => phases.push(text), phases };
  }

  function idOf(name: string): string {
    return vclusters.get(name)?.id ?? assert.fail(name);
  }

  async function currentContext(): Promise<string | undefined> {
    return /"?current-context"?: "?([^"\n,]*)/u.exec(await readFile(config, 'utf8'))?.[1];
  }

  async function namespacesInside(id: string): Promise<readonly string[]> {
    const client = engine.connections.client(id) ?? assert.fail('not connected');
    return (await client.list(resources.namespaces, undefined)).items.map(({ metadata }) => metadata?.name ?? '');
  }

  it('connects into the vcluster itself, makes its context current, and leaves the file as it was', async () => {
    const before = await readFile(config, 'utf8');
    const connected = await engine.operations.connect(idOf(staging), operation());
    assert.equal(connected.context, context);
    assert.match(connected.server, /^https:\/\/127\.0\.0\.1:\d+$/u);
    assert.equal(connected.kubeconfigPath, config);
    assert.ok((await namespacesInside(idOf(staging))).includes('shop'));
    assert.equal(await currentContext(), context);
    await engine.operations.disconnect(idOf(staging));
    assert.equal(await readFile(config, 'utf8'), before);
    assert.deepEqual(
      (await readdir(path.join(folder, 'connections'))).filter((name) => name.endsWith('.json')),
      [],
    );
  });

  it('tells whoever asks next what it did, without a moment to wait', async () => {
    const summary = async () => (await engine.list()).find(({ name }) => name === staging);
    const before = engine.kubeconfig.value.currentContext;
    for (let round = 0; round < 3; round += 1) {
      await engine.operations.connect(idOf(staging), operation());
      assert.deepEqual([(await summary())?.connected, engine.kubeconfig.value.currentContext], [true, context]);
      await engine.operations.disconnect(idOf(staging));
      assert.deepEqual([(await summary())?.connected, engine.kubeconfig.value.currentContext], [false, before]);
    }
    await engine.operations.pause(idOf(staging), operation());
    assert.equal((await summary())?.status, 'paused');
  });

  it('makes the context of a connection current again, or writes it back, when it is asked to connect once more', async () => {
    const before = await readFile(config, 'utf8');
    const [one, other] = [idOf(staging), idOf('search')];
    const first = await engine.operations.connect(one, operation());
    await engine.operations.connect(other, operation());
    assert.deepEqual(await engine.operations.connect(one, operation()), first);
    assert.equal(await currentContext(), context);
    assert.equal(engine.connections.views.length, 2);
    await engine.operations.disconnect(one);
    assert.equal(await currentContext(), 'vcluster-playground', 'as it was before both');
    await engine.operations.disconnect(other);
    assert.equal(await readFile(config, 'utf8'), before);
    for (const wanted of ['switch', 'merge'] as const) {
      mode = wanted;
      await engine.operations.connect(one, operation());
      const connected = await readFile(config, 'utf8');
      const vanished = new Promise((resolve) => engine.contextWatch.onDidVanish(resolve));
      await writeFile(config, before);
      await vanished;
      await engine.operations.connect(one, operation());
      assert.equal(await readFile(config, 'utf8'), connected);
      await engine.operations.disconnect(one);
    }
  });

  it('sees that its context has gone from the kubeconfig, stays connected, and writes it back', async () => {
    const before = await readFile(config, 'utf8');
    const id = idOf(staging);
    const vanished = new Promise<string>((resolve) => engine.contextWatch.onDidVanish((view) => resolve(view.context)));
    await engine.operations.connect(id, operation());
    const connected = await readFile(config, 'utf8');
    await writeFile(config, before);
    assert.equal(await vanished, context);
    assert.match(engine.connections.row(id)?.description ?? '', /its context is gone from your kubeconfig$/u);
    assert.ok((await namespacesInside(id)).includes('shop'));
    await engine.contextWatch.restore(id);
    assert.equal(await currentContext(), 'vcluster-playground', 'what is current by now stays so');
    await engine.useContext(context);
    assert.equal(await readFile(config, 'utf8'), connected);
    await engine.operations.disconnect(id);
    assert.equal(await readFile(config, 'utf8'), before);
  });

  it('leaves the current context alone in mode merge, and the whole file in mode private', async () => {
    const before = await readFile(config, 'utf8');
    mode = 'merge';
    await engine.operations.connect(idOf(staging), operation());
    assert.equal(await currentContext(), 'vcluster-playground');
    assert.match(await readFile(config, 'utf8'), new RegExp(context, 'u'));
    await engine.operations.disconnect(idOf(staging));
    mode = 'private';
    const { kubeconfigPath } = await engine.operations.connect(idOf(staging), operation());
    assert.equal(await readFile(config, 'utf8'), before);
    assert.equal((await stat(kubeconfigPath)).mode & 0o777, 0o600);
    await engine.operations.disconnect(idOf(staging));
    await assert.rejects(stat(kubeconfigPath), { code: 'ENOENT' });
  });

  it('is connected to several at once, and takes all back at the end', async () => {
    const before = await readFile(config, 'utf8');
    const names = [staging, 'billing', 'search'];
    for (const name of names) {
      await engine.operations.connect(idOf(name), operation());
    }
    assert.equal(new Set(engine.connections.views.map(({ port }) => port)).size, 3);
    await Promise.all(names.map((name) => namespacesInside(idOf(name))));
    await engine.close();
    assert.equal(await readFile(config, 'utf8'), before);
  });

  it('gives terminals and service accounts kubeconfigs of their own, which go with the connection', async () => {
    const id = idOf(staging);
    await engine.operations.connect(id, operation());
    const own = await engine.kubeconfigCopies.file(id);
    assert.notEqual(own, config);
    assert.match(await readFile(own, 'utf8'), /current-context/u);
    const account = { namespace: 'default', name: 'ci', clusterRole: 'view', expirationSeconds: 3600 };
    const made = await engine.kubeconfigCopies.asServiceAccount(id, account);
    assert.ok(made.expiresAt > Date.now());
    assert.match(made.kubeconfig, /token/u);
    const saved = path.join(folder, 'saved.yaml');
    await writeFile(saved, 'old', { mode: 0o644 });
    await engine.kubeconfigCopies.save(id, saved);
    assert.equal((await stat(saved)).mode & 0o777, 0o600, 'nobody else reads what took the place of another file');
    await engine.operations.disconnect(id);
    assert.match(await readFile(saved, 'utf8'), /client-key-data/u);
    await new Promise((resolve) => setTimeout(resolve, 50));
    for (const file of [own, made.kubeconfigPath]) {
      await assert.rejects(stat(file), { code: 'ENOENT' });
    }
  });

  async function becomes(id: string, phase: string): Promise<void> {
    const deadline = Date.now() + 3000;
    while ((await engine.operations.find(id)).status.phase !== phase) {
      assert.ok(Date.now() < deadline, `${id} is ${(await engine.operations.find(id)).status.phase}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async function until(holds: () => boolean): Promise<void> {
    const deadline = Date.now() + 5000;
    while (!holds()) {
      assert.ok(Date.now() < deadline, String(holds));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  it('asks before it resumes a paused one to connect', async () => {
    const id = idOf('edge-lab');
    await assert.rejects(engine.operations.connect(id, operation()), { kind: 'refused', message: /is paused/u });
    assert.equal((await engine.operations.find(id)).status.phase, 'paused');
    await engine.operations.connect(id, operation(), { mayResume: async () => true });
    await becomes(id, 'running');
  });

  it('asks as well where a connection is open that somebody else has paused', async () => {
    const id = idOf(staging);
    await engine.operations.connect(id, operation());
    const { client } = engine.hosts.open('vcluster-playground') ?? assert.fail();
    const [, namespace = '', name = ''] = id.split('/');
    await pauseVCluster(client, { context: 'vcluster-playground', namespace, name }, operation());
    await becomes(id, 'paused');
    await assert.rejects(engine.operations.connect(id, operation()), { kind: 'refused', message: /is paused/u });
    await engine.operations.connect(id, operation(), { mayResume: async () => true });
    await becomes(id, 'running');
    assert.equal(engine.connections.view(id)?.status.state, 'ready');
    assert.ok((await namespacesInside(id)).includes('shop'));
  });

  it('gives up connecting when it is told to disconnect, and leaves nothing', async () => {
    const before = await readFile(config, 'utf8');
    const connecting = engine.operations.connect(idOf(staging), operation());
    const outcome = assert.rejects(connecting, { kind: 'cancelled' });
    await until(() => engine.connections.isUnderway(idOf(staging)));
    await engine.operations.disconnect(idOf(staging));
    await outcome;
    assert.deepEqual(engine.connections.views, []);
    assert.equal(await readFile(config, 'utf8'), before);
  });

  for (const name of [staging, 'billing', 'build-farm', 'payments-prod']) {
    it(`pauses ${name} with its connection, says so in the tree's own words, and resumes it`, async () => {
      const id = idOf(name);
      await engine.operations.connect(id, operation());
      assert.match(await engine.operations.forecastPause(id, new AbortController().signal), /\d/u);
      await engine.operations.pause(id, operation());
      assert.deepEqual(engine.connections.views, []);
      assert.equal(await currentContext(), 'vcluster-playground');
      assert.equal((await engine.operations.find(id)).status.phase, 'paused');
      const resuming = operation();
      await engine.operations.resume(id, resuming);
      assert.equal((await engine.operations.find(id)).status.phase, 'running');
      assert.match(resuming.phases.join('\n'), /Waiting for the control plane/u);
    });
  }

  it('changes nothing in a protected context until it is unlocked', async () => {
    protectedContexts = ['vcluster-*'];
    const id = idOf(staging);
    const refusal = { name: 'OperationError', kind: 'protected' };
    await assert.rejects(engine.operations.pause(id, operation()), refusal);
    await assert.rejects(engine.operations.resume(idOf('edge-lab'), operation()), refusal);
    await assert.rejects(
      engine.creation.create({ ...engine.creation.defaults('vcluster-playground'), name: 'fresh' }, operation()),
      refusal,
    );
    assert.throws(() => engine.removals.plan(id, new AbortController().signal), refusal);
    await engine.operations.connect(id, operation());
    const account = { namespace: 'kube-system', name: 'me', clusterRole: 'cluster-admin', expirationSeconds: 600 };
    await assert.rejects(engine.kubeconfigCopies.asServiceAccount(id, account), refusal);
    engine.protection.unlock('vcluster-playground');
    await engine.kubeconfigCopies.asServiceAccount(id, account);
    await engine.operations.pause(id, operation());
  });

  it('goes on waiting for one that was resumed and is not up yet, and says so when it is given up', async () => {
    for (const name of ['edge-lab', 'pr-1431']) {
      const controller = new AbortController();
      const report = (text: string) => {
        if (text.startsWith('Waiting for the control plane')) {
          controller.abort();
        }
      };
      await assert.rejects(engine.operations.resume(idOf(name), { signal: controller.signal, report }), {
        name: 'OperationError',
        kind: 'cancelled',
        message: `${name} is resumed, and comes up without anybody waiting for it.`,
      });
    }
    await becomes(idOf('edge-lab'), 'running');
    const again = engine.operations.resume(idOf('edge-lab'), operation());
    await assert.rejects(again, { kind: 'refused', message: /is not paused/u });
  });

  it('can be given up while the host does not answer', async () => {
    playground.faults.add({ verb: 'list' }, { kind: 'delay', ms: 10_000 });
    const controller = new AbortController();
    engine.hosts.refresh();
    const connecting = engine.operations.connect(idOf(staging), { signal: controller.signal, report: () => undefined });
    setTimeout(() => controller.abort(), 50);
    const began = performance.now();
    await assert.rejects(connecting, { name: 'KubeError', kind: 'cancelled' });
    assert.ok(performance.now() - began < 1000);
  });

  it('refuses whatever is no id', async () => {
    for (const id of [undefined, null, 7, '', 'nonsense', {}]) {
      const given = id as unknown as string;
      for (const act of ['connect', 'pause', 'resume'] as const) {
        await assert.rejects(engine.operations[act](given, operation()), { kind: 'invalid' }, String(id));
      }
      await engine.operations.disconnect(given);
    }
  });

  it('explains what the platform put to sleep, and does not touch it', async () => {
    const id = idOf('mobile-dev');
    const writes = () => playground.requests.count({ method: 'PATCH' });
    const before = writes();
    for (const act of [
      () => engine.operations.pause(id, operation()),
      () => engine.operations.resume(id, operation()),
      () => engine.operations.connect(id, operation()),
      () => engine.operations.forecastPause(id, new AbortController().signal),
    ]) {
      await assert.rejects(act(), { kind: 'refused', message: /[Pp]latform/u });
    }
    assert.equal(writes(), before);
  });

  it('keeps the connection to one that it may not pause', async () => {
    const id = idOf(staging);
    await engine.operations.connect(id, operation());
    const { client } = engine.hosts.open('vcluster-playground') ?? assert.fail();
    const path = `/apis/apps/v1/namespaces/team-checkout/statefulsets/${staging}`;
    const annotations = { 'loft.sh/restoring': 'true' };
    const options = { contentType: 'application/merge-patch+json' } as const;
    await client.request('PATCH', path, { metadata: { annotations } }, options);
    await assert.rejects(engine.operations.pause(id, operation()), { kind: 'refused', message: /being restored/u });
    assert.ok((await namespacesInside(id)).includes('shop'));
    assert.equal(await currentContext(), context);
  });

  it('can be cancelled at any phase, and leaves nothing connected', async () => {
    const before = await readFile(config, 'utf8');
    for (const stop of [0, 1, 2]) {
      const controller = new AbortController();
      let said = 0;
      const report = () => {
        said += 1;
        if (said > stop) {
          controller.abort();
        }
      };
      await assert.rejects(engine.operations.connect(idOf(staging), { signal: controller.signal, report }));
      assert.deepEqual(engine.connections.views, []);
      assert.equal(await readFile(config, 'utf8'), before);
    }
    await engine.operations.connect(idOf(staging), operation());
  });

  it('says that a vcluster is gone', async () => {
    playground.api.delete(resources.statefulsets, 'team-checkout', staging);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await assert.rejects(engine.operations.connect(idOf(staging), operation()), { kind: 'gone' });
  });

  it('says so at once when it goes while it is tried, and what a pod waits for when it stays', async () => {
    const id = idOf(staging);
    const tried = (act: () => void): Operation => ({
      signal: new AbortController().signal,
      report: (text) => {
        if (text === 'Trying the connection') {
          act();
        }
      },
    });
    const begun = performance.now();
    const goes = tried(() => playground.api.delete(resources.statefulsets, 'team-checkout', staging));
    await assert.rejects(engine.operations.connect(id, goes), { kind: 'gone' });
    assert.ok(performance.now() - begun < 3000);
    assert.deepEqual(engine.connections.views, []);
  });

  it('says what is wrong with the Secret of a kubeconfig', async () => {
    playground.api.delete(resources.secrets, 'team-checkout', `vc-${staging}`);
    await assert.rejects(engine.operations.connect(idOf(staging), operation()), { kind: 'kubeconfigSecret' });
    assert.deepEqual(engine.connections.views, []);
  });
});
