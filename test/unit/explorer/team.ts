import { nodeId } from '../../../src/core/explorer/nodeId.ts';
import { KubeError } from '../../../src/core/kube/error.ts';
import { resources } from '../../../src/core/kube/resource.ts';
import { vclusterId } from '../../../src/core/vcluster/id.ts';
import { coreDnsPod, innerPod, namespaceObject, statefulSet, syncedPod, syncerPod } from '../host/objects.ts';
import { Scene } from './scene.ts';

export const prod = nodeId('context', 'prod');
export const stage = nodeId('context', 'stage');
export const teamA = nodeId('namespace', 'prod', 'team-a');
export const shop = nodeId('vcluster', 'prod', 'team-a', 'shop');
export const blog = nodeId('vcluster', 'prod', 'team-a', 'blog');
export const controlPlane = nodeId('control-plane', 'prod', 'team-a', 'shop');
export const shopPod = nodeId('pod', 'prod', 'team-a', 'shop', 'team-a', 'shop-0');
export const synced = nodeId('synced', 'prod', 'team-a', 'shop');
export const syncedPods = nodeId('synced-kind', 'prod', 'team-a', 'shop', 'pods');
export const inDefault = nodeId('synced-namespace', 'prod', 'team-a', 'shop', 'pods', 'default');
export const web0 = nodeId('synced-object', 'prod', 'team-a', 'shop', 'pods', 'team-a', 'web-0-x-default-x-shop');

export const virtual = nodeId('virtual', 'prod', 'team-a', 'shop');
export const virtualPods = nodeId('virtual-kind', 'prod', 'team-a', 'shop', 'pods');
export const virtualDefault = nodeId('virtual-namespace', 'prod', 'team-a', 'shop', 'pods', 'default');
export const innerWeb0 = nodeId('virtual-object', 'prod', 'team-a', 'shop', 'pods', 'default', 'web-0');

/** What is watched of a host to find its vclusters. */
export const discovered = ['deployments', 'ingresses', 'pods', 'secrets', 'services', 'statefulsets'].map(
  (plural) => `prod/${plural}`,
);

export const unreachable = new KubeError('unreachable', 'prod refused the connection.');

/** A scene with vclusters of two teams, one of which has synced pods and a CoreDNS. */
export function teamScene(): Scene {
  const { pods, statefulsets } = resources;
  const scene = new Scene();
  scene.cluster.store(
    [statefulsets, statefulSet('team-a', 'shop')],
    [statefulsets, statefulSet('team-a', 'blog')],
    [statefulsets, statefulSet('team-b', 'wiki')],
    [pods, syncerPod('team-a', 'shop')],
    [pods, syncerPod('team-a', 'blog')],
    [pods, syncerPod('team-b', 'wiki')],
    [pods, syncedPod('team-a', 'shop', 'default', 'web-0')],
    [pods, syncedPod('team-a', 'shop', 'default', 'web-1')],
    [pods, coreDnsPod('team-a', 'shop')],
  );
  return scene;
}

/** The vcluster that `connectedScene` is connected to. */
export const shopId = vclusterId({ context: 'prod', namespace: 'team-a', name: 'shop' });

/** As `teamScene`, connected to `shop`, which has pods in two namespaces. */
export function connectedScene(): Scene {
  const { pods, namespaces } = resources;
  const scene = teamScene();
  scene.inner.store(
    [namespaces, namespaceObject('default')],
    [namespaces, namespaceObject('kube-system')],
    [pods, innerPod('default', 'web-0')],
    [pods, innerPod('default', 'web-1')],
    [pods, innerPod('kube-system', 'coredns')],
  );
  scene.connections.connect(shopId);
  return scene;
}

/** Opens nodes one after the other, and lets their hosts answer. */
export function openAll(scene: Scene, ids: readonly string[]): void {
  for (const id of ids) {
    scene.view.expand(id);
    scene.cluster.answer();
    scene.inner.answer();
    scene.settle();
  }
}
