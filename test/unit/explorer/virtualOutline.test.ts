import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { nodeId } from '../../../src/core/explorer/nodeId.ts';
import { childrenOf } from '../../../src/core/explorer/outline.ts';
import type { VirtualKindView, VirtualView } from '../../../src/core/explorer/view.ts';
import { vclusterId } from '../../../src/core/vcluster/id.ts';
import type { VClusterPhase } from '../../../src/core/vcluster/model.ts';
import { assertGolden } from './golden.ts';
import { render } from './render.ts';
import { error, host, inner, inside, loading, now, prod, stale, type VirtualSample, vcluster } from './samples.ts';
import { useUtc } from './utc.ts';

const shopId = vclusterId({ context: 'prod', namespace: 'team-a', name: 'shop' });
const unreachable = error('unreachable', '127.0.0.1:12345 refused the connection. The port-forward is being healed.');
const forbidden = (plural: string) => error('forbidden', `Not allowed to list ${plural} in the whole cluster.`);

const sample: VirtualSample = {
  namespaces: [
    inner('default'),
    inner('kube-system'),
    inner('old', undefined, { status: 'Terminating', phase: 'terminating' }),
  ],
  nodes: [
    inner('node-a', undefined, { status: 'Ready' }),
    inner('node-b', undefined, { status: 'NotReady', phase: 'failing' }),
  ],
  deployments: [inner('coredns', 'kube-system', { ready: '1/1' })],
  statefulsets: [inner('web', 'default', { ready: '1/2' }), inner('db', 'shop', { ready: '1/1' })],
  jobs: [inner('migrate', 'default', { ready: '0/1', status: 'Running' })],
  cronjobs: [inner('nightly', 'default', { status: '0 3 * * *' })],
  pods: [
    inner('web-0', 'default', { status: 'Running', ready: '1/1', phase: 'running', createdAt: now - 7_200_000 }),
    inner('web-1', 'default', {
      status: 'CrashLoopBackOff',
      ready: '0/1',
      phase: 'failing',
      restarts: 7,
      message: 'back-off 5m0s restarting failed container=web',
    }),
    inner('migrate-x9', 'default', { status: 'Completed', ready: '0/1' }),
    inner('coredns-7bdf', 'kube-system', { status: 'Running', ready: '1/1', phase: 'running', restarts: 1 }),
  ],
  services: [
    inner('kubernetes', 'default', { status: 'ClusterIP' }),
    inner('kube-dns', 'kube-system', { status: 'ClusterIP' }),
  ],
  secrets: [inner('token', 'default')],
  persistentvolumeclaims: [inner('data', 'default', { status: 'Pending', phase: 'pending' })],
};

/** The part of the tree from "Virtual resources" on, in lines without its margin. */
function insideOnly(text: string): string {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.includes('{virtual}'));
  const margin = lines[start]?.search(/\S/u) ?? 0;
  return lines
    .slice(start)
    .map((line) => line.slice(margin))
    .join('\n');
}

function rendered(view: VirtualView, tooltips = false): string {
  return insideOnly(render(prod(host([vcluster('shop')]), { virtual: { [shopId]: view } }), { tooltips }));
}

/** All kinds of a view with their data as it was, and of another freshness. */
function all(view: VirtualView, more: Partial<VirtualKindView>): VirtualView {
  return { kinds: view.kinds.map((kind) => ({ ...kind, ...more })) };
}

describe('outline of the inside of a vcluster', () => {
  useUtc();

  it('stands beside control plane and synced resources, by kind, and by namespace where there are several', () => {
    const virtual = { [shopId]: inside(sample) };
    assertGolden('virtual', render(prod(host([vcluster('shop'), vcluster('blog')]), { virtual })));
  });

  it('has a tooltip for each object', () => {
    assertGolden('virtual-tooltips', rendered(inside(sample), true));
  });

  it('is not there without a connection', () => {
    const state = prod(host([vcluster('shop')]));
    assert.ok(!render(state).includes('{virtual'));
    const ids = [
      nodeId('virtual', 'prod', 'team-a', 'shop'),
      nodeId('virtual-kind', 'prod', 'team-a', 'shop', 'pods'),
      nodeId('virtual-namespace', 'prod', 'team-a', 'shop', 'pods', 'default'),
    ];
    assert.deepEqual(
      ids.flatMap((id) => childrenOf(state, id)),
      [],
    );
  });

  it('gives no children to ids of what is not in it', () => {
    const state = prod(host([vcluster('shop')]), { virtual: { [shopId]: inside(sample) } });
    const ids = [
      nodeId('virtual', 'prod', 'team-a', 'gone'),
      nodeId('virtual-kind', 'prod', 'team-a', 'shop', 'replicasets'),
      nodeId('virtual-namespace', 'prod', 'team-a', 'shop', 'pods', 'gone'),
      nodeId('virtual-namespace', 'prod', 'team-a', 'shop', 'deployments', 'kube-system'),
      nodeId('virtual-object', 'prod', 'team-a', 'shop', 'pods', 'default', 'web-0'),
      'virtual:%',
      'virtual:',
    ];
    assert.deepEqual(
      ids.flatMap((id) => childrenOf(state, id)),
      [],
    );
  });

  it('shows what arrived first while the rest is loading', () => {
    const waiting = { count: undefined, groups: [], freshness: loading };
    const cases = { nothing: inside({}, waiting), pods: inside({ pods: sample.pods ?? [] }, waiting) };
    const text = Object.entries(cases).map(([name, view]) => `--- ${name}\n${rendered(view)}`);
    assertGolden('virtual-loading', text.join('\n'));
  });

  it('says of kinds that cannot be listed why, at their own node', () => {
    const view = inside({
      ...sample,
      nodes: { count: undefined, groups: [], freshness: stale(forbidden('nodes')) },
      cronjobs: { count: undefined, groups: [], freshness: stale(error('notFound', 'Not found: cronjobs.')) },
    });
    assertGolden('virtual-denied', rendered(view, true));
  });

  it('keeps what was known last while the connection is down, and says so', () => {
    const down = all(inside(sample), { freshness: stale(unreachable) });
    const first = inside({}, { count: undefined, groups: [], freshness: stale(unreachable) });
    const denied = { count: undefined, groups: [], freshness: stale(forbidden('nodes')) };
    const partly = inside({ nodes: denied, secrets: denied }, { count: undefined, freshness: stale(unreachable) });
    const cases = { 'with data': down, 'without data': first, 'some denied': partly };
    const text = Object.entries(cases).map(([name, view]) => `--- ${name}\n${rendered(view, true)}`);
    assertGolden('virtual-down', text.join('\n'));
  });

  it('does not take one kind that fails for a lost connection', () => {
    const why = error('server', 'The API server failed to answer (500).');
    const view = inside({
      pods: { ...inside(sample).kinds.find(({ type }) => type.plural === 'pods'), freshness: stale(why) },
      services: { count: undefined, groups: [], freshness: stale(why) },
    });
    assertGolden('virtual-kind-stale', rendered(view));
  });

  it('shows what was known last after nobody looked for a while', () => {
    assertGolden('virtual-idle', rendered(all(inside({ pods: sample.pods ?? [] }), { freshness: { state: 'idle' } })));
  });

  it('says that there is nothing', () => {
    assertGolden('virtual-empty', rendered(inside({})));
  });

  it('shows hostile text, which does nothing', () => {
    const texts = ['\u001b[31mred\u001b[0m', 'a\u202egnp.exe', '<img src=x> [a](command:vcluster.fix)', '../..%2f?#:'];
    const pods = texts.flatMap((text) => [
      inner(text, `ns ${text}`, { status: text, ready: '0/1', phase: 'failing', message: text }),
    ]);
    assertGolden('virtual-hostile', rendered(inside({ pods, secrets: [inner(texts[1] ?? '', texts[0])] }), true));
  });

  describe('flags of a vcluster', () => {
    const flags = (phase: VClusterPhase, connected: boolean): string => {
      const state = prod(host([vcluster('shop', { status: { phase } })]), {
        virtual: connected ? { [shopId]: inside({}) } : {},
      });
      return (
        childrenOf(state, nodeId('namespace', 'prod', 'team-a'))[0]
          ?.flags.slice(2)
          .join(' ') ?? ''
      );
    };
    const expected: Readonly<Record<VClusterPhase, string>> = {
      running: 'connectable pausable',
      starting: 'connectable pausable',
      pending: 'connectable pausable',
      failing: 'connectable pausable',
      unknown: 'connectable pausable',
      'workloads-sleeping': 'connectable',
      paused: 'connectable resumable',
      sleeping: '',
      'scaled-down': 'pausable',
      terminating: '',
      restoring: '',
    };
    for (const [phase, more] of Object.entries(expected)) {
      it(`say what can be done to one that is ${phase}`, () => {
        const known = phase as VClusterPhase;
        assert.equal(flags(known, false), ['disconnected', more].filter(Boolean).join(' '));
        assert.equal(flags(known, true), ['connected', more].filter(Boolean).join(' '));
      });
    }
  });
});
