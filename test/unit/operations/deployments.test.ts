import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { loadAll } from 'js-yaml';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Operation } from '../../../src/core/base/operation.ts';
import { createEngine, type Engine } from '../../../src/core/engine.ts';
import { KubeError } from '../../../src/core/kube/error.ts';
import { type KubeObject, resources } from '../../../src/core/kube/resource.ts';
import { type Playground, startPlayground } from '../../../src/core/playground/playground.ts';
import { ToolBench } from '../deploy/fakeTool.ts';
import { engineOptions } from '../engineOptions.ts';

const host = 'vcluster-playground';

/** A playground that the engine knows by its kubeconfig alone, as one that runs in another process. */
describe('Deployments', function () {
  this.timeout(20_000);
  let folder: string;
  let playground: Playground;
  let engine: Engine;
  let helm: string | undefined;

  beforeEach(async () => {
    helm = undefined;
    folder = await mkdtemp(path.join(tmpdir(), 'deployments-'));
    playground = await startPlayground({ folder, pace: 0.02, fleet: 'empty' });
    const kubeconfig = [playground.kubeconfigPath];
    engine = await createEngine(
      engineOptions({
        kubeconfig: () => kubeconfig,
        connectMode: () => 'private',
        storageFolder: folder,
        toolPath: () => helm,
      }),
    );
  });

  afterEach(async () => {
    await engine.close();
    engine.dispose();
    await playground.stop();
    await rm(folder, { recursive: true, force: true });
  });

  function operation(): Operation & { readonly phases: string[] } {
    const phases: string[] = [];
    return { signal: new AbortController().signal, report: (text) => phases.push(text), phases };
  }

  const choices = () => ({ ...engine.creation.renamed(engine.creation.defaults(host), 'shop') });

  for (const generation of ['current', 'legacy'] as const) {
    it(`are made, changed and taken away: ${generation}`, async () => {
      const wanted = engine.creation.withGeneration(choices(), generation);
      const { signal } = operation();
      const findings = await engine.creation.preflight(wanted, signal);
      assert.ok(engine.creation.passes(findings), JSON.stringify(findings));
      const creating = operation();
      const id = await engine.creation.create(wanted, creating);
      assert.ok(creating.phases.length > 1);
      const made = await engine.operations.find(id);
      assert.deepEqual([made.status.phase, made.generation, made.namespace], ['running', generation, 'vcluster-shop']);
      await engine.operations.connect(id, operation());

      const change = engine.changes.exposed(await engine.changes.deployed(id, signal), { kind: 'NodePort' });
      assert.notEqual(engine.changes.diff(change).deployed, engine.changes.diff(change).wanted);
      assert.deepEqual(engine.changes.findings(change), []);
      await engine.changes.apply(change, operation());
      assert.match((await engine.changes.deployed(id, signal)).values, /NodePort/u);
      assert.match((await engine.changes.addressOf(id, 'NodePort', signal)) ?? '', /^https:.*:\d+$/u);
      assert.equal(await engine.changes.addressOf(id, 'LoadBalancer', signal, 20), undefined);

      const plan = await engine.removals.plan(id, signal);
      assert.ok(plan.items.some(({ kind }) => kind === 'volume'));
      const { problems } = await engine.removals.remove(plan, new Map(), operation());
      assert.deepEqual([problems, engine.connections.views], [[], []]);
      await assert.rejects(engine.operations.find(id), { kind: 'gone' });
      const client = engine.hosts.open(host)?.client ?? assert.fail();
      await assert.rejects(client.get(resources.persistentvolumeclaims, 'vcluster-shop', 'data-shop-0'), (error) =>
        KubeError.is(error, 'notFound'),
      );
    });
  }

  it('go on after a failure half-way', async () => {
    await engine.creation.create(choices(), operation());
    const id = await engine.creation.create(choices(), operation());
    assert.equal((await engine.operations.find(id)).status.phase, 'running');
  });

  it('are made at the next start where VS Code was closed in the middle, once the half-done record is gone', async () => {
    const { signal } = operation();
    const namespace = 'vcluster-shop';
    playground.api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    const labels = { owner: 'helm', name: 'shop', status: 'pending-install', version: '1' };
    const record = 'sh.helm.release.v1.shop.v1';
    playground.api.create({ apiVersion: 'v1', kind: 'Secret', metadata: { name: record, namespace, labels } });
    const found = await engine.creation.preflight(choices(), signal);
    const { fix } = found.find(({ code }) => code === 'releasePending') ?? assert.fail(JSON.stringify(found));
    assert.ok(fix?.kind === 'deleteRelease');
    assert.deepEqual([fix.names, engine.creation.passes(found)], [[record], false]);
    await engine.creation.clearAway(choices(), 'secrets', fix.names, signal);
    await engine.creation.clearAway(choices(), 'secrets', fix.names, signal);
    assert.ok(engine.creation.passes(await engine.creation.preflight(choices(), signal)));
    const id = await engine.creation.create(choices(), operation());
    assert.equal((await engine.operations.find(id)).status.phase, 'running');
  });

  it('are taken away to the end when that is asked again, though their workloads are gone', async () => {
    const id = await engine.creation.create(choices(), operation());
    const { signal } = operation();
    const first = await engine.removals.plan(id, signal);
    const keep = new Map(first.items.map((item) => [item.id, item.kind === 'release' ? 'remove' : 'keep'] as const));
    await engine.removals.remove(first, keep, operation());
    const again = await engine.removals.plan(id, signal);
    assert.deepEqual([again.items.some(({ kind }) => kind === 'release'), again.items.length > 0], [false, true]);
    // A host that is no playground, and no tool: what is left takes none.
    playground.faults.add({ path: /^\/version$/u }, { kind: 'status', code: 404 });
    const rest = new Map(again.items.map(({ id: one, kind }) => [one, kind === 'volume' ? 'remove' : 'keep'] as const));
    assert.deepEqual((await engine.removals.remove(again, rest, operation())).problems, []);
    assert.deepEqual(playground.api.list(resources.persistentvolumeclaims, 'vcluster-shop'), []);
  });

  it('refuse what cannot be before anything is done', async () => {
    const before = playground.requests.count({ method: 'POST' });
    await assert.rejects(engine.creation.create({ ...choices(), name: 'Not A Name' }, operation()), {
      kind: 'invalid',
    });
    assert.equal(playground.requests.count({ method: 'POST' }), before);
    const id = await engine.creation.create(choices(), operation());
    const change = await engine.changes.deployed(id, operation().signal);
    const values = 'controlPlane:\n  backingStore:\n    etcd:\n      deploy:\n        enabled: true\n';
    await assert.rejects(engine.changes.apply({ ...change, values }, operation()), { kind: 'refused' });
  });

  it('are not changed where helm did not make them, since what they have would be lost', async () => {
    const id = await engine.creation.create(choices(), operation());
    const { signal } = operation();
    const { client } = engine.hosts.open(host) ?? assert.fail();
    const query = { labelSelector: 'owner=helm' };
    for (const { metadata } of (await client.list(resources.secrets, 'vcluster-shop', { query })).items) {
      playground.api.delete(resources.secrets, 'vcluster-shop', metadata?.name ?? '');
    }
    for (const source of ['config', 'none']) {
      const deployed = await engine.changes.deployed(id, signal);
      assert.equal(deployed.release.source, source);
      const change = engine.changes.exposed(deployed, { kind: 'NodePort' });
      assert.deepEqual(
        engine.changes.findings(change).map(({ severity }) => severity),
        ['error'],
      );
      await assert.rejects(engine.changes.apply(change, operation()), { kind: 'refused', message: /Argo CD/u });
      if (source === 'config') {
        playground.api.delete(resources.secrets, 'vcluster-shop', 'vc-config-shop');
      }
    }
  });

  for (const generation of ['current', 'legacy'] as const) {
    it(`take no values of the other generation: ${generation}`, async () => {
      const id = await engine.creation.create(engine.creation.withGeneration(choices(), generation), operation());
      const deployed = await engine.changes.deployed(id, operation().signal);
      const texts = { current: 'controlPlane: {coredns: {replicas: 2}}', legacy: 'syncer: {replicas: 2}' };
      assert.deepEqual(engine.changes.findings({ ...deployed, values: texts[generation] }), []);
      const change = { ...deployed, values: texts[generation === 'current' ? 'legacy' : 'current'] };
      await assert.rejects(engine.changes.apply(change, operation()), {
        kind: 'refused',
        message: /^The new configuration has keys of charts/u,
      });
    });
  }

  it('have an address that is waited for', async () => {
    const id = await engine.creation.create(choices(), operation());
    const { signal } = operation();
    const waiting = engine.changes.addressOf(id, 'LoadBalancer', signal);
    const gaveUp = new AbortController();
    const cancelled = engine.changes.addressOf(id, 'Ingress', gaveUp.signal);
    const change = engine.changes.exposed(await engine.changes.deployed(id, signal), { kind: 'LoadBalancer' });
    await engine.changes.apply(change, operation());
    assert.match((await waiting) ?? '', /^https:/u);
    gaveUp.abort();
    assert.equal(await cancelled, undefined);
  });

  it('say what the playground says when it does not do it', async () => {
    await engine.creation.create(choices(), operation());
    const neighbour = { ...choices(), name: 'other' };
    await assert.rejects(engine.creation.create(neighbour, operation()), { name: 'OperationError', kind: 'refused' });
  });

  it('are written down for kubectl with the namespace that they are in', async () => {
    const bench = await ToolBench.open();
    try {
      const version = `if (args[0] === 'version') { console.log('v3.20.2'); process.exit(0); }`;
      helm = await bench.program('helm', `${version} console.log('---\\nkind: Service\\nmetadata: {name: shop}');`);
      const text = await engine.creation.manifests(choices(), operation());
      assert.deepEqual(
        loadAll(text).map((one) => (one as KubeObject).kind),
        ['Namespace', 'Service'],
      );
      assert.equal(playground.requests.count({ method: 'POST' }), 0);
      const inDefault = await engine.creation.manifests({ ...choices(), namespace: 'default' }, operation());
      assert.doesNotMatch(inDefault, /Namespace/u);
    } finally {
      await bench.close();
    }
  });

  it('need a tool on any other host', async () => {
    const other = { ...choices(), context: 'nowhere' };
    await assert.rejects(engine.creation.create(other, operation()), { name: 'KubeError', kind: 'kubeconfig' });
  });
});
