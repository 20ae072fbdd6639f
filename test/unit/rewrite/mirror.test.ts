import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { explain } from '../../../src/core/rewrite/explain.ts';
import { hostName, predict } from '../../../src/core/rewrite/predict.ts';
import { dig } from '../../../src/core/vcluster/raw.ts';

const old = { name: 'vc', namespace: 'ns', version: '0.14.2' };
const current = { ...old, version: '0.36.1' };
const networking = 'networking.k8s.io/v1';
const storage = 'storage.k8s.io/v1';
const gateway = 'gateway.networking.k8s.io/v1';

function toHost(values: object): object {
  return { sync: { toHost: values } };
}

suite('What comes from the host, and what stands for it', () => {
  const ingressClass = {
    apiVersion: networking,
    kind: 'IngressClass',
    metadata: { name: 'nginx', annotations: { a: 'b', 'vcluster.loft.sh/managed-annotations': 'a' } },
    spec: { controller: 'k8s.io/ingress-nginx' },
  };

  test('old versions take over ingress classes with Ingresses', () => {
    const name = { kind: 'IngressClass', apiVersion: networking, name: 'nginx' };
    const values = { sync: { ingresses: { enabled: true } } };
    assert.equal(hostName(name, old), undefined);
    assert.equal(hostName(name, old, { values }), 'nginx');
    const extraArgs = { syncer: { extraArgs: ['--sync=ingressclasses,hoststorageclasses'] } };
    assert.equal(hostName(name, old, { values: extraArgs }), 'nginx');
    assert.equal(hostName({ kind: 'StorageClass', name: 'fast' }, old, { values: extraArgs }), 'fast');
    assert.deepEqual(predict(ingressClass, old, { values }).object, {
      ...ingressClass,
      metadata: { name: 'nginx', annotations: { a: 'b' } },
    });
  });

  test('a scheduler inside takes over what it schedules by', () => {
    const inside = { controlPlane: { distro: { k8s: { scheduler: { enabled: true } } } } };
    const off = { ...inside, sync: { fromHost: { csiDrivers: { enabled: 'false' } } } };
    const nodes = { sync: { nodes: { enabled: true, enableScheduler: true } } };
    for (const [kind, apiVersion] of [
      ['CSINode', storage],
      ['CSIDriver', storage],
      ['StorageClass', storage],
    ]) {
      const name = { kind: kind ?? '', apiVersion, name: 'a' };
      assert.equal(hostName(name, current), undefined, kind);
      assert.equal(hostName(name, current, { values: inside }), 'a', kind);
      assert.equal(hostName(name, old, { values: nodes }), 'a', kind);
      assert.equal(hostName(name, current, { values: off }), kind === 'CSIDriver' ? undefined : 'a');
    }
    const classes = { sync: { fromHost: { storageClasses: { enabled: 'true' } } } };
    assert.equal(hostName({ kind: 'StorageClass', name: 'a' }, current, { values: classes }), 'a');
  });

  test('a made-up node has the name of the host’s, of which nothing else is known', () => {
    const made = {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'n', labels: { 'vcluster.loft.sh/fake-node': 'true' } },
    };
    for (const target of [old, current]) {
      assert.equal(hostName({ kind: 'Node', name: 'n' }, target), 'n');
      const { object, unknown } = predict(made, target);
      assert.deepEqual(object, { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' } });
      assert.ok(
        ['/metadata/labels', '/metadata/annotations', '/spec', '/status'].every((path) => unknown.includes(path)),
      );
      const { changes } = explain(made, { ...made, metadata: { name: 'n', labels: { disk: 'ssd' } } }, target);
      assert.ok(changes.every(({ kind }) => kind === 'host'));
    }
    const own = { privateNodes: { enabled: true } };
    assert.equal(hostName({ kind: 'Node', name: 'n' }, current, { values: own }), undefined);
    assert.equal(hostName({ kind: 'Pod', name: 'p', namespace: 'd' }, current, { values: own }), undefined);
  });
});

suite('Custom resources on the host', () => {
  const certificate = { kind: 'Certificate', apiVersion: 'cert-manager.io/v1', name: 'c', namespace: 'd' };

  test('are those that the configuration names', () => {
    const values = toHost({ customResources: { 'certificates.cert-manager.io': { enabled: true } } });
    assert.equal(hostName(certificate, current), undefined);
    assert.equal(hostName(certificate, current, { values }), 'c-x-d-x-vc');
    assert.equal(hostName({ ...certificate, apiVersion: undefined }, current, { values }), 'c-x-d-x-vc');
    assert.equal(hostName({ ...certificate, apiVersion: 'other.io/v1' }, current, { values }), undefined);
  });

  test('are those that the generic sync of old versions exports', () => {
    const config = [
      'version: v1beta1',
      'export:',
      '  - kind: Certificate',
      '    apiVersion: cert-manager.io/v1',
      '    patches:',
      '      - op: rewriteName',
      '        path: spec.issuerRef',
      '        kind: Issuer',
      '  # and more',
      '  - apiVersion: "example.com/v1" # quoted',
      "    kind: 'Policy'",
      'import:',
      '  - kind: Secret',
      '    apiVersion: other.io/v1',
    ];
    for (const text of [
      config.join('\n'),
      config.join('\r\n'),
      config.map((line) => line.replace(/^ {2}/u, '')).join('\n'),
    ]) {
      const options = { values: { sync: { generic: { config: text } } } };
      assert.equal(hostName(certificate, old, options), 'c-x-d-x-vc');
      assert.equal(
        hostName({ kind: 'Policy', apiVersion: 'example.com/v1', name: 'p', namespace: 'd' }, old, options),
        'p-x-d-x-vc',
      );
      assert.equal(hostName({ ...certificate, kind: 'Issuer' }, old, options), undefined);
      assert.equal(
        hostName({ kind: 'Secret', apiVersion: 'other.io/v1', name: 's', namespace: 'd' }, old, options),
        undefined,
      );
    }
  });

  test('of the Gateway API name Services, Secrets and Gateways of the host', () => {
    const route = {
      apiVersion: gateway,
      kind: 'HTTPRoute',
      metadata: { name: 'r', namespace: 'd' },
      spec: {
        hostnames: ['shop.example.com'],
        parentRefs: [{ name: 'g' }, { name: 'g', namespace: 'edge' }],
        rules: [
          {
            backendRefs: [
              {
                name: 'web',
                port: 80,
                filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'log' } } }],
              },
            ],
            filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'log' } } }],
          },
        ],
      },
    };
    const values = toHost({ gatewayApi: { enabled: true } });
    const mirror = { type: 'RequestMirror', requestMirror: { backendRef: { name: 'log-x-d-x-vc' } } };
    const { object } = predict(route, current, { values });
    assert.deepEqual(dig(object, 'spec'), {
      hostnames: ['shop.example.com'],
      parentRefs: [{ name: 'g-x-d-x-vc' }, { name: 'g-x-edge-x-vc', namespace: 'ns' }],
      rules: [{ backendRefs: [{ name: 'web-x-d-x-vc', port: 80, filters: [mirror] }], filters: [mirror] }],
    });
    const certificateRefs = [{ name: 'tls' }];
    const allowedRoutes = { namespaces: { from: 'Selector', selector: { matchLabels: { a: 'b' } } } };
    const listeners = [{ name: 'https', tls: { certificateRefs }, allowedRoutes }];
    const made = predict(
      { apiVersion: gateway, kind: 'Gateway', metadata: { name: 'g', namespace: 'd' }, spec: { listeners } },
      current,
      { values },
    );
    assert.deepEqual(dig(made.object, 'spec', 'listeners'), [
      {
        name: 'https',
        tls: { certificateRefs: [{ name: 'tls-x-d-x-vc' }] },
        allowedRoutes: { namespaces: { from: 'Same' } },
      },
    ]);
    const multi = { namespaces: { enabled: true, mappings: { byName: { d: 'host-d', e: 'host-e' } } } };
    const grant = {
      apiVersion: gateway,
      kind: 'ReferenceGrant',
      metadata: { name: 'rg', namespace: 'd' },
      spec: {
        from: [{ kind: 'HTTPRoute', namespace: 'e' }],
        to: [{ kind: 'Service', name: 'web' }, { kind: 'Secret' }],
      },
    };
    const granted = predict(grant, current, { values: toHost({ gatewayApi: { enabled: true }, ...multi }) });
    assert.deepEqual(dig(granted.object, 'spec'), {
      from: [{ kind: 'HTTPRoute', namespace: 'host-e' }],
      to: [{ kind: 'Service', name: 'web' }, { kind: 'Secret' }],
    });
    const ref = (kind: string, name: string): object => ({ group: '', kind, name });
    const tls = {
      backend: { clientCertificateRef: { name: 'client' } },
      frontend: {
        default: { validation: { caCertificateRefs: [ref('ConfigMap', 'ca')] } },
        perPort: [
          { port: 1, tls: { validation: { caCertificateRefs: [{ ...ref('Secret', 'ca'), namespace: 'e' }] } } },
        ],
      },
    };
    const infrastructure = { parametersRef: ref('ConfigMap', 'p') };
    const whole = {
      apiVersion: gateway,
      kind: 'Gateway',
      metadata: { name: 'g', namespace: 'd' },
      spec: { tls, infrastructure },
    };
    assert.deepEqual(dig(predict(whole, current, { values }).object, 'spec'), {
      tls: {
        backend: { clientCertificateRef: { name: 'client-x-d-x-vc' } },
        frontend: {
          default: { validation: { caCertificateRefs: [ref('ConfigMap', 'ca-x-d-x-vc')] } },
          perPort: [
            {
              port: 1,
              tls: { validation: { caCertificateRefs: [{ ...ref('Secret', 'ca-x-e-x-vc'), namespace: 'ns' }] } },
            },
          ],
        },
      },
      infrastructure: { parametersRef: ref('ConfigMap', 'p-x-d-x-vc') },
    });
    for (const [parents, backendRef, isSynced] of [
      [{ name: 'g' }, { name: 'w' }, true],
      [{ group: gateway.slice(0, -3), kind: 'Gateway', name: 'g' }, { group: '', kind: 'Service', name: 'w' }, true],
      [ref('Service', 'mesh'), { name: 'w' }, true],
      [{ kind: 'ServiceEntry', group: 'networking.istio.io', name: 'g' }, { name: 'w' }, false],
      [{ kind: 'Service', name: 'mesh' }, { name: 'w' }, false],
      [{ name: 'g' }, { kind: 'Bucket', name: 'w' }, false],
      [{ name: 'g' }, { group: 'x', name: 'w' }, false],
    ] as const) {
      const spec = { parentRefs: [parents], rules: [{ backendRefs: [backendRef] }] };
      assert.equal(predict({ ...route, spec }, current, { values }).object !== null, isSynced, JSON.stringify(spec));
    }
    const api = { parentRefs: [], rules: [{ backendRefs: [{ name: 'kubernetes', namespace: 'default' }] }] };
    assert.deepEqual(dig(predict({ ...route, spec: api }, current, { values }).object, 'spec', 'rules'), [
      { backendRefs: [{ name: 'vc', namespace: 'ns' }] },
    ]);
    const imported = { sync: { fromHost: { gateways: { enabled: true, mappings: { byName: { 'a/b': 'c/d' } } } } } };
    assert.equal(
      hostName({ kind: 'GatewayClass', apiVersion: gateway, name: 'c' }, current, { values: imported }),
      'c',
    );
    const tlsRoute = { kind: 'TLSRoute', apiVersion: gateway, name: 't', namespace: 'd' };
    assert.equal(hostName(tlsRoute, current, { values }), undefined);
    assert.equal(
      hostName(tlsRoute, current, { values: toHost({ gatewayApi: { tlsRoutes: { enabled: true } } }) }),
      't-x-d-x-vc',
    );
    assert.equal(hostName({ kind: 'GatewayClass', apiVersion: gateway, name: 'c' }, current, { values }), 'c');
  });
});
