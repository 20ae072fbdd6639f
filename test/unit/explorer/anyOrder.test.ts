import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { TreeNode } from '../../../src/core/explorer/node.ts';
import { childrenOf } from '../../../src/core/explorer/outline.ts';
import { KubeError } from '../../../src/core/kube/error.ts';
import { resources } from '../../../src/core/kube/resource.ts';
import { parseVClusterId, vclusterId } from '../../../src/core/vcluster/id.ts';
import { syncedKinds } from '../../../src/core/vcluster/syncedKind.ts';
import { virtualKinds } from '../../../src/core/virtual/virtualKind.ts';
import { coreDnsPod, innerPod, statefulSet, syncedPod, syncerPod } from '../host/objects.ts';
import { context, kubeconfig } from './samples.ts';
import { Scene } from './scene.ts';

const { pods, statefulsets } = resources;
const hostResources = ['deployments', 'ingresses', 'pods', 'secrets', 'services', 'statefulsets'];

/** Numbers from 0 up to below `n`, the same for each seed (Park and Miller's generator). */
function dice(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % n;
  };
}

function pick<T>(items: readonly T[], roll: (n: number) => number): T | undefined {
  return items[items.length === 0 ? 0 : roll(items.length)];
}

const configs = [
  kubeconfig([context('prod'), context('stage')], 'prod'),
  kubeconfig([context('prod'), context('stage')], 'stage'),
  kubeconfig([context('stage')]),
  kubeconfig([context('prod', { user: { name: 'ada', token: 'renewed' } }), context('stage')], 'prod'),
  kubeconfig([context('prod'), context('stage'), context('vcluster_vc-1_team-0_prod')], 'vcluster_vc-1_team-0_prod'),
];

/** Something that happens to the cluster, the kubeconfig or the view. */
function step(scene: Scene, roll: (n: number) => number): void {
  const { cluster, inner, connections, view, explorer, clock } = scene;
  const namespace = `team-${roll(2)}`;
  const name = `vc-${roll(3)}`;
  const waiting = pick([undefined, 'CrashLoopBackOff'], roll);
  const connect = () => {
    const shown = view.visible.filter(({ kind }) => kind === 'vcluster');
    connections.connect(pick(shown, roll)?.vcluster ?? vclusterId({ context: 'prod', namespace, name }));
  };
  const acts = [
    () => cluster.put(statefulsets, statefulSet(namespace, name, roll(2))),
    () => cluster.remove(statefulsets, statefulSet(namespace, name)),
    () => cluster.put(pods, syncerPod(namespace, name, waiting)),
    () => cluster.remove(pods, syncerPod(namespace, name)),
    () => cluster.put(pods, syncedPod(namespace, name, `ns-${roll(2)}`, `web-${roll(3)}`, waiting)),
    () => cluster.remove(pods, syncedPod(namespace, name, `ns-${roll(2)}`, `web-${roll(3)}`)),
    () => cluster.put(pods, coreDnsPod(namespace, name)),
    () => cluster.answer(),
    () => cluster.answer(),
    () => cluster.fail(new KubeError('unreachable', 'No connection.'), roll(2) === 0 ? { context: 'prod' } : {}),
    () => explorer.setVisible(roll(3) > 0),
    () => explorer.setOptions({ sort: pick(['name', 'age', 'status'] as const, roll) ?? 'name' }),
    () => explorer.setOptions({ filter: pick(['', 'vc-1'], roll) ?? '' }),
    () => scene.kubeconfig.set(pick(configs, roll) ?? configs[0] ?? kubeconfig([])),
    () => clock.advance(1000),
    () => clock.advance(1000),
    connect,
    connect,
    () => connections.disconnect(pick(connections.connected, roll) ?? ''),
    () => connections.touch(pick(connections.connected, roll) ?? ''),
    () => inner.put(pods, innerPod(`ns-${roll(2)}`, `web-${roll(3)}`, waiting)),
    () => inner.remove(pods, innerPod(`ns-${roll(2)}`, `web-${roll(3)}`)),
    () => inner.answer(),
    () => inner.fail(new KubeError(pick(['unreachable', 'forbidden'] as const, roll) ?? 'server', 'No.')),
  ];
  const expandable = view.visible.filter((node) => node.expandable);
  const node = pick(expandable, roll);
  const collapse = () => node && view.collapse(node.id);
  const expand = () => {
    const closed = pick(
      expandable.filter(({ id }) => !view.isExpanded(id)),
      roll,
    );
    return closed && view.expand(closed.id);
  };
  const expandDeep = () => {
    const closed = expandable.filter(({ id, kind }) => /^(?:synced|virtual)/u.test(kind) && !view.isExpanded(id));
    const found = pick(closed, roll);
    return found && view.expand(found.id);
  };
  const opening = [expand, expandDeep].flatMap((act) => Array.from({ length: 5 }, () => act));
  pick<() => unknown>([...acts, ...opening, collapse], roll)?.();
}

/** A node without what only says how it was left. */
function plain({ startsExpanded: _, ...node }: TreeNode): Partial<TreeNode> {
  return node;
}

/** What a view would show that has only just been opened, with the same nodes expanded. */
function truth(scene: Scene, id: string | undefined): readonly TreeNode[] {
  return childrenOf(scene.state, id).flatMap((node) => [
    node,
    ...(scene.view.isExpanded(node.id) ? truth(scene, node.id) : []),
  ]);
}

/** What has to be watched for what can be seen, each once. */
function needed({ view }: Scene): readonly string[] {
  const seen = view.visible.filter(({ id }) => view.isExpanded(id));
  const watches = seen.flatMap(({ kind, context: host, vcluster = '' }) => {
    const namespace = parseVClusterId(vcluster)?.namespace;
    switch (kind) {
      case 'context':
        return hostResources.map((plural) => `${host}/${plural}`);
      case 'control-plane':
        return [`${host}/namespaces`, `${host}/${namespace}/pods`];
      case 'synced':
        return [
          `${host}/namespaces`,
          ...syncedKinds.map((one) => [host, resources[one].namespaced ? namespace : undefined, one]),
        ].map((watch) => (typeof watch === 'string' ? watch : watch.filter(Boolean).join('/')));
      default:
        return [];
    }
  });
  return [...new Set(watches)].sort();
}

/** What has to be watched inside of vclusters for what can be seen, each once. */
function neededInside({ view }: Scene): readonly string[] {
  const seen = view.visible.filter(({ id, kind }) => kind === 'virtual' && view.isExpanded(id));
  return seen.flatMap(({ vcluster }) => virtualKinds.map((kind) => `${vcluster}/${kind}`)).sort();
}

describe('Explorer, whatever happens in whatever order', () => {
  for (const seed of [2, 5, 13, 16, 25]) {
    it(`shows in the end what is there (seed ${seed})`, async () => {
      const roll = dice(seed);
      const scene = new Scene(configs[0]);
      try {
        for (let round = 0; round < 8; round += 1) {
          // Short bursts, as what is painted as a whole hides what was forgotten before.
          for (let count = 1; count <= 60; count += 1) {
            step(scene, roll);
            if (count % 6 === 0) {
              scene.explorer.setVisible(true);
              scene.settle();
              assert.deepEqual(scene.view.visible.map(plain), truth(scene, undefined).map(plain));
            }
          }
          await scene.linger();
          assert.deepEqual([...new Set(scene.cluster.watched)], needed(scene));
          assert.deepEqual(scene.inner.watched, neededInside(scene));
        }
        scene.explorer.setVisible(false);
        await scene.linger();
        assert.deepEqual(scene.cluster.watched, []);
        assert.deepEqual(scene.inner.watched, []);
      } finally {
        scene.dispose();
      }
    });
  }
});
