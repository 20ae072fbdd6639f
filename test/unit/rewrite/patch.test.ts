import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { explain } from '../../../src/core/rewrite/explain.ts';
import { predict } from '../../../src/core/rewrite/predict.ts';
import { dig, type Raw } from '../../../src/core/vcluster/raw.ts';

const target = { name: 'vc', namespace: 'ns', version: '0.36.1' };

function configured(patches: unknown): { readonly values: object } {
  const custom = { 'certificates.cert-manager.io': { enabled: true, patches } };
  return { values: { sync: { toHost: { services: { patches }, customResources: custom } } } };
}

const service: Raw = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 's', namespace: 'd', annotations: { 'example.com/zone.a': 'one' } },
  spec: {
    type: 'LoadBalancer',
    ports: [
      { name: 'a', port: 80 },
      { name: 'b', port: 81 },
    ],
    loadBalancerClass: 'x',
  },
};

suite('Patches of the configuration', () => {
  test('what an expression gives is not known, and whatever the host has there is explained', () => {
    const options = configured([
      { path: 'metadata.annotations["example.com/zone.a"]', expression: 'value + "x"' },
      { path: 'spec.ports[*].name', expression: '"n"' },
      { path: 'spec.nothing.here', expression: '1' },
      { path: 'spec.loadBalancerClass', reverseExpression: '"only back"' },
    ]);
    const { object, unknown } = predict(service, target, options);
    const paths = ['/metadata/annotations/example.com~1zone.a', '/spec/ports/0/name', '/spec/ports/1/name'];
    assert.ok(paths.every((path) => unknown.includes(path)));
    assert.equal(dig(object, 'spec', 'nothing'), undefined);
    assert.equal(dig(object, 'spec', 'loadBalancerClass'), 'x');
    const host = structuredClone(object) as {
      metadata: { annotations: Record<string, unknown> };
      spec: Record<string, unknown>;
    };
    host.metadata.annotations['example.com/zone.a'] = 'onex';
    host.spec['ports'] = [
      { name: 'n', port: 80 },
      { name: { odd: 1 }, port: 81 },
    ];
    const changes = (): readonly (readonly [string, string, string | undefined])[] =>
      explain(service, host as unknown as Raw, target, options).changes.map(({ path, kind, rule }) => [
        path,
        kind,
        rule,
      ]);
    assert.deepEqual(
      changes()
        .filter(([, , rule]) => rule === 'config.patch')
        .map(([path]) => path),
      paths,
    );
    assert.ok(changes().every(([, kind]) => kind !== 'drift'));
    host.spec['loadBalancerClass'] = 'y';
    assert.deepEqual(
      changes()
        .filter(([, kind]) => kind === 'drift')
        .map(([path]) => path),
      ['/spec/loadBalancerClass'],
    );
  });

  test('a reference gets the name on the host', () => {
    const options = configured([{ path: 'spec.secretName', reference: { apiVersion: 'v1', kind: 'Secret' } }]);
    const certificate = {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: 'c', namespace: 'd' },
      spec: { secretName: 'tls' },
    };
    assert.equal(dig(predict(certificate, target, options).object, 'spec', 'secretName'), 'tls-x-d-x-vc');
  });

  test('a reference may be anywhere in an object, say its namespace, and be of any kind', () => {
    const of = (reference: object, value: unknown, more: object = {}): unknown => {
      const { values } = configured([
        { path: 'spec.ref', reference: { apiVersion: 'v1', kind: 'Secret', ...reference } },
      ]);
      const sync = values as { sync: { toHost: object } };
      const options = { values: { sync: { ...sync.sync, toHost: { ...sync.sync.toHost, ...more } } } };
      const certificate = {
        apiVersion: 'cert-manager.io/v1',
        kind: 'Certificate',
        metadata: { name: 'c', namespace: 'd' },
        spec: { ref: value },
      };
      const { object } = predict(certificate, target, options);
      const { changes } = explain(certificate, object ?? {}, target, options);
      assert.deepEqual(
        changes.filter(({ kind }) => kind === 'drift'),
        [],
      );
      return dig(object, 'spec', 'ref');
    };
    const paths = { namePath: 'secret.name', namespacePath: 'secret.namespace' };
    assert.deepEqual(of(paths, { secret: { name: 'a', namespace: 'e' }, key: 'k' }), {
      secret: { name: 'a-x-e-x-vc', namespace: 'ns' },
      key: 'k',
    });
    assert.deepEqual(of(paths, { secret: { name: 'a' } }), { secret: { name: 'a-x-d-x-vc' } });
    assert.deepEqual(of({}, { name: 'a' }), { name: 'a' });
    const classes = { kind: 'StorageClass', apiVersion: 'storage.k8s.io/v1' };
    assert.equal(of(classes, 'fast', { storageClasses: { enabled: true } }), 'vcluster-fast-x-ns-x-vc');
    const byKind = { kindPath: 'kind', apiVersionPath: 'apiVersion', namePath: 'name' };
    const service = { kind: 'Service', apiVersion: 'v1', name: 'kubernetes' };
    assert.deepEqual(of(byKind, service), { ...service, name: 'kubernetes-x-d-x-vc' });
    assert.deepEqual(of({ ...byKind, namespacePath: 'ns' }, { ...service, ns: 'default' }), {
      ...service,
      name: 'vc',
      ns: 'ns',
    });
  });

  test('labels get the keys of the host, and may be narrowed', () => {
    const options = configured([
      { path: 'spec.selector', labels: {} },
      { path: 'spec.labels', labels: {} },
    ]);
    const certificate = {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: 'c', namespace: 'd' },
      spec: { selector: { matchLabels: { release: 'a', app: 'b' } }, labels: { release: 'a' } },
    };
    const release = 'vcluster.loft.sh/label-vc-x-a4d451ec23';
    const { object } = predict(certificate, target, options);
    assert.deepEqual(dig(object, 'spec', 'selector'), { matchLabels: { [release]: 'a', app: 'b' } });
    const kinds = (labels: object): readonly string[] =>
      explain(certificate, { ...object, spec: { ...(object?.['spec'] as Raw), labels } }, target, options)
        .changes.filter(({ kind }) => kind === 'drift')
        .map(({ path }) => path);
    assert.deepEqual(kinds({ [release]: 'a' }), []);
    assert.deepEqual(
      kinds({ [release]: 'a', 'vcluster.loft.sh/managed-by': 'vc', 'vcluster.loft.sh/namespace': 'd' }),
      [],
    );
    assert.deepEqual(kinds({ [release]: 'b' }), [`/spec/labels/${release.replace('/', '~1')}`]);
  });

  test('odd ones are left alone', () => {
    for (const patches of [
      'x',
      [1],
      [{}],
      [{ path: '', expression: 'x' }],
      [{ path: '[', expression: 'x' }],
      [{ path: '__proto__.a', expression: 'x' }],
      [{ path: 'metadata', reference: {} }],
    ]) {
      const { object } = predict(service, target, configured(patches));
      assert.equal(dig(object, 'metadata', 'name'), 's-x-d-x-vc');
    }
  });
});

suite('Versions', () => {
  test('that cannot be read, or come after 0, count as the newest', () => {
    const virtual = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'c', namespace: 'd', labels: { app: 'a' } },
    };
    for (const version of ['0.21.0', 'v0.36.1', '1.0.0', '1.14.2', '0.0.1', 'latest', '']) {
      const { object } = predict(virtual, { ...target, version });
      assert.equal(dig(object, 'metadata', 'labels', 'app'), 'a', version);
    }
    for (const version of ['0.14.2', 'v0.19.7', '0.20.0', '0.20.0-beta.1']) {
      const { object } = predict(virtual, { ...target, version });
      assert.equal(dig(object, 'metadata', 'labels', 'app'), undefined, version);
    }
  });
});
