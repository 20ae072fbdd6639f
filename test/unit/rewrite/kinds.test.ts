import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { explain } from '../../../src/core/rewrite/explain.ts';
import { allRules } from '../../../src/core/rewrite/kinds.ts';
import { predict } from '../../../src/core/rewrite/predict.ts';
import { dig, type Raw } from '../../../src/core/vcluster/raw.ts';

const old = { name: 'suffix', namespace: 'host', version: '0.14.2' };
const current = { ...old, version: '0.36.1' };
const networking = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' };

/** The switches that sync a kind in both generations. */
const ingresses = { sync: { ingresses: { enabled: true }, toHost: { ingresses: { enabled: true } } } };

function host(virtual: Raw, target = current, values: object = {}): Raw {
  const { object } = predict(virtual, target, { values });
  assert.ok(object !== null, 'It is not synced.');
  const drift = explain(virtual, object, target, { values }).changes.filter(({ kind }) => kind === 'drift');
  assert.deepEqual(drift, []);
  return object;
}

function annotated(annotations: object, target = current): Raw {
  const ingress = { ...networking, metadata: { name: 'i', namespace: 'test', annotations } };
  return dig(host(ingress, target, ingresses), 'metadata', 'annotations') as Raw;
}

function pod(spec: object, target = current, values: object = {}): Raw {
  const virtual = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'test' },
    spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec },
  };
  return host(virtual, target, values)['spec'] as Raw;
}

function atClusterScope(kind: string, group: string, rest: object, values: object): Raw {
  return host({ apiVersion: `${group}v1`, kind, ...rest }, current, { sync: { toHost: values } });
}

suite('Rules of kinds', () => {
  test('an Ingress names Services and Secrets of the host, and keeps its hosts', () => {
    const backend = (name: string) => ({ service: { name, port: { number: 80 } }, resource: { kind: 'Bucket', name } });
    const virtual = {
      ...networking,
      metadata: { name: 'i', namespace: 'test' },
      spec: {
        defaultBackend: backend('fallback'),
        rules: [{ host: 'shop.example.com', http: { paths: [{ path: '/', backend: backend('web') }] } }, { host: 'b' }],
        tls: [{ hosts: ['shop.example.com'], secretName: 'tls' }, { hosts: ['other'] }],
      },
    };
    for (const target of [old, current]) {
      assert.deepEqual(host(virtual, target, ingresses)['spec'], {
        defaultBackend: backend('fallback-x-test-x-suffix'),
        rules: [
          { host: 'shop.example.com', http: { paths: [{ path: '/', backend: backend('web-x-test-x-suffix') }] } },
          { host: 'b' },
        ],
        tls: [{ hosts: ['shop.example.com'], secretName: 'tls-x-test-x-suffix' }, { hosts: ['other'] }],
      });
    }
    assert.equal(predict(virtual, current).object, null);
  });

  test('annotations of ingress-nginx name Secrets of the host, whose namespace is kept since 0.16', () => {
    const nginx = 'nginx.ingress.kubernetes.io';
    const given = {
      [`${nginx}/auth-secret`]: 'mine',
      [`${nginx}/auth-tls-secret`]: 'test/mine',
      [`${nginx}/proxy-ssl-secret`]: 'other/theirs',
      [`${nginx}/rewrite-target`]: 'mine',
    };
    const odd = { [`${nginx}/auth-secret`]: 'a/b/c' };
    assert.equal(annotated(odd)[`${nginx}/auth-secret`], 'a/b/c');
    const both = { [`${nginx}/auth-secret`]: 'mine-x-test-x-suffix', [`${nginx}/rewrite-target`]: 'mine' };
    const of = (target: typeof old): object =>
      Object.fromEntries(Object.entries(annotated(given, target)).filter(([key]) => key.startsWith(nginx)));
    assert.deepEqual(of(old), {
      ...both,
      [`${nginx}/auth-tls-secret`]: 'mine-x-test-x-suffix',
      [`${nginx}/proxy-ssl-secret`]: 'theirs-x-other-x-suffix',
    });
    for (const target of [{ ...old, version: '0.16.0' }, current]) {
      assert.deepEqual(of(target), {
        ...both,
        [`${nginx}/auth-tls-secret`]: 'host/mine-x-test-x-suffix',
        [`${nginx}/proxy-ssl-secret`]: 'host/theirs-x-other-x-suffix',
      });
    }
  });

  const alb = 'alb.ingress.kubernetes.io';
  const actions: readonly (readonly [given: string, current: string, old: string])[] = [
    [
      '{"forwardConfig":{"targetGroups":[{"serviceName":"nginx-service","servicePort":"80","weight":100}]}}',
      '{"forwardConfig":{"targetGroups":[{"serviceName":"nginx-service-x-test-x-suffix","servicePort":"80","weight":100}]}}',
      '{"forwardConfig":{"targetGroups":[{"serviceName":"nginx-service-x-test-x-suffix","servicePort":"80","weight":100}]}}',
    ],
    [
      '{"type": "redirect", "redirectConfig": { "Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}}',
      '{"redirectConfig":{"Port":"443","Protocol":"HTTPS","StatusCode":"HTTP_301"},"type":"redirect","forwardConfig":{}}',
      '{"type":"redirect","forwardConfig":{}}',
    ],
    [
      '{"Type":"fixed-response","FixedResponseConfig":{"ContentType":"text/plain","MessageBody":"a<b"}}',
      '{"fixedResponseConfig":{"ContentType":"text/plain","MessageBody":"a\\u003cb"},"type":"fixed-response","forwardConfig":{}}',
      '{"type":"fixed-response","forwardConfig":{}}',
    ],
    [
      '{"forwardConfig":{"targetGroups":[{"weight":1,"more":[{"b":1,"a":{"d":1,"c":2}}]}],"targetGroupStickinessConfig":{"enabled":true}}}',
      '{"forwardConfig":{"targetGroupStickinessConfig":{"enabled":true},"targetGroups":[{"more":[{"a":{"c":2,"d":1},"b":1}],"weight":1}]}}',
      '{"forwardConfig":{"targetGroups":[{"more":[{"a":{"c":2,"d":1},"b":1}],"weight":1}],"targetGroupStickinessConfig":{"enabled":true}}}',
    ],
    ['not json', 'not json', 'not json'],
    ['{"type":1}', '{"type":1}', '{"type":1}'],
    ['null', 'null', 'null'],
  ];
  for (const [given, now, before] of actions) {
    test(`an action of the AWS load balancer: ${given.slice(0, 40)}`, () => {
      const key = `${alb}/actions.web-x-test-x-suffix`;
      assert.equal(annotated({ [`${alb}/actions.web`]: given })[key], now);
      assert.equal(annotated({ [`${alb}/actions.web`]: given }, old)[key], before);
    });
  }

  test('annotations of the AWS load balancer get names of the host once, and count as such', () => {
    const given = {
      [`${alb}/conditions.web`]: '[]',
      [`${alb}/actions.done-x-test-x-suffix`]: '{}',
      [`${alb}/scheme`]: 'internal',
      'field.cattle.io/publicEndpoints': '[]',
    };
    const found = annotated(given);
    assert.equal(found[`${alb}/conditions.web-x-test-x-suffix`], '[]');
    assert.equal(found[`${alb}/actions.done-x-test-x-suffix`], '{"forwardConfig":{}}');
    assert.equal(
      found['vcluster.loft.sh/managed-annotations'],
      `${alb}/actions.done-x-test-x-suffix\n${alb}/conditions.web-x-test-x-suffix\n${alb}/scheme`,
    );
  });

  const volumes = [
    { name: 'logs', hostPath: { path: '/var/log/', type: '' } },
    { name: 'pods', hostPath: { path: '/var/lib/kubelet/pods' } },
    { name: 'again', hostPath: { path: '/var/lib/kubelet/pods' } },
    { name: 'deeper', hostPath: { path: '/var/log/audit' } },
  ];
  const mounts = [
    { name: 'logs', mountPath: '/var/log' },
    { name: 'pods', mountPath: '/var/lib/kubelet/pods' },
    { name: 'again', mountPath: '/again' },
  ];
  const paths = (spec: Raw): unknown[] =>
    (spec['volumes'] as Raw[]).map((one) => [one['name'], dig(one, 'hostPath', 'path')]);
  const mountsOf = (spec: Raw): readonly Raw[] => (spec['containers'] as Raw[])[0]?.['volumeMounts'] as Raw[];
  const redirected = [
    ['logs', '/tmp/vcluster/host/suffix/log'],
    ['pods', '/tmp/vcluster/host/suffix/kubelet/pods'],
    ['again', '/tmp/vcluster/host/suffix/kubelet/pods'],
    ['deeper', '/var/log/audit'],
  ];

  test('log and kubelet folders are the vcluster’s own, in the old generation only when asked for', () => {
    const spec = { volumes, containers: [{ name: 'c', image: 'nginx', volumeMounts: mounts }] };
    assert.deepEqual(paths(pod(spec)), redirected);
    assert.equal(mountsOf(pod(spec))[0]?.['mountPropagation'], 'HostToContainer');
    assert.equal(mountsOf(pod(spec))[2]?.['mountPropagation'], undefined);
    assert.deepEqual(paths(pod(spec, old))[0], ['logs', '/var/log/']);
    const asked = pod(spec, old, { syncer: { extraArgs: ['--rewrite-host-paths'] } });
    assert.deepEqual(paths(asked).slice(0, redirected.length), redirected);
    assert.equal(mountsOf(asked)[0]?.['mountPropagation'], undefined);
  });

  test('with a mapper, the real folders are mounted besides, once for each container', () => {
    const spec = { volumes, containers: [{ name: 'c', image: 'nginx', volumeMounts: mounts }] };
    const found = pod(spec, current, { controlPlane: { hostPathMapper: { enabled: true } } });
    assert.deepEqual(paths(found), [
      ...redirected,
      ['logs-vcluster-physical', '/var/log'],
      ['pods-vcluster-physical', '/var/lib/kubelet/pods'],
      ['again-vcluster-physical', '/var/lib/kubelet/pods'],
    ]);
    const added = mountsOf(found).slice(mounts.length);
    assert.deepEqual(
      added.map((one) => [one['name'], one['mountPath']]),
      [
        ['logs-vcluster-physical', '/var/vcluster/physical/log'],
        ['pods-vcluster-physical', '/var/vcluster/physical/kubelet/pods'],
      ],
    );
  });

  test('a PriorityClass is never the default of the host, nor above a thousand million', () => {
    const given = { metadata: { name: 'high' }, value: 2_000_000_000, globalDefault: true, description: 'x' };
    const made = atClusterScope('PriorityClass', 'scheduling.k8s.io/', given, { priorityClasses: { enabled: true } });
    assert.deepEqual([made['value'], made['globalDefault'], made['description']], [1_000_000_000, undefined, 'x']);
    assert.equal(dig(made, 'metadata', 'name'), 'vcluster-high-x-host-x-suffix');
    assert.equal(dig(made, 'metadata', 'labels', 'vcluster.loft.sh/managed-by'), 'host-x-suffix');
  });

  test('the priority class of a pod is cleared, translated, kept or replaced, as the configuration says', () => {
    const given = { priorityClassName: 'high', priority: 2_000_000_000 };
    const of = (values: object, target = current): unknown => {
      const { priorityClassName, priority } = pod(given, target, values);
      return [priorityClassName, priority];
    };
    assert.deepEqual(of({}), [undefined, 0]);
    assert.deepEqual(of({}, old), [undefined, 0]);
    const toHost = { priorityClasses: { enabled: true } };
    assert.deepEqual(of({ sync: { toHost } }), ['vcluster-high-x-host-x-suffix', 1_000_000_000]);
    assert.deepEqual(of({ sync: { fromHost: { priorityClasses: { enabled: true } } } }), ['high', 2_000_000_000]);
    assert.deepEqual(of({ sync: { toHost: { pods: { priorityClassName: 'team' } } } }), [
      'team',
      '<value of PriorityClass team>',
    ]);
  });

  test('enforced tolerations come after the pod’s own, in every form that the syncer reads', () => {
    const own = { key: 'own', operator: 'Exists' };
    const forms = ['a=b:NoSchedule', 'c:NoExecute', 'd=e', 'f', ':PreferNoSchedule'];
    const expected = [
      own,
      { key: 'a', operator: 'Equal', value: 'b', effect: 'NoSchedule' },
      { key: 'c', operator: 'Exists', effect: 'NoExecute' },
      { key: 'd', operator: 'Equal', value: 'e' },
      { key: 'f', operator: 'Exists' },
      { operator: 'Exists', effect: 'PreferNoSchedule' },
    ];
    const values = { sync: { toHost: { pods: { enforceTolerations: forms } } } };
    assert.deepEqual(pod({ tolerations: [own] }, current, values)['tolerations'], expected);
    const extraArgs = forms.map((one) => `--enforce-toleration=${one}`);
    assert.deepEqual(pod({ tolerations: [own] }, old, { syncer: { extraArgs } })['tolerations'], expected);
  });

  test('the runtime class of the configuration wins', () => {
    const values = { sync: { toHost: { pods: { runtimeClassName: 'gvisor' } } } };
    assert.equal(pod({ runtimeClassName: 'kata' }, current, values)['runtimeClassName'], 'gvisor');
    assert.equal(pod({}, current, values)['runtimeClassName'], 'gvisor');
    assert.equal(pod({ runtimeClassName: 'kata' })['runtimeClassName'], 'kata');
  });

  test('a scheduler inside leaves the host nothing to choose', () => {
    const topologySpreadConstraints = [
      {
        maxSkew: 1,
        topologyKey: 'zone',
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector: { matchLabels: { a: 'b' } },
      },
    ];
    const term = { topologyKey: 'zone', labelSelector: { matchLabels: { a: 'b' } } };
    const podAntiAffinity = { requiredDuringSchedulingIgnoredDuringExecution: [term] };
    const given = { affinity: { podAntiAffinity }, topologySpreadConstraints, nodeSelector: { disk: 'ssd' } };
    const inside = { controlPlane: { distro: { k8s: { scheduler: { enabled: true } } } } };
    for (const found of [
      pod(given, current, inside),
      pod(given, old, { sync: { nodes: { enabled: true, enableScheduler: true } } }),
    ]) {
      assert.deepEqual(
        ['affinity', 'topologySpreadConstraints', 'nodeSelector'].filter((key) => key in found),
        [],
      );
    }
    const narrowed = { a: 'b', 'vcluster.loft.sh/namespace': 'test', 'vcluster.loft.sh/managed-by': 'suffix' };
    const kept = pod(given);
    assert.deepEqual(dig((kept['topologySpreadConstraints'] as Raw[])[0], 'labelSelector', 'matchLabels'), narrowed);
    assert.deepEqual(kept['nodeSelector'], { disk: 'ssd' });
  });

  test('claims of devices have short names on both ends', () => {
    const toHost = { resourceClaims: { enabled: true }, resourceClaimTemplates: { enabled: true } };
    const claim = {
      apiVersion: 'resource.k8s.io/v1',
      kind: 'ResourceClaim',
      metadata: { name: 'gpu', namespace: 'test' },
    };
    const name = dig(host(claim, current, { sync: { toHost } }), 'metadata', 'name');
    assert.match(String(name), /^v[0-9a-z]{13}$/u);
    const resourceClaims = [
      { name: 'one', resourceClaimName: 'gpu' },
      { name: 'two', resourceClaimTemplateName: 'gpus' },
    ];
    const found = pod({ resourceClaims }, current, { sync: { toHost } })['resourceClaims'] as Raw[];
    assert.deepEqual(found[0], { name: 'one', resourceClaimName: name });
    assert.match(String(found[1]?.['resourceClaimTemplateName']), /^v[0-9a-z]{13}$/u);
  });

  test('a volume of the host has its own name there; one of the vcluster loses its claim', () => {
    const spec = { storageClassName: 'fast', claimRef: { name: 'data', namespace: 'test' } };
    const values = { persistentVolumes: { enabled: true }, storageClasses: { enabled: true } };
    const annotations = { 'vcluster.loft.sh/host-pv': 'pvc-1' };
    const own = atClusterScope('PersistentVolume', '', { metadata: { name: 'pv' }, spec }, values);
    assert.equal(dig(own, 'metadata', 'name'), 'vcluster-pv-x-host-x-suffix');
    assert.deepEqual(own['spec'], { storageClassName: 'vcluster-fast-x-host-x-suffix' });
    const there = atClusterScope('PersistentVolume', '', { metadata: { name: 'pv', annotations }, spec }, values);
    assert.equal(dig(there, 'metadata', 'name'), 'pvc-1');
  });

  test('a StorageClass of a vcluster does not become the default of the host', () => {
    const beta = 'storageclass.beta.kubernetes.io/is-default-class';
    const annotations = { 'storageclass.kubernetes.io/is-default-class': 'true', [beta]: 'true' };
    const given = { metadata: { name: 'fast', annotations }, provisioner: 'csi' };
    const made = atClusterScope('StorageClass', 'storage.k8s.io/', given, { storageClasses: { enabled: true } });
    assert.equal(dig(made, 'metadata', 'name'), 'vcluster-fast-x-host-x-suffix');
    assert.equal(dig(made, 'metadata', 'annotations', 'vcluster.loft.sh/managed-annotations'), beta);
    assert.equal(dig(made, 'metadata', 'annotations', 'storageclass.kubernetes.io/is-default-class'), undefined);
  });

  test('a token of a service account is an opaque Secret on the host', () => {
    const secret = (type: string): Raw => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's', namespace: 'test' },
      type,
      data: { token: 'eA==' },
    });
    for (const target of [old, current]) {
      assert.equal(host(secret('kubernetes.io/service-account-token'), target)['type'], 'Opaque');
      assert.equal(host(secret('kubernetes.io/tls'), target)['type'], 'kubernetes.io/tls');
    }
  });

  test('texts of a Secret in a manifest are data on the host', () => {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's', namespace: 'test' },
      data: { a: 'eA==', b: 'eA==' },
      stringData: { b: 'ü', c: '' },
    };
    for (const target of [old, current]) {
      const { data, stringData } = host(secret, target);
      assert.deepEqual([data, stringData], [{ a: 'eA==', b: 'w7w=', c: '' }, undefined]);
    }
  });

  test('every rule says why in a sentence, and where it is documented without a version', () => {
    for (const { id, reason, link } of allRules()) {
      assert.match(reason(), /^[\p{Lu}“].*\.$/su, id);
      assert.match(link, /^https:\/\/www\.vcluster\.com\/docs\/vcluster\/[a-z-]+(\/[a-zA-Z-]+)*\/?$/u, id);
    }
  });
});
