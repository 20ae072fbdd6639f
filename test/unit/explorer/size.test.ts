import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { nodeId } from '../../../src/core/explorer/nodeId.ts';
import { childrenOf } from '../../../src/core/explorer/outline.ts';
import { PaintedTree } from '../../../src/core/explorer/painted.ts';
import type { OutlineState } from '../../../src/core/explorer/view.ts';
import { host, inner, inside, item, prod, synced, vcluster } from './samples.ts';

/** The best of several runs, in milliseconds: the others shared the processor with something else. */
function fastest(run: () => void): number {
  const times = Array.from({ length: 7 }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return Math.min(...times);
}

describe('the tree of a large host', () => {
  const vclusters = Array.from({ length: 1000 }, (_, index) => vcluster(`vc-${index}`, { namespace: `team-${index}` }));
  const first = vclusters[0] ?? vcluster('vc-0');
  const below = nodeId('synced-namespace', 'prod', first.namespace, first.name, 'pods', 'default');

  function withPods(count: number, changed?: number): OutlineState {
    const items = Array.from({ length: count }, (_, index) => {
      const status = index === changed ? 'CrashLoopBackOff' : 'Running';
      return item(`web-${index}`, 'default', first.name, { status, ready: '1/1', phase: 'running' });
    });
    return prod(host(vclusters), { synced: { [first.id]: synced({ pods: items }) } });
  }

  function withInner(count: number, changed?: number): OutlineState {
    const items = Array.from({ length: count }, (_, index) => {
      const status = index === changed ? 'CrashLoopBackOff' : 'Running';
      return inner(`web-${index}`, 'default', { status, ready: '1/1', phase: 'running' });
    });
    return prod(host(vclusters), { virtual: { [first.id]: inside({ pods: items }) } });
  }

  it('is outlined for 1,000 vclusters in 1,000 namespaces within 50 ms', () => {
    const state = prod(host(vclusters));
    const ms = fastest(() => {
      const namespaces = childrenOf(state, undefined).flatMap(({ id }) => childrenOf(state, id));
      assert.equal(namespaces.length, 1000);
    });
    assert.ok(ms < 50, `${ms} ms`);
  });

  it('is compared for 10,000 synced objects of one namespace within 100 ms', () => {
    const painted = new PaintedTree();
    const states = [withPods(10_000), withPods(10_000, 5000)];
    const [before = [], after = []] = states.map((state) => childrenOf(state, below));
    painted.paint(below, before);
    const repaints: number[] = [];
    const ms = fastest(() => {
      repaints.push(painted.update(below, after).length, painted.update(below, before).length);
    });
    assert.deepEqual(new Set(repaints), new Set([1]));
    assert.ok(ms / 2 < 100, `${ms / 2} ms`);
  });

  it('is outlined for 10,000 synced objects of one namespace within 100 ms', () => {
    const state = withPods(10_000);
    const ms = fastest(() => assert.equal(childrenOf(state, below).length, 10_000));
    assert.ok(ms < 100, `${ms} ms`);
  });

  it('is outlined and compared for 10,000 objects inside a vcluster within 100 ms', () => {
    const kind = nodeId('virtual-kind', 'prod', first.namespace, first.name, 'pods');
    const painted = new PaintedTree();
    const states = [withInner(10_000), withInner(10_000, 5000)];
    const repaints: number[] = [];
    const [before, after] = states.map((state) => fastest(() => assert.equal(childrenOf(state, kind).length, 10_000)));
    const outline = Math.max(before ?? 0, after ?? 0);
    const [old = [], changed = []] = states.map((state) => childrenOf(state, kind));
    painted.paint(kind, old);
    const compare = fastest(() => {
      repaints.push(painted.update(kind, changed).length, painted.update(kind, old).length);
    });
    assert.deepEqual(new Set(repaints), new Set([1]));
    assert.ok(outline + compare / 2 < 100, `${outline} ms and ${compare / 2} ms`);
  });
});
