import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { nodeId } from '../../../src/core/explorer/nodeId.ts';
import { KubeError } from '../../../src/core/kube/error.ts';
import { resources } from '../../../src/core/kube/resource.ts';
import { innerPod, statefulSet, syncedPod, syncerPod } from '../host/objects.ts';
import { context, kubeconfig } from './samples.ts';
import type { Scene } from './scene.ts';
import {
  blog,
  connectedScene,
  controlPlane,
  inDefault,
  innerWeb0,
  openAll,
  prod,
  shop,
  shopId,
  shopPod,
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

const { pods, statefulsets } = resources;

describe('Explorer: what is painted again', () => {
  let scene: Scene;

  beforeEach(() => {
    scene = teamScene();
  });

  afterEach(() => scene.dispose());

  const open = (...ids: readonly string[]) => openAll(scene, ids);

  it('is the context alone when its list has arrived', () => {
    scene.view.expand(prod);
    scene.settle();
    assert.deepEqual(scene.view.labels(prod), ['Loading…']);
    scene.cluster.answer();
    assert.deepEqual(scene.settle(), [[prod]]);
    assert.deepEqual(scene.view.labels(prod), ['team-a', 'team-b']);
  });

  it('is one vcluster and its pod when that pod crashes', () => {
    open(prod, teamA, shop, controlPlane);
    scene.cluster.put(pods, syncerPod('team-a', 'shop', 'CrashLoopBackOff'));
    assert.deepEqual(scene.settle(), [[teamA, shop, controlPlane, shopPod]]);
    assert.match(scene.view.node(shop)?.description ?? '', /failing: CrashLoopBackOff/u);
  });

  it('is one vcluster alone when nothing around it looks different', () => {
    open(prod, teamA);
    scene.cluster.put(statefulsets, statefulSet('team-a', 'shop', 0));
    scene.cluster.remove(pods, syncerPod('team-a', 'shop'));
    assert.deepEqual(scene.settle(), [[shop]]);
  });

  it('is nothing when nothing looks different', () => {
    open(prod, teamA);
    scene.cluster.put(statefulsets, { ...statefulSet('team-a', 'shop'), extra: 1 });
    scene.cluster.put(pods, syncedPod('team-a', 'shop', 'default', 'web-9'));
    assert.deepEqual(scene.settle(), []);
  });

  it('is one synced pod when it changes', () => {
    open(prod, teamA, shop, synced, syncedPods, inDefault);
    scene.cluster.put(pods, syncedPod('team-a', 'shop', 'default', 'web-0', 'CrashLoopBackOff'));
    assert.deepEqual(scene.settle(), [[web0]]);
    assert.match(scene.view.node(web0)?.description ?? '', /CrashLoopBackOff/u);
  });

  it('is the counts and the list when a synced pod comes', () => {
    open(prod, teamA, shop, synced, syncedPods, inDefault);
    scene.cluster.put(pods, syncedPod('team-a', 'shop', 'default', 'web-2'));
    assert.deepEqual(scene.settle(), [[synced, syncedPods, inDefault]]);
    assert.deepEqual(scene.view.labels(inDefault), ['web-0', 'web-1', 'web-2']);
  });

  it('is the namespaces when as many synced pods go from one as come to another', () => {
    open(prod, teamA, shop, synced, syncedPods);
    assert.deepEqual(scene.view.labels(syncedPods), ['default', 'kube-system']);
    scene.cluster.remove(pods, syncedPod('team-a', 'shop', 'default', 'web-1'));
    scene.cluster.put(pods, syncedPod('team-a', 'shop', 'kube-system', 'proxy'));
    const ids = ['default', 'kube-system'].map((one) =>
      nodeId('synced-namespace', 'prod', 'team-a', 'shop', 'pods', one),
    );
    assert.deepEqual(scene.settle(), [ids]);
  });

  it('is an orphan under its host when the vcluster of a context goes', () => {
    const name = 'vcluster_shop_team-a_prod';
    scene.kubeconfig.set(kubeconfig([context('prod'), context('stage'), context(name)], 'stage'));
    open(prod, teamA, shop);
    scene.cluster.remove(statefulsets, statefulSet('team-a', 'shop'));
    scene.settle();
    assert.deepEqual(scene.view.labels(prod), [name, 'team-a', 'team-b']);
    scene.cluster.put(statefulsets, statefulSet('team-a', 'shop'));
    scene.settle();
    assert.deepEqual(scene.view.labels(prod), ['team-a', 'team-b']);
    assert.deepEqual(scene.view.labels(shop), [name, 'Control plane', 'Synced resources']);
  });

  it('is the parent when a vcluster comes or goes', () => {
    open(prod, teamA);
    scene.cluster.put(statefulsets, statefulSet('team-a', 'docs'));
    assert.deepEqual(scene.settle(), [[prod, teamA]]);
    assert.deepEqual(scene.view.labels(teamA), ['blog', 'docs', 'shop']);
    scene.cluster.remove(statefulsets, statefulSet('team-a', 'blog'));
    scene.settle();
    assert.deepEqual(scene.view.labels(teamA), ['docs', 'shop']);
  });

  it('is the parent when the order changes', () => {
    scene.explorer.setOptions({ sort: 'status' });
    open(prod, teamA);
    assert.deepEqual(scene.view.labels(teamA), ['blog', 'shop']);
    scene.cluster.put(pods, syncerPod('team-a', 'shop', 'CrashLoopBackOff'));
    assert.deepEqual(scene.settle(), [[teamA]]);
    assert.deepEqual(scene.view.labels(teamA), ['shop', 'blog']);
  });

  it('is everything when the contexts change', () => {
    scene.kubeconfig.set(kubeconfig([context('prod'), context('stage'), context('lab')], 'prod'));
    assert.deepEqual(scene.settle(), [[undefined]]);
    assert.deepEqual(scene.view.labels(undefined), ['prod', 'lab', 'stage']);
  });

  it('is said once for many changes', () => {
    open(prod, teamA);
    for (const reason of ['ErrImagePull', 'ImagePullBackOff', 'CrashLoopBackOff']) {
      scene.cluster.put(pods, syncerPod('team-a', 'shop', reason));
      scene.cluster.put(pods, syncerPod('team-a', 'blog', reason));
    }
    assert.equal(scene.clock.pending, 1);
    assert.deepEqual(scene.settle(), [[teamA, blog, shop]]);
  });

  it('is what lies below a node that was collapsed and expanded again', () => {
    open(prod, teamA);
    scene.view.collapse(teamA);
    scene.view.expand(teamA);
    scene.cluster.put(pods, syncerPod('team-a', 'shop', 'CrashLoopBackOff'));
    scene.settle();
    assert.match(scene.view.node(shop)?.description ?? '', /CrashLoopBackOff/u);
  });

  describe('inside a vcluster', () => {
    beforeEach(() => {
      scene.dispose();
      scene = connectedScene();
    });

    it('is the vcluster when it is connected, and again when it is disconnected', () => {
      scene.connections.disconnect(shopId);
      open(prod, teamA, shop);
      scene.connections.connect(shopId);
      assert.deepEqual(scene.settle(), [[shop]]);
      assert.deepEqual(scene.view.labels(shop), ['Control plane', 'Synced resources', 'Virtual resources']);
      assert.match(scene.view.node(shop)?.description ?? '', /connected/u);
      assert.ok(scene.view.node(shop)?.flags.includes('connected'));
      scene.connections.disconnect(shopId);
      assert.deepEqual(scene.settle(), [[shop]]);
      assert.deepEqual(scene.view.labels(shop), ['Control plane', 'Synced resources']);
      assert.ok(scene.view.node(shop)?.flags.includes('disconnected'));
    });

    it('is one pod when it changes', () => {
      open(prod, teamA, shop, virtual, virtualPods, virtualDefault);
      scene.inner.put(pods, innerPod('default', 'web-0', 'CrashLoopBackOff'));
      assert.deepEqual(scene.settle(), [[innerWeb0]]);
      assert.match(scene.view.node(innerWeb0)?.description ?? '', /CrashLoopBackOff/u);
    });

    it('is the counts and the list when a pod comes', () => {
      open(prod, teamA, shop, virtual, virtualPods, virtualDefault);
      scene.inner.put(pods, innerPod('default', 'web-2'));
      assert.deepEqual(scene.settle(), [[virtualPods, virtualDefault]]);
      assert.deepEqual(scene.view.labels(virtualDefault), ['web-0', 'web-1', 'web-2']);
    });

    it('is nothing when nothing looks different, or nobody can see it', () => {
      open(prod, teamA, shop, virtual);
      scene.inner.put(pods, innerPod('default', 'web-0', 'CrashLoopBackOff'));
      scene.connections.touch(shopId);
      assert.deepEqual(scene.settle(), []);
    });

    it('is the kind when its objects come to be in several namespaces, or in one', () => {
      open(prod, teamA, shop, virtual, virtualPods, virtualDefault);
      scene.inner.remove(pods, innerPod('kube-system', 'coredns'));
      assert.deepEqual(scene.settle(), [[virtualPods]]);
      assert.deepEqual(scene.view.labels(virtualPods), ['web-0', 'web-1']);
      assert.equal(scene.view.node(innerWeb0)?.parent, virtualPods);
      scene.inner.put(pods, innerPod('kube-system', 'coredns'));
      scene.settle();
      assert.deepEqual(scene.view.labels(virtualPods), ['default', 'kube-system']);
      assert.deepEqual(scene.view.labels(virtualDefault), ['web-0', 'web-1'], 'expanded as it was');
      assert.equal(scene.view.node(innerWeb0)?.parent, virtualDefault);
    });

    it('is the folder and what it says when the connection is lost, and again when it is healed', () => {
      open(prod, teamA, shop, virtual, virtualPods, virtualDefault);
      scene.inner.fail(unreachable);
      assert.deepEqual(scene.settle(), [[virtual]]);
      assert.equal(scene.view.node(virtual)?.badge?.text, '!');
      assert.deepEqual(scene.view.labels(virtual), ['Cannot reach the vcluster', 'Namespaces', 'Pods']);
      assert.deepEqual(scene.view.labels(virtualDefault), ['web-0', 'web-1']);
      scene.inner.answer();
      assert.deepEqual(scene.settle(), [[virtual]]);
      assert.equal(scene.view.node(virtual)?.badge, undefined);
    });

    it('is one kind when that alone cannot be read any more', () => {
      open(prod, teamA, shop, virtual, virtualPods);
      scene.inner.fail(new KubeError('forbidden', 'No.'), { plural: 'pods' });
      assert.deepEqual(scene.settle(), [[virtualPods]]);
      assert.equal(scene.view.node(virtualPods)?.badge?.text, '!');
    });
  });
});
