import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { resources } from '../../../src/core/kube/resource.ts';
import { syncedKinds } from '../../../src/core/vcluster/syncedKind.ts';
import { virtualKinds } from '../../../src/core/virtual/virtualKind.ts';
import { namespaceObject, statefulSet, syncerPod } from '../host/objects.ts';
import type { Scene } from './scene.ts';
import {
  connectedScene,
  controlPlane,
  discovered,
  openAll,
  prod,
  shop,
  shopId,
  stage,
  synced,
  teamA,
  teamScene,
  virtual,
  virtualPods,
} from './team.ts';

const { pods, statefulsets } = resources;

describe('Explorer: what is held', () => {
  let scene: Scene;

  beforeEach(() => {
    scene = teamScene();
  });

  afterEach(() => scene.dispose());

  const open = (...ids: readonly string[]) => openAll(scene, ids);

  it('is nothing before a context is expanded', () => {
    assert.deepEqual(scene.view.labels(undefined), ['prod', 'stage']);
    assert.deepEqual(scene.cluster.watched, []);
    assert.equal(scene.cluster.clients.length, 0);
  });

  it('is one context when one is expanded', () => {
    scene.view.expand(prod);
    assert.deepEqual(scene.cluster.watched, discovered);
  });

  it('is nothing while the view is hidden, after a while', async () => {
    open(prod);
    scene.explorer.setVisible(false);
    assert.deepEqual(scene.cluster.watched, discovered, 'not at once');
    await scene.linger();
    assert.deepEqual(scene.cluster.watched, []);
    scene.explorer.setVisible(true);
    assert.deepEqual(scene.cluster.watched, discovered);
  });

  it('goes on when the view is hidden for a moment only', async () => {
    open(prod);
    const before = scene.cluster.started();
    scene.explorer.setVisible(false);
    scene.explorer.setVisible(true);
    await scene.linger();
    assert.deepEqual(scene.cluster.started(), before);
    assert.ok(before.every(({ synced: has }) => has));
  });

  it('is let go of when the context is collapsed', async () => {
    open(prod, stage);
    scene.view.collapse(prod);
    await scene.linger();
    assert.ok(scene.cluster.watched.every((watched) => watched.startsWith('stage/')));
    assert.equal(scene.cluster.watched.length, 6);
  });

  it('is all synced kinds of a vcluster, and its CoreDNS, while they are expanded', async () => {
    open(prod, teamA, shop);
    scene.view.expand(synced);
    const confined = scene.cluster.started({ namespace: 'team-a' }).map(({ query }) => query.type.plural);
    assert.deepEqual(new Set(confined), new Set(syncedKinds.filter((kind) => resources[kind].namespaced)));
    scene.view.collapse(synced);
    await scene.linger();
    assert.deepEqual(scene.cluster.watched, discovered);
    scene.view.expand(controlPlane);
    assert.deepEqual(
      scene.cluster.started({ namespace: 'team-a' }).map(({ query }) => query.type.plural),
      ['pods'],
    );
  });

  it('is nothing of what is expanded below a collapsed node, and all of it again afterwards', async () => {
    open(prod, teamA, shop, synced, controlPlane);
    const all = scene.cluster.watched;
    scene.view.collapse(teamA);
    await scene.linger();
    assert.deepEqual(scene.cluster.watched, discovered);
    scene.view.expand(teamA);
    assert.deepEqual(scene.cluster.watched, all);
  });

  it('is nothing of a context that is hidden by the settings', async () => {
    open(prod, teamA, shop, synced);
    scene.explorer.setOptions({ hidden: ['prod'] });
    scene.settle();
    await scene.linger();
    assert.deepEqual(scene.view.labels(undefined), ['stage']);
    assert.deepEqual(scene.cluster.watched, []);
  });

  it('is nothing of a vcluster that is gone', async () => {
    open(prod, teamA, shop, synced);
    scene.cluster.remove(statefulsets, statefulSet('team-a', 'shop'));
    scene.settle();
    await scene.linger();
    assert.deepEqual(scene.cluster.watched, discovered);
    scene.cluster.put(statefulsets, statefulSet('team-a', 'shop'));
    scene.settle();
    scene.settle();
    assert.ok(scene.cluster.watched.length > 14, 'it came back as it was');
    assert.ok(scene.view.isExpanded(synced));
  });

  it('is the namespaces while all of them are asked for', async () => {
    open(prod);
    scene.explorer.setOptions({ allNamespaces: true });
    assert.ok(scene.cluster.watched.includes('prod/namespaces'));
    scene.cluster.store([resources.namespaces, namespaceObject('empty')]);
    scene.cluster.answer({ plural: 'namespaces' });
    scene.settle();
    assert.deepEqual(scene.view.labels(prod), ['team-a', 'team-b', 'empty']);
    scene.explorer.setVisible(false);
    await scene.linger();
    scene.settle();
    assert.deepEqual(scene.view.labels(prod), ['team-a', 'team-b', 'empty'], 'what was known stays');
    scene.explorer.setVisible(true);
    scene.explorer.setOptions({ allNamespaces: false });
    scene.settle();
    assert.ok(!scene.cluster.watched.includes('prod/namespaces'));
    assert.deepEqual(scene.view.labels(prod), ['team-a', 'team-b']);
  });

  it('leaves nothing behind', async () => {
    open(prod, teamA, shop, synced);
    scene.cluster.put(pods, syncerPod('team-a', 'shop', 'CrashLoopBackOff'));
    scene.explorer.dispose();
    scene.hosts.dispose();
    assert.equal(scene.clock.pending, 0);
    await scene.linger();
    assert.deepEqual(scene.cluster.watched, []);
    assert.ok(scene.cluster.clients.every(({ closed }) => closed));
  });

  describe('inside a vcluster', () => {
    const all = [...virtualKinds].map((kind) => `${shopId}/${kind}`).sort();

    beforeEach(() => {
      scene.dispose();
      scene = connectedScene();
    });

    it('is nothing until it is expanded, and nothing for being connected', () => {
      open(prod, teamA, shop, controlPlane, synced);
      assert.deepEqual(scene.inner.watched, []);
    });

    it('is every kind once while it is expanded, and secrets by their metadata alone', () => {
      open(prod, teamA, shop, virtual, virtualPods);
      assert.deepEqual(scene.inner.watched, all);
      const whole = scene.inner.started().filter(({ query }) => query.metadataOnly !== true);
      const plurals = whole.map(({ query }) => query.type.plural);
      assert.ok(!plurals.includes('secrets') && !plurals.includes('configmaps'), plurals.join());
    });

    it('is nothing while it is collapsed, or what is above it, or the view is hidden', async () => {
      open(prod, teamA, shop, virtual);
      for (const id of [virtual, shop, teamA]) {
        scene.view.collapse(id);
        await scene.linger();
        assert.deepEqual(scene.inner.watched, [], id);
        scene.view.expand(id);
        assert.deepEqual(scene.inner.watched, all);
      }
      scene.explorer.setVisible(false);
      assert.deepEqual(scene.inner.watched, all, 'not at once');
      await scene.linger();
      assert.deepEqual(scene.inner.watched, []);
    });

    it('is nothing after it was disconnected, at once, and all of it when it is connected again', () => {
      open(prod, teamA, shop, virtual);
      scene.connections.disconnect(shopId);
      assert.deepEqual(scene.inner.watched, []);
      scene.settle();
      scene.connections.connect(shopId);
      scene.settle();
      scene.settle();
      assert.deepEqual(scene.inner.watched, all);
      assert.deepEqual(scene.view.labels(virtual), ['Loading…'], 'nothing was kept of before');
    });

    it('goes on through the client of another connection', () => {
      open(prod, teamA, shop, virtual);
      scene.connections.connect(shopId);
      assert.deepEqual(scene.inner.watched, all);
      const client = scene.connections.client(shopId);
      assert.ok(scene.inner.started().every((reflector) => reflector.client === client));
    });

    it('is nothing of a vcluster that is gone, connected or not', async () => {
      open(prod, teamA, shop, virtual);
      scene.cluster.remove(statefulsets, statefulSet('team-a', 'shop'));
      scene.settle();
      await scene.linger();
      assert.deepEqual(scene.inner.watched, []);
    });

    it('leaves nothing behind', async () => {
      open(prod, teamA, shop, virtual);
      scene.dispose();
      await scene.linger();
      assert.deepEqual(scene.inner.watched, []);
    });
  });
});
