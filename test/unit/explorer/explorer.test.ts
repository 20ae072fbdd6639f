import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { nodeId } from '../../../src/core/explorer/nodeId.ts';
import { KubeError } from '../../../src/core/kube/error.ts';
import { context, kubeconfig } from './samples.ts';
import type { Scene } from './scene.ts';
import {
  blog,
  connectedScene,
  discovered,
  innerWeb0,
  openAll,
  prod,
  shop,
  stage,
  synced,
  teamA,
  teamScene,
  virtual,
  virtualDefault,
  virtualPods,
} from './team.ts';

describe('Explorer', () => {
  let scene: Scene;

  beforeEach(() => {
    scene = teamScene();
  });

  afterEach(() => scene.dispose());

  const open = (...ids: readonly string[]) => openAll(scene, ids);

  describe('the kubeconfig', () => {
    it('takes a context away while it is expanded, and brings it back', async () => {
      open(prod, teamA);
      scene.kubeconfig.set(kubeconfig([context('stage')]));
      scene.settle();
      await scene.linger();
      assert.deepEqual(scene.view.labels(undefined), ['stage']);
      assert.deepEqual(scene.cluster.watched, []);
      assert.ok(scene.cluster.clients.every(({ closed }) => closed));

      scene.kubeconfig.set(kubeconfig([context('prod'), context('stage')]));
      scene.settle();
      assert.deepEqual(scene.cluster.watched, discovered, 'it came back as it was');
      scene.cluster.answer();
      scene.settle();
      assert.deepEqual(scene.view.labels(teamA), ['blog', 'shop']);
    });

    it('takes a context away and brings it back before anybody saw it', () => {
      open(prod);
      scene.kubeconfig.set(kubeconfig([context('stage')]));
      scene.kubeconfig.set(kubeconfig([context('prod'), context('stage')]));
      scene.settle();
      assert.deepEqual(scene.cluster.watched, discovered);
      scene.cluster.answer();
      scene.settle();
      assert.deepEqual(scene.view.labels(prod), ['team-a', 'team-b']);
    });

    it('makes a context unusable while it is expanded', () => {
      open(prod, teamA);
      const problem = new KubeError('kubeconfig', 'The context names no cluster.');
      scene.kubeconfig.set(kubeconfig([context('prod', { problem }), context('stage')], 'prod'));
      scene.settle();
      assert.deepEqual(scene.view.labels(prod), ['Kubeconfig problem']);
      assert.deepEqual(scene.cluster.watched, []);
    });

    it('moves the mark of the current context', () => {
      open(prod, teamA, shop);
      scene.kubeconfig.set(kubeconfig([context('prod'), context('stage')], 'stage'));
      assert.deepEqual(scene.settle(), [[undefined]]);
      assert.deepEqual(scene.view.labels(undefined), ['stage', 'prod']);
      assert.ok(scene.view.isExpanded(teamA));
    });

    it('connects a vcluster', () => {
      open(prod, teamA, shop);
      const name = 'vcluster_shop_team-a_prod';
      scene.kubeconfig.set(kubeconfig([context('prod'), context('stage'), context(name)], name));
      scene.settle();
      assert.match(scene.view.node(shop)?.description ?? '', /connected/u);
      assert.deepEqual(scene.view.labels(shop), [name, 'Control plane', 'Synced resources']);
      assert.ok(!scene.view.node(blog)?.description.includes('connected'));
    });
  });

  describe('options and commands', () => {
    it('filters, and shows all again', () => {
      open(prod, teamA);
      scene.explorer.setOptions({ filter: 'BLO' });
      scene.settle();
      assert.deepEqual(scene.view.labels(prod), ['team-a']);
      assert.deepEqual(scene.view.labels(teamA), ['blog']);
      assert.match(scene.view.node(prod)?.description ?? '', /1 of 3 vclusters/u);
      scene.explorer.setOptions({ filter: '' });
      scene.settle();
      assert.deepEqual(scene.view.labels(teamA), ['blog', 'shop']);
    });

    it('keeps the options that are not named', () => {
      scene.explorer.setOptions({ sort: 'age' });
      scene.explorer.setOptions({ pinned: ['stage'] });
      assert.equal(scene.explorer.options.sort, 'age');
      assert.deepEqual(scene.explorer.options.pinned, ['stage']);
    });

    it('asks the host of a node again, and no other', () => {
      open(prod, stage, teamA, shop, synced);
      scene.explorer.refresh(synced);
      const refreshed = scene.cluster.reflectors.filter((reflector) => reflector.refreshed > 0);
      assert.ok(refreshed.length > 14);
      assert.ok(refreshed.every(({ client }) => client.context === 'prod'));
      scene.explorer.refresh();
      assert.ok(scene.cluster.started({ context: 'stage' }).every((reflector) => reflector.refreshed === 1));
    });

    it('asks the inside of the vcluster of a node again, or of all of a context', () => {
      scene.dispose();
      scene = connectedScene();
      open(prod, teamA, shop, virtual, virtualPods, virtualDefault);
      const counts = () =>
        [scene.cluster, scene.inner].map(({ reflectors }) => Math.max(...reflectors.map((r) => r.refreshed)));
      for (const [index, id] of [virtual, virtualPods, virtualDefault, innerWeb0].entries()) {
        scene.explorer.refresh(id);
        assert.deepEqual(counts(), [0, index + 1]);
      }
      scene.explorer.refresh(shop);
      assert.deepEqual(counts(), [1, 5]);
      scene.explorer.refresh(stage);
      assert.deepEqual(counts(), [1, 5]);
      scene.explorer.refresh();
      assert.deepEqual(counts(), [2, 6]);
    });

    it('asks nobody that is not looked at', async () => {
      open(prod);
      scene.view.collapse(prod);
      await scene.linger();
      scene.explorer.refresh();
      scene.explorer.refresh(prod);
      scene.explorer.refresh(nodeId('context', 'nowhere'));
      scene.explorer.refresh('');
      assert.ok(scene.cluster.reflectors.every((reflector) => reflector.refreshed === 0));
    });

    it('gives tooltips, and none for what is not there', () => {
      open(prod, teamA);
      assert.equal(scene.explorer.tooltip(shop)[0]?.value, 'shop');
      assert.deepEqual(scene.explorer.tooltip(nodeId('vcluster', 'prod', 'team-a', 'gone')), []);
      assert.deepEqual(scene.explorer.tooltip('%'), []);
      assert.deepEqual(scene.explorer.tooltip(innerWeb0), []);
    });

    it('knows whether there is anything to show', () => {
      assert.equal(scene.explorer.empty, false);
      scene.kubeconfig.set(kubeconfig([]));
      assert.equal(scene.explorer.empty, true);
    });
  });
});
