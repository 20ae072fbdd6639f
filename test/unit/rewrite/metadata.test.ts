import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { explain } from '../../../src/core/rewrite/explain.ts';
import { predict } from '../../../src/core/rewrite/predict.ts';
import { dig, type Raw } from '../../../src/core/vcluster/raw.ts';

const old = { name: 'vc', namespace: 'ns', version: '0.14.2' };
const current = { ...old, version: '0.36.1' };
const own = 'vcluster.loft.sh';

function config(metadata: object): Raw {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: 'd', uid: 'inside', ...metadata } };
}

function host(virtual: Raw, target = current, values: object = {}): Raw {
  const { object } = predict(virtual, target, { values });
  assert.deepEqual(
    explain(virtual, object ?? {}, target, { values }).changes.filter(({ kind }) => kind === 'drift'),
    [],
  );
  return object ?? {};
}

suite('Metadata on the host', () => {
  test('labels that are to be kept are there besides the hashed ones, and selectors mean the hashed ones', () => {
    const values = { syncer: { extraArgs: ['--sync-labels=app,example.com/*'] } };
    const virtual = config({ labels: { app: 'a', 'example.com/team': 'b', other: 'c' } });
    const labels = dig(host(virtual, old, values), 'metadata', 'labels') as object;
    assert.deepEqual(
      Object.entries(labels).filter(([key]) => !key.startsWith(own)),
      [
        ['app', 'a'],
        ['example.com/team', 'b'],
      ],
    );
    assert.equal(Object.keys(labels).filter((key) => key.startsWith(`${own}/label-vc-x-`)).length, 3);
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 's', namespace: 'd' },
      spec: { selector: { app: 'a' } },
    };
    assert.equal(dig(host(service, old, values), 'spec', 'selector', 'app'), undefined);
  });

  test('a label of vcluster’s own is hashed alike at every scope since 0.21', () => {
    const values = { sync: { priorityclasses: { enabled: true }, toHost: { priorityClasses: { enabled: true } } } };
    const virtual = {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: 'p', labels: { release: 'x' } },
      value: 1,
    };
    assert.equal(dig(host(virtual, current, values), 'metadata', 'labels', `${own}/label-vc-x-a4d451ec23`), 'x');
    assert.equal(dig(host(virtual, old, values), 'metadata', 'labels', `${own}/label-ns-x-vc-x-a4d451ec23`), 'x');
  });

  test('an object of a vcluster within this one is noted without the marks of the inner one', () => {
    const annotations = {
      team: 'a',
      [`${own}/managed-annotations`]: 'inner',
      [`${own}/object-name`]: 'inner',
      [`${own}/object-namespace`]: 'inner',
      [`${own}/object-uid`]: 'inner',
      [`${own}/object-kind`]: '/v1, Kind=ConfigMap',
    };
    // Its kind is not noted before 0.21, so that to older syncers it is an annotation like any other.
    const kind = { [old.version]: [`${own}/object-kind`], [current.version]: [] };
    for (const target of [old, current]) {
      const made = dig(host(config({ annotations }), target), 'metadata', 'annotations') as Raw;
      assert.equal(made[`${own}/managed-annotations`], ['team', ...(kind[target.version] ?? [])].sort().join('\n'));
      assert.equal(made[`${own}/object-name`], 'c');
      const { team: _, ...marks } = annotations;
      const bare = dig(host(config({ annotations: marks }), target), 'metadata', 'annotations') as Raw;
      assert.equal(bare[`${own}/managed-annotations`] ?? '', (kind[target.version] ?? []).join('\n'));
    }
  });

  test('a label that the host would give a key of this vcluster is lost on the way since 0.21', () => {
    const key = `${own}/label-vc-x-a4d451ec23`;
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 's', namespace: 'd', labels: { [key]: 'inner', release: 'mine' } },
      spec: { selector: { [key]: 'inner', app: 'a' } },
    };
    const made = host(service);
    assert.equal(dig(made, 'metadata', 'labels', key), 'mine');
    assert.deepEqual(Object.keys(dig(made, 'spec', 'selector') as object).includes(key), false);
    assert.equal(Object.keys(dig(host(service, old), 'spec', 'selector') as object).length, 4);
  });

  test('annotations that only the host may write are not carried to it', () => {
    const rancher = 'field.cattle.io/publicEndpoints';
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 's', namespace: 'd', annotations: { [rancher]: '[]' } },
      spec: {},
    };
    assert.equal(dig(host(service), 'metadata', 'annotations', rancher), undefined);
    const leader = 'control-plane.alpha.kubernetes.io/leader';
    const endpoints = {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { name: 'e', namespace: 'd', annotations: { [leader]: '{}', a: 'b' } },
    };
    const made = dig(host(endpoints), 'metadata', 'annotations') as Raw;
    assert.deepEqual([made[leader], made[`${own}/managed-annotations`]], [undefined, 'a']);
  });

  test('only pods behind an address get other names', () => {
    const address = (kind: string): object => ({
      ip: '10.0.0.1',
      targetRef: { kind, name: 'a', namespace: 'd', uid: 'u' },
    });
    const endpoints = {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { name: 'e', namespace: 'd' },
      subsets: [{ addresses: [address('Pod'), address('VirtualMachine')] }],
    };
    const [subset] = host(endpoints)['subsets'] as Raw[];
    assert.deepEqual(subset?.['addresses'], [
      { ip: '10.0.0.1', targetRef: { kind: 'Pod', name: 'a-x-d-x-vc', namespace: 'ns' } },
      address('VirtualMachine'),
    ]);
  });

  test('fields that old syncers do not know get lost', () => {
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 's', namespace: 'd' },
      spec: { trafficDistribution: 'PreferClose' },
    };
    assert.equal(dig(host(service, old), 'spec', 'trafficDistribution'), undefined);
    assert.equal(dig(host(service), 'spec', 'trafficDistribution'), 'PreferClose');
    const lifecycle = { preStop: { sleep: { seconds: 3 } } };
    const volumes = [{ name: 'models', image: { reference: 'registry/models' } }];
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', namespace: 'd' },
      spec: { volumes, containers: [{ name: 'c', lifecycle }] },
    };
    const made = host(pod, old)['spec'] as Raw;
    assert.deepEqual((made['containers'] as Raw[])[0]?.['lifecycle'], { preStop: {} });
    assert.deepEqual(made['volumes'], [{ name: 'models', emptyDir: {} }]);
  });

  test('a debug container has no target on the host, and no part of a volume', () => {
    const spec = {
      subdomain: 's',
      containers: [{ name: 'c' }],
      ephemeralContainers: [{ name: 'debug', targetContainerName: 'c' }],
    };
    const virtual = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'd' }, spec };
    for (const target of [old, current]) {
      const [debug] = dig(host(virtual, target), 'spec', 'ephemeralContainers') as Raw[];
      assert.deepEqual(Object.keys(debug ?? {}), ['name', 'env']);
    }
  });

  test('a subdomain is rewritten although one annotation says otherwise, as the syncer wants two', () => {
    const pod = (annotations: object): Raw => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', namespace: 'd', annotations },
      spec: { subdomain: 's', containers: [{ name: 'c' }] },
    });
    const off = { [`${own}/disable-subdomain-rewrite`]: 'true' };
    assert.ok(dig(host(pod(off)), 'spec', 'initContainers') !== undefined);
    assert.equal(dig(host(pod({ ...off, [`${own}/hosts-rewritten`]: 'true' })), 'spec', 'initContainers'), undefined);
  });
});
