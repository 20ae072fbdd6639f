import assert from 'node:assert/strict';
import { type KubeObject, resources } from '../../../src/core/kube/resource.ts';
import { newestRelease } from '../../../src/core/playground/release/helmRelease.ts';
import { controlPlane } from '../../../src/core/playground/virtual/description.ts';
import { explain } from '../../../src/core/rewrite/explain.ts';
import { pairItem } from '../../../src/core/rewrite/identity.ts';
import { pairObjects } from '../../../src/core/rewrite/pair.ts';
import { type Bench, startBench, until, workload } from './harness.ts';
import { VirtualClient } from './virtualClient.ts';

const kinds = ['pods', 'services', 'configmaps', 'secrets', 'persistentvolumeclaims'] as const;
const vclusters = [
  ['team-checkout', 'checkout-staging'],
  ['legacy-apps', 'intranet'],
  ['team-warehouse', 'warehouse'],
] as const;

/** What stands on both sides of a vcluster otherwise than the rules say, and how many objects are on both sides. */
async function compared(
  bench: Bench,
  namespace: string,
  name: string,
): Promise<{ twins: number; drift: readonly string[] }> {
  const { api } = bench.playground;
  const inside = new VirtualClient(bench, namespace, name);
  const [main] = controlPlane(api, namespace, name);
  const [, version = ''] = /-(\d+\.\d+\.\d+)$/u.exec(main?.metadata?.labels?.['chart'] ?? '') ?? [];
  const target = { name, namespace, version };
  const spaces = (await inside.call('GET', '/api/v1/namespaces')).body.items;
  const options = {
    values: newestRelease(api, namespace, name)?.config ?? {},
    namespaceLabels: Object.fromEntries(spaces.map(({ metadata }) => [metadata?.name ?? '', metadata?.labels ?? {}])),
  };
  let twins = 0;
  const drift: string[] = [];
  for (const kind of kinds) {
    const type = resources[kind];
    const virtual = (await inside.call('GET', `/api/v1/${kind}`)).body.items.map((one) => ({
      apiVersion: 'v1',
      kind: type.kind,
      ...one,
    }));
    const host = api.list(type, namespace);
    const byUid = new Map<string | undefined, KubeObject>([...virtual, ...host].map((one) => [one.metadata?.uid, one]));
    const pairs = pairObjects({
      virtual: virtual.flatMap((one) => pairItem(one) ?? []),
      host: host.flatMap((one) => pairItem(one) ?? []),
      target,
      options,
    });
    for (const pair of pairs.filter(({ state }) => state === 'synced')) {
      twins += 1;
      const { changes } = explain(byUid.get(pair.virtual?.uid) ?? {}, byUid.get(pair.host?.uid) ?? {}, target, options);
      const unexplained = changes.filter((change) => change.kind === 'drift');
      drift.push(
        ...unexplained.map(
          ({ path, from, to }) => `${kind} ${pair.virtual?.name} ${path} ${JSON.stringify(from)} ${JSON.stringify(to)}`,
        ),
      );
    }
  }
  return { twins, drift };
}

describe('the syncer of the playground', () => {
  let bench: Bench;

  beforeEach(async () => {
    bench = await startBench({ fleet: 'sample' });
  });
  afterEach(() => bench.end());

  it('writes what the rules predict, for what is there from the beginning', async () => {
    for (const [namespace, name] of vclusters) {
      const { twins, drift } = await compared(bench, namespace, name);
      assert.deepEqual(drift, [], name);
      assert.ok(twins > 5, `${name} has ${twins}`);
    }
  });

  it('writes what the rules predict, for what is made later', async () => {
    const [namespace, name] = vclusters[0];
    const inside = new VirtualClient(bench, namespace, name);
    const before = await compared(bench, namespace, name);
    await inside.call('POST', '/api/v1/namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'new', labels: { team: 'a' } },
    });
    await inside.call('POST', '/apis/apps/v1/namespaces/new/statefulsets', {
      ...workload('StatefulSet', 'db', 2, 'new'),
      spec: { ...(workload('StatefulSet', 'db', 2, 'new')['spec'] as object), serviceName: 'db' },
    });
    const marked = (): number =>
      bench.playground.api
        .list(resources.pods, namespace)
        .filter(({ metadata }) => metadata?.labels?.['vcluster.loft.sh/namespace'] === 'new').length;
    await until(() => marked() === 2, 'the copies of two pods');
    const after = await compared(bench, namespace, name);
    assert.deepEqual(after.drift, []);
    assert.ok(after.twins >= before.twins + 2);
  });

  it('is not believed by the rules where somebody changed a copy', async () => {
    const [namespace, name] = vclusters[0];
    const [service] = bench.playground.api
      .list(resources.services, namespace)
      .filter(({ metadata }) => metadata?.labels?.['vcluster.loft.sh/managed-by'] === name);
    assert.ok(service);
    bench.playground.api.patch(resources.services, namespace, service.metadata?.name ?? '', {
      spec: { sessionAffinity: 'ClientIP' },
    });
    const { drift } = await compared(bench, namespace, name);
    assert.ok(
      drift.some((line) => line.includes('/spec/sessionAffinity')),
      drift.join('\n'),
    );
  });
});
