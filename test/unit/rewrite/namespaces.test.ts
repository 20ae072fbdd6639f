import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { explain } from '../../../src/core/rewrite/explain.ts';
import { hostName, predict } from '../../../src/core/rewrite/predict.ts';
import { dig, type Raw } from '../../../src/core/vcluster/raw.ts';

const old = { name: 'vc', namespace: 'ns', version: '0.19.5' };
const current = { ...old, version: '0.36.1' };

function object(kind: string, name: string, namespace: string, rest: object = {}): Raw {
  return { apiVersion: 'v1', kind, metadata: { name, namespace }, ...rest };
}

function host(virtual: Raw, target: typeof old, values: object): Raw {
  const made = predict(virtual, target, { values }).object;
  assert.ok(made !== null, 'It is not synced.');
  const drift = explain(virtual, made, target, { values }).changes.filter(({ kind }) => kind === 'drift');
  assert.deepEqual(drift, []);
  return made;
}

function place(virtual: Raw, target: typeof old, values: object): readonly unknown[] {
  const { name, namespace } = host(virtual, target, values)['metadata'] as Raw;
  return [namespace, name];
}

suite('Namespaces on the host', () => {
  const namespaces = (mappingsOnly: boolean): object => ({
    sync: { toHost: { namespaces: { enabled: true, mappingsOnly, mappings: { byName: { 'team-*': 'host-*' } } } } },
  });

  test('objects of a mapped one keep their names, others go beside the control plane', () => {
    assert.deepEqual(place(object('Secret', 's', 'team-a'), current, namespaces(false)), ['host-a', 's']);
    assert.deepEqual(place(object('Secret', 's', 'other'), current, namespaces(false)), ['ns', 's-x-other-x-vc']);
    const pod = object('Pod', 'p', 'other', { spec: { imagePullSecrets: [{ name: 's' }] } });
    assert.deepEqual(dig(host(pod, current, namespaces(false)), 'spec', 'imagePullSecrets'), [
      { name: 's-x-other-x-vc' },
    ]);
    const values = namespaces(true);
    assert.equal(predict(object('Secret', 's', 'other'), current, { values }).object, null);
  });

  test('there is one for each that is mapped, and none for others', () => {
    const of = (name: string, mappingsOnly: boolean): unknown => {
      const virtual = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
      const values = namespaces(mappingsOnly);
      const made = predict(virtual, current, { values }).object;
      assert.equal(hostName({ kind: 'Namespace', name }, current, { values }), dig(made, 'metadata', 'name'));
      return made && dig(made, 'metadata', 'name');
    };
    assert.deepEqual([of('team-a', false), of('other', false), of('other', true)], ['host-a', null, null]);
  });

  test('labels of vcluster’s own are hashed in all of them since 0.21, but no release is in the way', () => {
    const labels = { release: 'r', 'vcluster.loft.sh/managed-by': 'm', app: 'a' };
    const virtual = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: 'team-a', labels } };
    const made = (target: typeof old, values: object): unknown =>
      dig(host(virtual, target, values), 'metadata', 'labels');
    assert.deepEqual(made(current, namespaces(false)), {
      release: 'r',
      app: 'a',
      'vcluster.loft.sh/label-vc-x-e5f1b28ab2': 'm',
    });
    assert.deepEqual(made(old, { multiNamespaceMode: { enabled: true } }), labels);
  });

  const several = { multiNamespaceMode: { enabled: true }, experimental: { multiNamespaceMode: { enabled: true } } };

  test('the root certificate of a namespace has another name, which no other object with that name has', () => {
    const special = 'vcluster-kube-root-ca.crt-x-vc';
    const name = 'kube-root-ca.crt';
    for (const target of [old, { ...old, version: '0.25.0' }]) {
      const of = (kind: string): unknown => hostName({ kind, name, namespace: 'd' }, target, { values: several });
      assert.deepEqual([of('ConfigMap'), of('Secret'), of('Pod')], [special, name, name]);
      const pod = object('Pod', 'p', 'd', {
        spec: {
          containers: [
            {
              name: 'c',
              env: [{ name: 'A', valueFrom: { configMapKeyRef: { name, key: 'k' } } }],
              envFrom: [{ configMapRef: { name } }, { secretRef: { name } }],
            },
          ],
          volumes: [
            { name: 'a', configMap: { name } },
            { name: 'b', secret: { secretName: name } },
            { name: 'c', projected: { sources: [{ configMap: { name } }, { secret: { name } }] } },
          ],
        },
      });
      const made = host(pod, target, several)['spec'] as Raw;
      const [container] = made['containers'] as Raw[];
      assert.deepEqual(container?.['envFrom'], [{ configMapRef: { name: special } }, { secretRef: { name } }]);
      assert.deepEqual(made['volumes'], [
        { name: 'a', configMap: { name: special } },
        { name: 'b', secret: { secretName: name } },
        { name: 'c', projected: { sources: [{ configMap: { name: special } }, { secret: { name } }] } },
      ]);
      const variable = ((container?.['env'] ?? []) as Raw[]).find((one) => one['name'] === 'A');
      const expected = target === old ? name : special;
      assert.equal(dig(variable, 'valueFrom', 'configMapKeyRef', 'name'), expected);
    }
  });

  test('a namespace of the workloads holds everything, and nothing in it has an owner', () => {
    const flag = { syncer: { extraArgs: ['--target-namespace=work'] }, sync: { priorityclasses: { enabled: true } } };
    const key = {
      experimental: { syncSettings: { targetNamespace: 'work' } },
      sync: { toHost: { priorityClasses: { enabled: true } } },
    };
    for (const [target, values] of [
      [old, flag],
      [{ ...old, version: '0.25.0' }, key],
    ] as const) {
      const made = host(object('Secret', 's', 'd'), target, values);
      assert.deepEqual(place(object('Secret', 's', 'd'), target, values), ['work', 's-x-d-x-vc']);
      assert.equal(dig(made, 'metadata', 'ownerReferences'), undefined);
      const wide = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'p' }, value: 1 };
      const metadata = host(wide, target, values)['metadata'];
      assert.equal(dig(metadata, 'name'), 'vcluster-p-x-work-x-vc');
      assert.equal(dig(metadata, 'labels', 'vcluster.loft.sh/managed-by'), 'work-x-vc');
      const api = { kind: 'Service', name: 'kubernetes', namespace: 'default' };
      assert.equal(hostName(api, target, { values }), 'vc');
    }
  });
});
