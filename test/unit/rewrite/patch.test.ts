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
