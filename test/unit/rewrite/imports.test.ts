import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { explain } from '../../../src/core/rewrite/explain.ts';
import type { PairItem } from '../../../src/core/rewrite/identity.ts';
import { Pairing, pairObjects } from '../../../src/core/rewrite/pair.ts';
import { hostName, predict } from '../../../src/core/rewrite/predict.ts';
import { dig, type Raw } from '../../../src/core/vcluster/raw.ts';

const target = { name: 'vc', namespace: 'ns', version: '0.36.1' };

function fromHost(values: object): { readonly values: object } {
  return { values: { sync: { fromHost: values } } };
}

function mapped(key: string, byName: object): { readonly values: object } {
  return fromHost({ [key]: { enabled: true, mappings: { byName } } });
}

function drift(virtual: Raw, host: Raw, options: object): readonly string[] {
  return explain(virtual, host, target, options)
    .changes.filter(({ kind }) => kind === 'drift')
    .map(({ path }) => path);
}

suite('What the configuration brings in from the host', () => {
  const names: readonly (readonly [mapping: object, namespace: string, name: string, host: string])[] = [
    [{ 'shared/ca': 'team/trusted' }, 'team', 'trusted', 'shared/ca'],
    [{ 'shared/ca': 'team/trusted' }, 'team', 'ca', 'ns/ca-x-team-x-vc'],
    [{ 'shared/*': 'team/*', 'other/ca': 'team/ca' }, 'team', 'ca', 'other/ca'],
    [{ 'shared/*': 'team/*' }, 'team', 'anything', 'shared/anything'],
    [{ 'shared/*': 'team/*' }, 'elsewhere', 'anything', 'ns/anything-x-elsewhere-x-vc'],
    [{ '': 'team' }, 'team', 'own', 'ns/own'],
    [{ '': 'team/*' }, 'team', 'own', 'ns/own'],
    [{ '/one': 'team/two' }, 'team', 'two', 'ns/one'],
    [{ 'shared/*': 'team/*' }, 'team', 'kube-root-ca.crt', 'ns/kube-root-ca.crt-x-team-x-vc'],
  ];
  for (const [mapping, namespace, name, expected] of names) {
    test(`a ConfigMap ${namespace}/${name} with ${JSON.stringify(mapping)} is ${expected}`, () => {
      const virtual = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: { a: 'b' } };
      const options = mapped('configMaps', mapping);
      const { object } = predict(virtual, target, options);
      assert.equal(`${dig(object, 'metadata', 'namespace')}/${dig(object, 'metadata', 'name')}`, expected);
      assert.equal(hostName({ kind: 'ConfigMap', name, namespace }, target, options), expected.split('/')[1]);
    });
  }

  test('is the host’s own, and has a copy there if a pod uses it', () => {
    const options = mapped('secrets', { 'shared/db': 'team/db' });
    const virtual = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'db', namespace: 'team' },
      data: { a: 'YQ==' },
    };
    const original = {
      ...virtual,
      metadata: { name: 'db', namespace: 'shared', uid: 'u', ownerReferences: [{ kind: 'Job', name: 'j' }] },
    };
    const { changes } = explain(virtual, original, target, options);
    assert.deepEqual(
      changes.map(({ path, kind, rule }) => [path, kind, rule]),
      [
        ['/metadata/namespace', 'rewritten', 'import.name'],
        ['/metadata/uid', 'host', undefined],
        ['/metadata/ownerReferences', 'host', undefined],
      ],
    );
    assert.deepEqual(drift(virtual, { ...original, data: { a: 'Yg==' } }, options), ['/data/a']);
    const { object } = predict(virtual, target);
    assert.deepEqual(drift(virtual, object ?? {}, options), []);
  });

  test('is paired with the copy that the syncer wrote, else with the original', () => {
    const options = mapped('configMaps', { 'shared/*': 'team/*' });
    const virtual = { kind: 'ConfigMap', name: 'a', namespace: 'team' };
    const original = { kind: 'ConfigMap', name: 'a', namespace: 'shared' };
    const copy = {
      kind: 'ConfigMap',
      name: 'a-x-team-x-vc',
      namespace: 'ns',
      claims: { name: 'a', namespace: 'team' },
    };
    const twin = (...host: readonly PairItem[]): string | undefined =>
      pairObjects({ virtual: [virtual], host, target, options }).find((one) => one.virtual === virtual)?.host?.name;
    assert.equal(twin(original), 'a');
    assert.equal(twin(original, copy), 'a-x-team-x-vc');
    assert.equal(new Pairing(target, options).hostKey(virtual), 'ConfigMap/ns/a-x-team-x-vc');
  });

  test('are custom resources at cluster scope by their own name, and others by a mapping', () => {
    const options = fromHost({
      customResources: {
        'issuers.cert-manager.io': { enabled: true, scope: 'Namespaced', mappings: { byName: { 'a/*': 'b/*' } } },
        'clusterissuers.cert-manager.io': { enabled: true, scope: 'Cluster' },
        'orders.cert-manager.io': { enabled: false, scope: 'Cluster' },
      },
    });
    const of = (kind: string, namespace?: string): string | undefined =>
      hostName({ kind, apiVersion: 'cert-manager.io/v1', name: 'ca', namespace }, target, options);
    assert.equal(of('ClusterIssuer'), 'ca');
    assert.equal(of('Issuer', 'b'), 'ca');
    assert.equal(of('Issuer', 'c'), undefined);
    assert.equal(of('Order'), undefined);
    const issuer = {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Issuer',
      metadata: { name: 'ca', namespace: 'b' },
      spec: { a: 1 },
    };
    const host = { ...issuer, metadata: { name: 'ca', namespace: 'a' } };
    assert.deepEqual(predict(issuer, target, options).object, host);
    assert.deepEqual(drift(issuer, { ...host, spec: { a: 2 } }, options), ['/spec/a']);
  });

  test('can be patched on its way', () => {
    const patches = [{ path: 'metadata.labels["tier"]', expression: '"x"' }];
    const options = fromHost({ ingressClasses: { enabled: true, patches } });
    const virtual = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: 'nginx', labels: { tier: 'x', app: 'a' } },
      spec: { controller: 'c' },
    };
    const host = (labels: object): Raw => ({ ...virtual, metadata: { name: 'nginx', labels } });
    assert.deepEqual(drift(virtual, host({ tier: 'y', app: 'a' }), options), []);
    assert.deepEqual(drift(virtual, host({ app: 'a' }), options), []);
    assert.deepEqual(drift(virtual, host({ tier: 'y', app: 'b' }), options), ['/metadata/labels/app']);
  });

  test('a Gateway shows tenants neither its certificates nor its infrastructure', () => {
    const gateways = { enabled: true, mappings: { byName: { 'edge/*': 'infra/*' } } };
    const allowedRoutes = { defaultVirtualNamespacePolicy: { from: 'All' } };
    const options = fromHost({ gateways: { ...gateways, allowedRoutes } });
    const gateway = 'gateway.networking.k8s.io/v1';
    const virtual: Raw = {
      apiVersion: gateway,
      kind: 'Gateway',
      metadata: {
        name: 'public',
        namespace: 'infra',
        labels: { 'vcluster.loft.sh/imported-gateway': 'true' },
        annotations: { 'vcluster.loft.sh/managed-by': 'vcluster' },
      },
      spec: {
        gatewayClassName: 'c',
        listeners: [{ name: 'https', port: 443, allowedRoutes: { namespaces: { from: 'All' } } }],
      },
    };
    const host: Raw = {
      apiVersion: gateway,
      kind: 'Gateway',
      metadata: { name: 'public', namespace: 'edge' },
      spec: {
        gatewayClassName: 'c',
        infrastructure: { labels: { a: 'b' } },
        listeners: [
          {
            name: 'https',
            port: 443,
            tls: { certificateRefs: [{ name: 'secret' }] },
            allowedRoutes: { namespaces: { from: 'Same' } },
          },
        ],
      },
    };
    assert.deepEqual(drift(virtual, host, options), []);
    assert.deepEqual(drift(virtual, { ...host, spec: { ...(host['spec'] as Raw), gatewayClassName: 'd' } }, options), [
      '/spec/gatewayClassName',
    ]);
    const route = {
      apiVersion: gateway,
      kind: 'HTTPRoute',
      metadata: { name: 'r', namespace: 'team' },
      spec: { parentRefs: [{ name: 'public', namespace: 'infra' }] },
    };
    const both = {
      values: { sync: { fromHost: { gateways }, toHost: { gatewayApi: { httpRoutes: { enabled: true } } } } },
    };
    assert.deepEqual(dig(predict(route, target, both).object, 'spec', 'parentRefs'), [
      { name: 'public', namespace: 'edge' },
    ]);
  });
});
