import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { resources } from '../../../src/core/kube/resource.ts';
import { syncedPod, syncerPod } from '../host/objects.ts';
import { context, kubeconfig } from './samples.ts';
import type { Scene } from './scene.ts';
import {
  connectedScene,
  controlPlane,
  inDefault,
  openAll,
  prod,
  shop,
  shopId,
  stage,
  synced,
  syncedPods,
  teamA,
  teamScene,
  unreachable,
  virtual,
  virtualDefault,
  virtualPods,
  web0,
} from './team.ts';

const { pods } = resources;

describe('Explorer: what stays', () => {
  let scene: Scene;

  beforeEach(() => {
    scene = teamScene();
  });

  afterEach(() => scene.dispose());

  const open = (...ids: readonly string[]) => openAll(scene, ids);

  it('is every node and its expansion while the view is hidden', async () => {
    open(prod, teamA, shop, controlPlane, synced, syncedPods, inDefault);
    const before = scene.view.visible.map(({ id }) => id);
    scene.explorer.setVisible(false);
    await scene.linger();
    scene.settle();
    assert.deepEqual(scene.cluster.watched, []);
    assert.deepEqual(
      scene.view.visible.map(({ id }) => id),
      before,
    );
    scene.explorer.setVisible(true);
    scene.settle();
    assert.deepEqual(
      scene.view.visible.map(({ id }) => id),
      before,
      'while it loads again',
    );
    scene.cluster.answer();
    scene.settle();
    assert.deepEqual(
      scene.view.visible.map(({ id }) => id),
      before,
    );
    assert.ok(scene.view.isExpanded(inDefault));
  });

  it('is the nodes of a context whose credentials changed', () => {
    open(prod, teamA, shop, synced, syncedPods, inDefault);
    const before = scene.view.visible.map(({ id }) => id);
    const renewed = context('prod', { user: { name: 'ada', token: 'new' } });
    scene.kubeconfig.set(kubeconfig([renewed, context('stage')], 'prod'));
    scene.settle();
    assert.deepEqual(
      scene.view.visible.map(({ id }) => id),
      before,
    );
    assert.deepEqual(
      scene.cluster.clients.map(({ closed, entry }) => [closed, entry.user?.token]),
      [
        [true, undefined],
        [false, 'new'],
      ],
    );
    assert.ok(scene.cluster.started().every(({ client }) => client === scene.cluster.clients[1]));
    scene.cluster.answer();
    scene.cluster.put(pods, syncedPod('team-a', 'shop', 'default', 'web-0', 'CrashLoopBackOff'));
    scene.settle();
    assert.match(scene.view.node(web0)?.description ?? '', /CrashLoopBackOff/u);
  });

  it('is nothing of a context that leads to another cluster now', () => {
    open(prod, teamA);
    const cluster = { name: 'prod', server: 'https://elsewhere.example.com', skipTlsVerify: false };
    scene.kubeconfig.set(kubeconfig([context('prod', { cluster }), context('stage')], 'prod'));
    scene.settle();
    assert.deepEqual(scene.view.labels(prod), ['Loading…']);
  });

  it('is what was known while the host cannot be reached', () => {
    open(prod, teamA);
    scene.cluster.fail(unreachable, { context: 'prod' });
    scene.settle();
    assert.deepEqual(scene.view.labels(prod), ['Cannot reach the cluster', 'team-a', 'team-b']);
    assert.deepEqual(scene.view.labels(teamA), ['blog', 'shop']);
    scene.cluster.answer();
    scene.settle();
    assert.deepEqual(scene.view.labels(prod), ['team-a', 'team-b']);
  });

  it('is every other context when one cannot be reached', () => {
    scene.view.expand(prod);
    scene.view.expand(stage);
    scene.cluster.fail(unreachable, { context: 'prod' });
    scene.cluster.answer({ context: 'stage' });
    scene.settle();
    assert.deepEqual(scene.view.labels(prod), ['Cannot reach the cluster']);
    assert.deepEqual(scene.view.labels(stage), ['team-a', 'team-b']);
  });

  it('is everything inside a vcluster while nobody looks, and while its connection is replaced', async () => {
    scene.dispose();
    scene = connectedScene();
    open(prod, teamA, shop, virtual, virtualPods, virtualDefault);
    const before = scene.view.visible.map(({ id }) => id);
    const same = (when: string) => {
      scene.settle();
      assert.deepEqual(
        scene.view.visible.map(({ id }) => id),
        [...before],
        when,
      );
    };
    scene.explorer.setVisible(false);
    await scene.linger();
    same('hidden');
    scene.explorer.setVisible(true);
    same('while it loads again');
    scene.inner.answer();
    scene.connections.connect(shopId);
    same('through another client');
    scene.inner.answer();
    same('in the end');
    assert.ok(scene.view.isExpanded(virtualDefault));
  });

  it('is tried again at once when a connection is healed, and only what failed', () => {
    scene.dispose();
    scene = connectedScene();
    open(prod, teamA, shop, virtual);
    scene.inner.fail(unreachable, { plural: 'pods' });
    scene.connections.touch(shopId);
    const refreshed = scene.inner.reflectors.filter((reflector) => reflector.refreshed > 0);
    assert.deepEqual(
      refreshed.map(({ query }) => query.type.plural),
      ['pods'],
    );
  });

  describe('expansion', () => {
    it('outlives a filter', () => {
      open(prod, teamA, shop);
      scene.explorer.setOptions({ filter: 'wiki' });
      scene.settle();
      scene.explorer.setOptions({ filter: '' });
      scene.settle();
      assert.ok(scene.view.isExpanded(shop));
      assert.deepEqual(scene.view.labels(shop), ['Control plane', 'Synced resources']);
    });

    it('outlives what is painted again above it while a parent is collapsed', () => {
      open(prod, teamA, shop);
      scene.view.collapse(teamA);
      scene.cluster.put(pods, syncerPod('team-a', 'shop', 'CrashLoopBackOff'));
      assert.deepEqual(scene.settle()[0]?.[0], teamA);
      scene.view.expand(teamA);
      assert.ok(scene.view.isExpanded(shop));
    });

    it('is not forced on a node that the user collapsed', () => {
      open(prod);
      assert.ok(scene.view.isExpanded(teamA), 'the namespaces of a small host start expanded');
      scene.view.collapse(teamA);
      scene.explorer.setOptions({ filter: 'wiki' });
      scene.settle();
      scene.explorer.setOptions({ filter: '' });
      scene.settle();
      assert.ok(!scene.view.isExpanded(teamA));
    });
  });
});
